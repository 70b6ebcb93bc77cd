import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { Confirm, DayText, Icon, useLanguage } from '../../../parts/index.ts'
import { type Family, families, type RosterPerson, rolesQuery } from '../queries.ts'

type Held = RosterPerson['roles'][number]

/** Managing, operating and auditing side by side (管运审分离): what is held in one closes the other two. */
export function ThreeColumns({ person, canRevoke }: { person: RosterPerson; canRevoke: boolean }) {
  const { t } = useTranslation('admin')
  const name = useRoleName()
  return (
    <div className="three-columns">
      {families.map((family) => {
        const held = person.roles.filter((role) => role.family === family)
        const other = person.roles.find((role) => role.family !== family)
        return (
          <section
            key={family}
            className={held.length > 0 ? 'column-held' : undefined}
            aria-labelledby={`family-${family}`}
            data-family={family}
          >
            <h3 id={`family-${family}`}>{t(`family.${family}`)}</h3>
            {held.length > 0 && (
              <ul>
                {held.map((role) => (
                  <HeldRole key={role.id} held={role} name={name(role.role)} canRevoke={canRevoke} />
                ))}
              </ul>
            )}
            {held.length === 0 && !other && <p className="soft">{t('people.free')}</p>}
            {held.length === 0 && other && (
              <p>
                <Icon name="close" />{' '}
                {t('people.closed', { role: name(other.role), family: t(`family.${other.family}`) })}
              </p>
            )}
          </section>
        )
      })}
    </div>
  )
}

function HeldRole({ held, name, canRevoke }: { held: Held; name: string; canRevoke: boolean }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const { id, since, until } = held
  const revoke = async () => {
    await told(api.DELETE('/api/parties/roles/{id}', { params: { path: { id } } }))
    await client.invalidateQueries({ queryKey: ['parties'] })
  }
  return (
    <li>
      <strong>
        <Icon name="done" /> {name}
      </strong>
      <span className="soft">
        <DayText day={since} /> – {until === null ? t('people.notYet') : <DayText day={until} />}
      </span>
      {canRevoke && (
        <Confirm label={t('people.revoke', { role: name })} act={revoke}>
          <p>{t('people.revokeNote')}</p>
        </Confirm>
      )}
    </li>
  )
}

/** The name of a role in the reader's language. */
export function useRoleName(): (role: string) => string {
  const language = useLanguage()
  const { data: roles } = useQuery(rolesQuery)
  return (role) => roles?.find((one) => one.role === role)?.[language] ?? role
}

/** Roles a person may hold, by family, as choices. */
export function useRoleChoices(): { value: string; label: string; group: string }[] {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const { data: roles = [] } = useQuery(rolesQuery)
  return families.flatMap((family: Family) =>
    roles
      .filter((one) => one.family === family && one.holder === 'person')
      .map((one) => ({ value: one.role, label: one[language], group: t(`family.${family}`) })),
  )
}
