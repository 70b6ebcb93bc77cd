import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { agreementQuery } from '../../../api/queries.ts'
import {
  CountText,
  DayText,
  Fact,
  Facts,
  InstantText,
  Localised,
  OrgName,
  PlainTable,
  ProblemNotice,
  ResourceName,
  SizeText,
  showControls,
  useTerms,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { type Served, servedQuery, servedVersionsQuery } from '../queries.ts'
import { Badge, MaskText, Modes } from '../shared/parts.tsx'
import { DataFiles } from './DataFiles.tsx'
import { DataRows } from './DataRows.tsx'
import { HowTo } from './HowTo.tsx'

const route = getRouteApi('/console/demand/data/$id')
const tabs = ['rows', 'columns', 'versions', 'files', 'howto'] as const

/** One agreement's data: rows, columns and masks, versions, files, and how to read them. */
export function DataPage() {
  const { t } = useTranslation('demander')
  const { id } = route.useParams()
  const search = route.useSearch()
  const { data: agreement } = useSuspenseQuery(agreementQuery(id))
  const served = useQuery(servedQuery(id))
  const tab = search.tab ?? 'rows'
  return (
    <div className="page">
      <PageHead
        title={<ResourceName id={agreement.resource} />}
        actions={
          <Link to="/demand/agreements/$id" params={{ id }} className="button-link">
            {t('data.agreement')}
          </Link>
        }
      >
        <OrgName id={agreement.provider} /> · {t('data.until')} <DayText day={agreement.until} /> ·{' '}
        {t('data.recorded')}
      </PageHead>
      <nav aria-label={t('data.tabsLabel')}>
        <ul className="demand-tabs">
          {tabs.map((name) => (
            <li key={name}>
              <Link
                to="/demand/data/$id"
                params={{ id }}
                search={searchOfTab(name, search.version)}
                // The newest rows have no parameter of their own: a missing one must count as missing.
                activeOptions={{ exact: false, includeSearch: true, explicitUndefined: true }}
              >
                {t(`data.tabs.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {/* Once refused, nothing that was read before stays in sight. */}
      <ProblemNotice error={served.error} />
      {served.data && !served.error && <Tab tab={tab} served={served.data} version={search.version} />}
    </div>
  )
}

type Search = { tab?: Exclude<(typeof tabs)[number], 'rows'>; version?: number }

function searchOfTab(name: (typeof tabs)[number], version: number | undefined): Search {
  return { tab: name === 'rows' ? undefined : name, version } as Search
}

function Tab({
  tab,
  served,
  version,
}: {
  tab: (typeof tabs)[number]
  served: Served
  version: number | undefined
}) {
  const { agreement, resource, keyField, modes } = served
  if (tab === 'columns') return <Columns served={served} />
  if (tab === 'versions') return <Versions served={served} shown={version} />
  if (tab === 'files') return <DataFiles served={served} />
  if (tab === 'howto')
    return <HowTo reading={{ origin: location.origin, agreement, resource, keyField, modes }} />
  return <DataRows served={served} version={version} />
}

function Columns({ served: { columns, keyField, modes, purpose } }: { served: Served }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const heads = ['column', 'field', 'type', 'mask'] as const
  return (
    <section className="card" aria-label={t('data.tabs.columns')}>
      <Facts>
        <Fact name={t('agreements.purpose')}>
          <bdi>{showControls(purpose)}</bdi>
        </Fact>
        <Fact name={t('data.modes')}>
          <Modes modes={modes} />
        </Fact>
      </Facts>
      <h2 className="only-read">{t('data.tabs.columns')}</h2>
      <PlainTable caption={t('data.tabs.columns')} heads={heads.map((head) => t(`data.${head}`))}>
        {columns.map(({ name, title, type, mask }) => (
          <tr key={name}>
            <th scope="row">
              <Localised text={title} /> {name === keyField && <Badge>{t('data.key')}</Badge>}
            </th>
            <td>
              <code>{name}</code>
            </td>
            <td>
              {type.startsWith('decimal')
                ? `${term('type', 'decimal')} ${type.slice(7)}`
                : term('type', type)}
            </td>
            <td>
              <MaskText mask={mask} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}

function Versions({ served, shown }: { served: Served; shown: number | undefined }) {
  const { t } = useTranslation('demander')
  const found = useQuery(servedVersionsQuery(served.agreement))
  const heads = [
    t('data.version'),
    t('data.rows'),
    t('data.sizeBytes'),
    t('data.committedAt'),
    t('data.read'),
  ]
  return (
    <section className="card" aria-label={t('data.tabs.versions')} aria-busy={found.isPending}>
      <h2 className="only-read">{t('data.tabs.versions')}</h2>
      <ProblemNotice error={found.error} />
      <PlainTable caption={t('data.tabs.versions')} heads={heads}>
        {found.data?.items.map(({ version, rows, sizeBytes, committedAt }) => (
          <tr key={version}>
            <th scope="row">
              {version} {version === served.version.version && <Badge tone="well">{t('data.newest')}</Badge>}
            </th>
            <td>
              <CountText count={rows} />
            </td>
            <td>
              <SizeText bytes={sizeBytes} />
            </td>
            <td>
              <InstantText at={committedAt} />
            </td>
            <td>
              {version === (shown ?? served.version.version) && <Badge>{t('data.shown')}</Badge>}{' '}
              <Link
                to="/demand/data/$id"
                params={{ id: served.agreement }}
                search={version === served.version.version ? {} : { version }}
              >
                {t('data.read')} <span className="only-read">{version}</span>
              </Link>
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}
