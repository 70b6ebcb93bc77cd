import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { given } from '../../../api/client.ts'
import type { LedgerEntry } from '../../../api/types.ts'
import {
  type Column,
  CountText,
  InstantText,
  OrgName,
  SearchForm,
  ServerTable,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { KindText, LedgerActor, SubjectText } from '../parts.tsx'
import { loadEntries } from '../queries.ts'

const route = getRouteApi('/console/audit/entries')
const groups = [
  'parties',
  'duties',
  'standards',
  'catalog',
  'collect',
  'quality',
  'serve',
  'policy',
  'share',
  'open',
  'cases',
  'ledger',
] as const

/** The whole ledger, narrowed by kind, subject, actor, organisation and day. */
export function Ledger() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { after: _after, page: _page, size, ...filter } = search
  const { group, kind, ...rest } = filter
  const asked = { ...rest, kindPrefix: kind ?? (group && `${group}.`) }
  return (
    <div className="page audit">
      <PageHead title={t('ledger.title')}>{t('ledger.note')}</PageHead>
      <SearchForm
        values={filter}
        onSearch={(values) => navigate({ search: given({ ...values, size }) as typeof search })}
        fields={[
          {
            name: 'group',
            kind: 'choice',
            label: t('ledger.kindGroup'),
            options: groups.map((value) => ({ value, label: t(`group.${value}`) })),
          },
          { name: 'kind', kind: 'words', label: t('ledger.kindPrefix'), example: 'parties.role' },
          { name: 'subject', kind: 'words', label: t('ledger.subject'), example: 'agr_…' },
          { name: 'actor', kind: 'words', label: t('ledger.actor'), example: 'person:ps.hr.officer' },
          { name: 'party', kind: 'words', label: t('ledger.party'), example: 'ps.hr' },
          { name: 'from', kind: 'day', label: t('ledger.from') },
          { name: 'until', kind: 'day', label: t('ledger.until') },
          {
            name: 'order',
            kind: 'choice',
            label: t('ledger.order'),
            blank: t('ledger.newest'),
            options: [{ value: 'oldest', label: t('ledger.oldest') }],
          },
        ]}
      />
      <ServerTable<LedgerEntry>
        caption={t('ledger.title')}
        columns={useColumns()}
        queryKey={['ledger', 'table', asked]}
        load={(page) => loadEntries(asked, page)}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given(filter), ...place } as typeof search })}
        onOpen={({ id }) => navigate({ to: '/audit/entries/$id', params: { id } })}
        exportName="ledger"
      />
    </div>
  )
}

function useColumns(): Column<LedgerEntry>[] {
  const { t } = useTranslation('audit')
  return [
    {
      key: 'index',
      title: t('ledger.index'),
      align: 'end',
      width: '6em',
      render: ({ index }) => <CountText count={index} />,
      text: ({ index }) => index,
    },
    {
      key: 'at',
      title: t('ledger.at'),
      width: '12em',
      render: ({ at }) => <InstantText at={at} seconds />,
      text: ({ at }) => at,
    },
    {
      key: 'kind',
      title: t('ledger.kind'),
      header: true,
      width: '15em',
      render: ({ id, kind }) => (
        <Link to="/audit/entries/$id" params={{ id }}>
          <KindText kind={kind} />
        </Link>
      ),
      text: ({ kind }) => kind,
    },
    {
      key: 'subject',
      title: t('ledger.subject'),
      render: ({ subject, kind }) => <SubjectText subject={subject} kind={kind} />,
      text: ({ subject }) => subject,
    },
    {
      key: 'actor',
      title: t('ledger.actor'),
      width: '10em',
      render: ({ actor }) => <LedgerActor actor={actor} />,
      text: ({ actor }) => actor,
    },
    {
      key: 'party',
      title: t('ledger.party'),
      render: ({ party }) =>
        party === null ? <span className="soft">{t('ledger.noParty')}</span> : <OrgName id={party} />,
      text: ({ party }) => party,
    },
    { key: 'id', title: t('entry.id'), render: ({ id }) => <code>{id}</code>, text: ({ id }) => id },
  ]
}
