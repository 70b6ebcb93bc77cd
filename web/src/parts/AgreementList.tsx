import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../api/client.ts'
import { orgQuery, resourceQuery } from '../api/queries.ts'
import type { Agreement } from '../api/types.ts'
import { type AgreementAddress, useAgreementColumns } from './agreement-columns.tsx'
import { FilterBar } from './FilterBar.tsx'
import { type Column, ServerTable } from './ServerTable.tsx'
import type { agreementFilter, Place, searchOf } from './search.ts'
import { useTerms } from './terms.ts'
import { useLanguage } from './text.tsx'

type Side = 'provider' | 'applicant'

/** What a list of agreements is asked for, as its address keeps it; the list's own side is left out. */
type AgreementFilter = ReturnType<ReturnType<typeof searchOf<typeof agreementFilter>>>

interface Props {
  /** the side on which the office stands, unless the reader asks for the other */
  readonly own: Side
  readonly title: string
  readonly empty: string
  /** the page of one agreement */
  readonly to: AgreementAddress
  readonly search: AgreementFilter & Place
  onSearch(search: AgreementFilter & Place): void
}

/** Agreements of the office, newest first as the server lists them, by side, state, other party and resource. */
export function AgreementList({ own, title, empty, to, search, onSearch }: Props) {
  const navigate = useNavigate()
  const { role, state, party, resource } = search
  const filter: AgreementFilter = given({ role, state, party, resource })
  const side = role ?? own
  return (
    <ServerTable<Agreement>
      caption={title}
      columns={useColumns({ side, to, onParty: (party) => onSearch({ ...filter, party }) })}
      queryKey={['share', 'agreements', { ...filter, role: side }]}
      load={(page) =>
        told(api.GET('/api/share/agreements', { params: { query: { ...filter, role: side, ...page } } }))
      }
      rowKey={({ id }) => id}
      place={search}
      onPlace={(place) => onSearch({ ...filter, ...place })}
      onOpen={({ id }) => navigate({ to, params: { id } })}
      empty={empty}
      exportName="agreements"
      filters={
        <Filters
          own={own}
          filter={filter}
          onFilter={(chosen) => onSearch(given({ ...chosen, size: search.size }))}
        />
      }
    />
  )
}

function Filters({
  own,
  filter,
  onFilter,
}: {
  own: Side
  filter: AgreementFilter
  onFilter(filter: AgreementFilter): void
}) {
  const { t } = useTranslation('parts')
  const term = useTerms()
  const language = useLanguage()
  const { party, resource } = filter
  const org = useQuery({ ...orgQuery(party ?? ''), enabled: party !== undefined })
  const entry = useQuery({ ...resourceQuery(resource ?? ''), enabled: resource !== undefined })
  const other = otherOf(own)
  // Chosen in the rows; here it is named and can be given up.
  const only = (name: 'party' | 'resource', title: string | undefined) => {
    const value = filter[name]
    const options = value === undefined ? [] : [{ value, label: title || value }]
    return options.map((it) => ({
      kind: 'choice' as const,
      name,
      label: t(`agreements.${name}`),
      options: [it],
    }))
  }
  return (
    <FilterBar
      values={{ ...filter }}
      onChange={(values) => onFilter(values as AgreementFilter)}
      filters={[
        {
          kind: 'choice',
          name: 'role',
          label: t('agreements.side'),
          none: term('side', own),
          options: [{ value: other, label: term('side', other) }],
        },
        {
          kind: 'choice',
          name: 'state',
          label: t('agreements.state'),
          options: (['inForce', 'suspended', 'ended'] as const).map((value) => ({
            value,
            label: term('agreement', value),
          })),
        },
        ...only('party', org.data?.name[language]),
        ...only('resource', entry.data?.name[language]),
      ]}
    />
  )
}

/** The columns of the list, with the other party alone, by whom the list can be narrowed. */
function useColumns({
  side,
  to,
  onParty,
}: Pick<Props, 'to'> & { side: Side; onParty(party: string): void }): Column<Agreement>[] {
  const { t } = useTranslation('parts')
  const { resource, state, term, agreedAt, reason, ...parties } = useAgreementColumns(to)
  const other = otherOf(side)
  return [
    {
      ...resource,
      render: (agreement) => (
        <>
          {resource.render(agreement)}
          <code className="under">{agreement.id}</code>
        </>
      ),
    },
    {
      ...parties[other],
      key: 'party',
      render: (agreement) => (
        <>
          {parties[other].render(agreement)}
          <span className="under">
            <button type="button" className="plain-button" onClick={() => onParty(agreement[other])}>
              {t('agreements.onlyParty')}
            </button>
          </span>
        </>
      ),
    },
    state,
    term,
    agreedAt,
    reason,
  ]
}

const otherOf = (side: Side): Side => (side === 'provider' ? 'applicant' : 'provider')
