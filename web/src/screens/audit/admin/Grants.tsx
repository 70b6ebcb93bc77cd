import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { DayText, InstantText, PersonText, PlainTable, ProblemNotice } from '../../../parts/index.ts'
import { type GrantRecord, grantsQuery, type RosterPerson } from '../queries.ts'
import { FieldForm } from './FieldForm.tsx'
import { useRoleChoices, useRoleName } from './ThreeColumns.tsx'

/** Grants a role; where the separation forbids it, the server says beside the form what is held since when. */
export function GrantForm({ person }: { person: RosterPerson }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const name = useRoleName()
  const options = useRoleChoices()
  const [granted, setGranted] = useState<string>()
  return (
    <section className="card">
      <h2>{t('people.grant')}</h2>
      <FieldForm
        submit={t('people.grant')}
        fields={[
          { name: 'role', pointer: '/role', label: t('people.role'), kind: 'choice', options },
          { name: 'since', pointer: '/since', label: t('people.since'), kind: 'day', optional: true },
          { name: 'until', pointer: '/until', label: t('people.until'), kind: 'day', optional: true },
        ]}
        send={async ({ role = '', since, until }) => {
          setGranted(undefined)
          const body = { person: person.id, role, ...(since && { since }), ...(until && { until }) }
          await told(api.POST('/api/parties/roles', { body }))
          setGranted(role)
        }}
        onSent={() => void client.invalidateQueries({ queryKey: ['parties'] })}
      />
      <p role="status">{granted !== undefined && t('people.granted', { role: name(granted) })}</p>
    </section>
  )
}

/** Every role the person was ever given. */
export function GrantHistory({ person }: { person: string }) {
  const { t } = useTranslation('admin')
  const { data: grants, error } = useQuery(grantsQuery(person))
  return (
    <section className="card">
      <h2>{t('people.history')}</h2>
      <ProblemNotice error={error} />
      <PlainTable
        caption={t('people.history')}
        heads={[
          t('people.role'),
          t('stewards.family'),
          t('people.since'),
          t('people.until'),
          t('people.state'),
          t('people.given'),
          t('people.taken'),
        ]}
      >
        {grants?.map((grant) => (
          <GrantRow key={grant.id} grant={grant} />
        ))}
      </PlainTable>
    </section>
  )
}

function GrantRow({ grant }: { grant: GrantRecord }) {
  const { t } = useTranslation('admin')
  const name = useRoleName()
  const { until, revokedBy, revokedAt } = grant
  return (
    <tr>
      <th scope="row">{name(grant.role)}</th>
      <td>{t(`family.${grant.family}`)}</td>
      <td>
        <DayText day={grant.since} />
      </td>
      <td>{until === null ? t('people.notYet') : <DayText day={until} />}</td>
      <td>{t(grant.inForce ? 'people.inForce' : 'people.ended')}</td>
      <td>
        <PersonText id={grant.grantedBy} withId /> <InstantText at={grant.grantedAt} />
      </td>
      <td>
        {revokedAt === null ? (
          <span className="absent">—</span>
        ) : (
          <>
            <PersonText id={revokedBy} withId /> <InstantText at={revokedAt} />
          </>
        )}
      </td>
    </tr>
  )
}
