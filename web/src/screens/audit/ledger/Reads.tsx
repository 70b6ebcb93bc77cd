import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { given } from '../../../api/client.ts'
import type { LedgerEntry } from '../../../api/types.ts'
import {
  type Column,
  CountText,
  InstantText,
  OrgName,
  PlainTable,
  ProblemNotice,
  ResourceName,
  SearchForm,
  ServerTable,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { LedgerActor, SubjectText } from '../parts.tsx'
import { type EntryFilter, loadEntries } from '../queries.ts'
import { countReads, type ReadCount, readOf } from './reads.ts'

const route = getRouteApi('/console/audit/reads')
const countLimit = 5_000
const modes = ['api', 'file', 'delta', 'public'] as const

/** Who read what, under which agreement, how often and how much; from the entries written before each read. */
export function Reads() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { after: _after, page: _page, size, ...filter } = search
  const { agreement, ...rest } = filter
  const asked: EntryFilter = { ...rest, kind: 'serve.read', subject: agreement }
  return (
    <div className="page audit">
      <PageHead title={t('reads.title')}>{t('reads.note')}</PageHead>
      <SearchForm
        values={filter}
        onSearch={(values) => navigate({ search: given({ ...values, size }) as typeof search })}
        fields={[
          { name: 'agreement', kind: 'words', label: t('reads.agreement'), example: 'agr_…' },
          { name: 'party', kind: 'words', label: t('reads.party'), example: 'ps.hr' },
          { name: 'actor', kind: 'words', label: t('reads.actor'), example: 'person:ps.hr.officer' },
          { name: 'from', kind: 'day', label: t('ledger.from') },
          { name: 'until', kind: 'day', label: t('ledger.until') },
        ]}
      />
      <Counts asked={asked} />
      <section className="card">
        <h2>{t('reads.list')}</h2>
        <ServerTable<LedgerEntry>
          caption={t('reads.list')}
          columns={useColumns()}
          queryKey={['ledger', 'reads', asked]}
          load={(page) => loadEntries(asked, page)}
          rowKey={({ id }) => id}
          place={search}
          onPlace={(place) => navigate({ search: { ...given(filter), ...place } as typeof search })}
          onOpen={({ id }) => navigate({ to: '/audit/entries/$id', params: { id } })}
          exportName="reads"
        />
      </section>
    </div>
  )
}

function Counts({ asked }: { asked: EntryFilter }) {
  const { t } = useTranslation('audit')
  const { data, error, isFetching } = useQuery({
    queryKey: ['ledger', 'counts', asked],
    queryFn: () => loadCounts(asked),
  })
  return (
    <section className="card" aria-busy={isFetching}>
      <div className="card-head">
        <h2>{t('reads.counts')}</h2>
        {data && (
          <span className="soft" role="status">
            {t('reads.total', { count: data.reads })}
            {data.capped && ` · ${t('reads.capped', { count: countLimit })}`}
          </span>
        )}
      </div>
      <ProblemNotice error={error} />
      {data && data.counts.length > 0 && <CountTable counts={data.counts} />}
    </section>
  )
}

async function loadCounts(asked: EntryFilter) {
  const entries: LedgerEntry[] = []
  let cursor: string | undefined
  do {
    const page = await loadEntries(asked, { limit: 200, ...(cursor !== undefined && { cursor }) })
    entries.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined && entries.length < countLimit)
  return { counts: countReads(entries), reads: entries.length, capped: cursor !== undefined }
}

function CountTable({ counts }: { counts: readonly ReadCount[] }) {
  const { t } = useTranslation('audit')
  return (
    <PlainTable
      caption={t('reads.counts')}
      heads={[
        t('reads.resource'),
        t('reads.share'),
        t('reads.party'),
        t('reads.actor'),
        { end: t('reads.reads') },
        { end: t('reads.rows') },
        { end: t('reads.bytes') },
        t('reads.last'),
      ]}
    >
      {counts.map((count) => (
        <tr key={`${count.agreement} ${count.party} ${count.actor}`}>
          <th scope="row">{count.resource ? <ResourceName id={count.resource} /> : t('none')}</th>
          <td>
            <SubjectText subject={count.agreement} />
          </td>
          <td>{count.party === null ? t('ledger.noParty') : <OrgName id={count.party} />}</td>
          <td>
            <LedgerActor actor={count.actor} />
          </td>
          <td className="end">
            <CountText count={count.reads} />
          </td>
          <td className="end">
            <CountText count={count.rows} />
          </td>
          <td className="end">
            <CountText count={count.bytes} />
          </td>
          <td>
            <InstantText at={count.lastAt} />
          </td>
        </tr>
      ))}
    </PlainTable>
  )
}

function useColumns(): Column<LedgerEntry>[] {
  const { t } = useTranslation('audit')
  const modeWord = (mode: string | null) => {
    const known = modes.find((one) => one === mode)
    return known ? t(`reads.modes.${known}`) : mode
  }
  const number = (of: 'rows' | 'bytes' | 'version'): Pick<Column<LedgerEntry>, 'render' | 'text'> => ({
    render: (entry) => {
      const value = readOf(entry)[of]
      return value === null ? <span className="absent">—</span> : <CountText count={value} />
    },
    text: (entry) => readOf(entry)[of],
  })
  return [
    {
      key: 'at',
      title: t('ledger.at'),
      header: true,
      render: ({ id, at }) => (
        <Link to="/audit/entries/$id" params={{ id }}>
          <InstantText at={at} seconds />
        </Link>
      ),
      text: ({ at }) => at,
    },
    {
      key: 'agreement',
      title: t('reads.share'),
      render: ({ subject }) => <SubjectText subject={subject} />,
      text: ({ subject }) => subject,
    },
    {
      key: 'party',
      title: t('reads.party'),
      render: ({ party }) => (party === null ? t('ledger.noParty') : <OrgName id={party} />),
      text: ({ party }) => party,
    },
    {
      key: 'actor',
      title: t('reads.actor'),
      render: ({ actor }) => <LedgerActor actor={actor} />,
      text: ({ actor }) => actor,
    },
    {
      key: 'mode',
      title: t('reads.mode'),
      render: (entry) => modeWord(readOf(entry).mode),
      text: (entry) => readOf(entry).mode,
    },
    { key: 'version', title: t('reads.version'), align: 'end', ...number('version') },
    { key: 'rows', title: t('reads.rows'), align: 'end', ...number('rows') },
    { key: 'bytes', title: t('reads.bytes'), align: 'end', ...number('bytes') },
  ]
}
