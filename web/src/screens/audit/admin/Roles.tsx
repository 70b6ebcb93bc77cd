import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon, Scrolled, useLanguage } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { AdminWord } from '../parts.tsx'
import { families, type RoleCard, rolesQuery } from '../queries.ts'

/** Which role carries which permission, the three families apart. */
export function Roles() {
  const { t } = useTranslation('admin')
  const { data: roles } = useSuspenseQuery(rolesQuery)
  const byFamily = families.map((family) => ({
    family,
    roles: roles.filter((one) => one.family === family),
  }))
  const columns = byFamily.flatMap((group) => group.roles)
  const firsts = new Set(byFamily.map((group) => group.roles[0]?.role))
  const actions = [...new Set(roles.flatMap((one) => one.actions))].sort()
  const edge = (role: RoleCard) => (firsts.has(role.role) ? 'family-edge' : undefined)
  return (
    <div className="page audit">
      <PageHead title={t('roles.title')}>{t('roles.note')}</PageHead>
      <Scrolled label={t('roles.title')}>
        <table className="matrix">
          <caption className="only-read">{t('roles.title')}</caption>
          <HeadRows byFamily={byFamily} edge={edge} />
          <tbody>
            {actions.map((action) => (
              <tr key={action}>
                <th scope="row">
                  <AdminWord group="actions" id={action} />
                </th>
                {columns.map((role) => (
                  <td key={role.role} className={edge(role)}>
                    {role.actions.includes(action) ? (
                      <>
                        <Icon name="done" /> <span className="only-read">{t('roles.allowed')}</span>
                      </>
                    ) : (
                      <span className="only-read">{t('roles.not')}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </div>
  )
}

function HeadRows({
  byFamily,
  edge,
}: {
  byFamily: readonly { family: RoleCard['family']; roles: readonly RoleCard[] }[]
  edge(role: RoleCard): string | undefined
}) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const columns = byFamily.flatMap((group) => group.roles)
  return (
    <>
      <colgroup />
      {byFamily.map(({ family, roles }) => (
        <colgroup key={family} span={roles.length} />
      ))}
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            {t('roles.action')}
          </th>
          {byFamily.map(({ family, roles }) => (
            <th key={family} scope="colgroup" colSpan={roles.length} className="family-edge">
              {familyWord(t, family)}
            </th>
          ))}
        </tr>
        <tr>
          {columns.map((role) => (
            <th key={role.role} scope="col" className={edge(role)}>
              {role[language]}
              <span className="under">{holderWord(t, role.holder)}</span>
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}

type Words = ReturnType<typeof useTranslation<'admin'>>['t']

function familyWord(t: Words, family: string): string {
  const known = families.find((one) => one === family)
  return known ? t(`family.${known}`) : family
}

function holderWord(t: Words, holder: string): string {
  const known = (['person', 'client', 'token'] as const).find((one) => one === holder)
  return known ? t(`roles.holder.${known}`) : holder
}
