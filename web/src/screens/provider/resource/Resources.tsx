import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import { resourceQuery, versionsQuery } from '../../../api/queries.ts'
import type { Case, Hit } from '../../../api/types.ts'
import {
  type Column,
  CountText,
  DataText,
  FilterBar,
  InstantText,
  Localised,
  ServerTable,
  StatutoryClock,
  useLanguage,
  useTerms,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { faultCasesQuery } from '../queries.ts'
import { VersionState } from './VersionState.tsx'
import '../provider.css'
import '../entry.css'

const route = getRouteApi('/console/provider')
const attributes = ['unconditional', 'conditional', 'withheld'] as const
const cycles = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'] as const

/** The entries of my organisation: how far each is, how good its data, and what is open about it. */
export function Resources() {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const may = useMay()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const department = useMe().org?.id ?? ''
  const { q, attribute, cycle } = search
  const filter = { department, q, attribute, cycle }
  return (
    <div className="page">
      <PageHead
        title={t('resources.title')}
        actions={
          may('catalog.draft') && (
            <Link to="/provider/new" className="button-link">
              {t('resources.new')}
            </Link>
          )
        }
      >
        {t('resources.note')}
      </PageHead>
      <ServerTable<Hit>
        caption={t('resources.title')}
        columns={useColumns(useFaultCases(department))}
        queryKey={['catalog', 'own-table', filter]}
        load={(page) =>
          told(api.GET('/api/catalog/search', { params: { query: given({ ...filter, ...page }) } }))
        }
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ q, attribute, cycle }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/provider/resources/$id', params: { id } })}
        exportName="resources"
        empty={t('resources.empty')}
        filters={
          <FilterBar
            values={{ q, attribute, cycle }}
            onChange={(values) => navigate({ search: given({ ...values, size: search.size }) })}
            filters={[
              { kind: 'words', name: 'q', label: t('resources.words') },
              {
                kind: 'choice',
                name: 'attribute',
                label: t('field.attribute'),
                options: attributes.map((value) => ({ value, label: term('attribute', value) })),
              },
              {
                kind: 'choice',
                name: 'cycle',
                label: t('field.cycle'),
                options: cycles.map((value) => ({ value, label: term('cycle', value) })),
              },
            ]}
          />
        }
      />
    </div>
  )
}

type FaultCases = ReadonlyMap<string, readonly Case[]>

/** Every open quality matter of mine, by the resource it is about. */
function useFaultCases(handler: string): FaultCases {
  const found = useInfiniteQuery(faultCasesQuery(handler))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return useMemo(
    () => Map.groupBy(found.data?.pages.flatMap(({ items }) => items) ?? [], ({ subject }) => subject),
    [found.data],
  )
}

function useColumns(cases: FaultCases): Column<Hit>[] {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const language = useLanguage()
  return [
    {
      key: 'name',
      title: t('field.name'),
      header: true,
      render: ({ id, name, code }) => (
        <>
          <Link to="/provider/resources/$id" params={{ id }}>
            <Localised text={name} />
          </Link>
          <span className="under">{code !== '' && <DataText value={code} />}</span>
        </>
      ),
      text: ({ name }) => name[language],
    },
    {
      key: 'state',
      title: t('field.state'),
      render: (hit) => <EntryState hit={hit} />,
      text: ({ state }) => t(`entryState.${state}`),
    },
    {
      key: 'attribute',
      title: t('field.attribute'),
      render: ({ attribute, cycle }) => (
        <>
          {term('attribute', attribute)}
          {cycle && <span className="under">{term('cycle', cycle)}</span>}
        </>
      ),
      text: ({ attribute }) => term('attribute', attribute),
    },
    { key: 'version', title: t('resources.lastVersion'), render: ({ id }) => <LastVersion id={id} /> },
    {
      key: 'score',
      title: t('field.score'),
      align: 'end',
      render: ({ id }) => <LastScore id={id} />,
    },
    {
      key: 'faults',
      title: t('resources.faultCases'),
      render: ({ id }) => <FaultLinks cases={cases.get(id) ?? []} />,
      text: ({ id }) => cases.get(id)?.length ?? 0,
    },
  ]
}

/** The list knows the published revision; a later one in work is told beside it. */
function EntryState({ hit }: { hit: Hit }) {
  const { t } = useTranslation('provider')
  const { data: working } = useQuery(resourceQuery(hit.id))
  const isLater = working !== undefined && working.state !== hit.state
  return (
    <>
      {t(`entryState.${hit.state}`)}
      {isLater && (
        <span className="under">
          {t('revision', { n: working.revision })} · {t(`entryState.${working.state}`)}
        </span>
      )}
    </>
  )
}

function LastVersion({ id }: { id: string }) {
  const { t } = useTranslation('provider')
  const { data } = useQuery(versionsQuery(id))
  const last = data?.items[0]
  if (!last) return <span className="absent">{data && t('resources.noVersion')}</span>
  return (
    <>
      <Link to="/provider/resources/$id/versions/$n" params={{ id, n: String(last.n) }}>
        {t('version.n', { n: last.n })}
      </Link>{' '}
      · <VersionState version={last} />
      <span className="under">
        <CountText count={last.accepted ?? last.landed} />{' '}
        {t('version.rows', { count: last.accepted ?? last.landed })} · <InstantText at={last.at} />
      </span>
    </>
  )
}

function LastScore({ id }: { id: string }) {
  const { data } = useQuery(versionsQuery(id))
  const score = data?.items.find((version) => version.score !== null)?.score
  return <span className={score == null ? 'absent' : undefined}>{score?.toFixed(2) ?? '—'}</span>
}

function FaultLinks({ cases }: { cases: readonly Case[] }) {
  const { t } = useTranslation('provider')
  if (cases.length === 0) return <span className="soft">{t('resources.noFaultCase')}</span>
  return cases.map((item) => (
    <div key={item.id}>
      <Link to="/cases/$id" params={{ id: item.id }}>
        <Localised text={item.title} />
      </Link>
      <br />
      <StatutoryClock clock={item.clock} />
    </div>
  ))
}
