import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import { resourceQuery } from '../../../api/queries.ts'
import {
  ChartWithTable,
  ProblemNotice,
  SearchForm,
  ServerTable,
  useLanguage,
  useTerms,
  writeDay,
} from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'
import { type ReadCount, readsQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { useReadColumns } from './columns.tsx'
import { seriesByDay, sumByAgreement } from './count.ts'
import { Readers } from './Readers.tsx'

const route = getRouteApi('/console/provider/resources/$id/reads')

/** Who reads how much of a resource: by agreement, by day, and day by day with channel and refusals. */
export function ReadsPage() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { from, until, agreement } = search
  const filter = given({ from, until, agreement })
  return (
    <ResourceFrame resource={resource} part={t('aspects.reads')}>
      <p className="soft">{t('reads.note')}</p>
      <SearchForm
        values={filter}
        onSearch={(values) => navigate({ search: given({ ...values, size: search.size }) as typeof search })}
        fields={[
          { name: 'from', kind: 'day', label: t('reads.from') },
          { name: 'until', kind: 'day', label: t('reads.until') },
          { name: 'agreement', kind: 'words', label: t('reads.agreement'), example: 'agr_…' },
        ]}
      />
      <Sums resource={id} filter={filter} />
      <section className="card">
        <h2>{t('reads.days')}</h2>
        <ServerTable<ReadCount>
          caption={t('reads.days')}
          columns={useReadColumns()}
          queryKey={['serve', 'reads-table', id, filter]}
          load={(page) =>
            told(api.GET('/api/serve/reads', { params: { query: { resource: id, ...filter, ...page } } }))
          }
          rowKey={({ day, agreement, channel }) => `${day} ${agreement} ${channel}`}
          place={search}
          onPlace={(place) => navigate({ search: { ...filter, ...place } })}
          exportName="reads"
          empty={t('reads.none')}
        />
      </section>
    </ResourceFrame>
  )
}

type Filter = Parameters<typeof readsQuery>[1]

function Sums({ resource, filter }: { resource: string; filter: Filter }) {
  const { t } = useTranslation('provider')
  const { data, error, isPending } = useQuery(readsQuery(resource, filter))
  return (
    <section className="card" aria-labelledby="readers">
      <div className="card-head">
        <h2 id="readers">{t('reads.readers')}</h2>
        {data?.isCut && <span className="soft">{t('reads.cut', { count: data.items.length })}</span>}
      </div>
      <ProblemNotice error={error} />
      {isPending && <Loading />}
      {data?.items.length === 0 && <p className="soft">{t('reads.none')}</p>}
      {data && data.items.length > 0 && (
        <>
          <Readers sums={sumByAgreement(data.items)} />
          <ByDay reads={data.items} />
        </>
      )}
    </section>
  )
}

/** A picture is worth it from the second day on. */
function ByDay({ reads }: { reads: readonly ReadCount[] }) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const language = useLanguage()
  const { days, series } = useMemo(() => seriesByDay(reads), [reads])
  const names = useMemo(() => days.map((day) => writeDay(day, language)), [days, language])
  const lines = useMemo(
    () => series.map(({ channel, rows }) => ({ name: term('mode', channel), values: rows })),
    [series, term],
  )
  if (days.length < 2) return null
  return <ChartWithTable title={t('reads.rowsByDay')} kind="bar" names={names} series={lines} />
}
