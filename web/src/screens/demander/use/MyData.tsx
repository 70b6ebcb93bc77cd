import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import {
  type Column,
  CountText,
  DataText,
  DayText,
  InstantText,
  Localised,
  OrgName,
  ServerTable,
  useLanguage,
  writeDay,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import type { MyDataItem } from '../queries.ts'
import { Badge, Modes } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/data')

/** What the organisation may read now, with how fresh it is. */
export function MyData() {
  const { t } = useTranslation('demander')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('data.title')}>{t('data.note')}</PageHead>
      <ServerTable<MyDataItem>
        caption={t('data.title')}
        columns={useColumns()}
        queryKey={['serve', 'my-data']}
        load={(page) => told(api.GET('/api/share/my-data', { params: { query: given(page) } }))}
        rowKey={({ agreement }) => agreement}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ agreement }) => navigate({ to: '/demand/data/$id', params: { id: agreement } })}
        empty={t('data.none')}
        exportName="my-data"
      />
    </div>
  )
}

function useColumns(): Column<MyDataItem>[] {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  return [
    {
      key: 'name',
      title: t('data.resource'),
      header: true,
      render: ({ agreement, name, purpose }) => (
        <>
          <Link to="/demand/data/$id" params={{ id: agreement }}>
            <Localised text={name} />
          </Link>
          <span className="under">
            <DataText value={purpose} limit={80} />
          </span>
        </>
      ),
      text: ({ name }) => name[language],
    },
    {
      key: 'provider',
      title: t('data.provider'),
      render: ({ provider }) => <OrgName id={provider} />,
      text: ({ provider }) => provider,
    },
    {
      key: 'rows',
      title: t('data.rows'),
      align: 'end',
      render: ({ served }) => served && <CountText count={served.rows} />,
      text: ({ served }) => served?.rows,
    },
    {
      key: 'version',
      title: t('data.version'),
      render: ({ served }) =>
        served ? (
          <>
            {t('entry.nth', { n: served.version })}
            <span className="under">
              <InstantText at={served.committedAt} />
            </span>
          </>
        ) : (
          <span className="soft">{t('data.preparing')}</span>
        ),
      text: ({ served }) => served?.version,
    },
    {
      key: 'fresh',
      title: t('data.fresh'),
      render: ({ freshness }) => <Freshness freshness={freshness} />,
      text: ({ freshness }) => freshness?.dueOn,
    },
    {
      key: 'modes',
      title: t('data.modes'),
      render: ({ modes }) => <Modes modes={modes} />,
      text: ({ modes }) => modes.join(' '),
    },
    {
      key: 'until',
      title: t('data.until'),
      render: ({ until }) => <DayText day={until} />,
      text: ({ until }) => until,
    },
  ]
}

function Freshness({ freshness }: { freshness: MyDataItem['freshness'] }) {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  if (!freshness) return <span className="soft">{t('data.noCycle')}</span>
  const { dueOn, late } = freshness
  const day = writeDay(dueOn, language)
  return late ? <Badge tone="late">{t('data.overdue', { day })}</Badge> : t('data.dueOn', { day })
}
