import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../api/client.ts'
import { orgQuery, resourceQuery } from '../api/queries.ts'
import type { Agreement } from '../api/types.ts'
import { FilterBar } from './FilterBar.tsx'
import { StateMark } from './facts.tsx'
import { type Column, ServerTable } from './ServerTable.tsx'
import type { agreementFilter, Place, searchOf } from './search.ts'
import { useTerms } from './terms.ts'
import { DataText, DayText, InstantText, OrgName, ResourceName, useLanguage } from './text.tsx'

type Side = 'provider' | 'applicant'

/** What a list of agreements is asked for, as its address keeps it; the list's own side is left out. */
type AgreementFilter = ReturnType<ReturnType<typeof searchOf<typeof agreementFilter>>>

interface Props {
  /** the side on which the office stands, unless the reader asks for the other */
  readonly own: Side
  readonly title: string
  readonly empty: string
  /** the page of one agreement */
  readonly to: '/decide/agreements/$id' | '/demand/agreements/$id'
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
  const other: Side = own === 'provider' ? 'applicant' : 'provider'
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

/** The state of an agreement in words with its mark, and until when a suspended one must be put right. */
export function AgreementState({ agreement: { state, rectifyBy } }: { agreement: Agreement }) {
  const { t } = useTranslation('parts')
  const term = useTerms()
  const marks = { inForce: 'done', suspended: 'now', ended: 'wait' } as const
  return (
    <>
      <StateMark as={marks[state]}>{term('agreement', state)}</StateMark>
      {state === 'suspended' && rectifyBy && (
        <span className="under">
          {t('agreements.rectifyBy')} <DayText day={rectifyBy} />
        </span>
      )}
    </>
  )
}

function useColumns({
  side,
  to,
  onParty,
}: Pick<Props, 'to'> & { side: Side; onParty(party: string): void }): Column<Agreement>[] {
  const { t } = useTranslation('parts')
  const term = useTerms()
  const partyOf = ({ provider, applicant }: Agreement) => (side === 'provider' ? applicant : provider)
  return [
    {
      key: 'resource',
      title: t('agreements.resource'),
      header: true,
      render: ({ id, resource }) => (
        <>
          <Link to={to} params={{ id }}>
            <ResourceName id={resource} />
          </Link>
          <code className="under">{id}</code>
        </>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'party',
      title: term('side', side === 'provider' ? 'applicant' : 'provider'),
      render: (agreement) => (
        <>
          <OrgName id={partyOf(agreement)} />
          <span className="under">
            <button type="button" className="plain-button" onClick={() => onParty(partyOf(agreement))}>
              {t('agreements.onlyParty')}
            </button>
          </span>
        </>
      ),
      text: partyOf,
    },
    {
      key: 'state',
      title: t('agreements.state'),
      render: (agreement) => <AgreementState agreement={agreement} />,
      text: ({ state }) => term('agreement', state),
    },
    {
      key: 'term',
      title: t('agreements.term'),
      render: ({ from, until }) => (
        <>
          <DayText day={from} /> – <DayText day={until} />
        </>
      ),
      text: ({ from, until }) => `${from}/${until}`,
    },
    {
      key: 'agreedAt',
      title: t('agreements.agreedAt'),
      render: ({ agreedAt }) => <InstantText at={agreedAt} />,
      text: ({ agreedAt }) => agreedAt,
    },
    {
      key: 'reason',
      title: t('agreements.reason'),
      render: ({ reason }) => reason && <DataText value={reason} />,
      text: ({ reason }) => reason,
    },
  ]
}
