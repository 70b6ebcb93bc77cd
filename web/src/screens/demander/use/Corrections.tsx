import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import {
  type Column,
  DataText,
  InstantText,
  ServerTable,
  StatutoryClock,
  useCaseWords,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import type { Correction } from '../queries.ts'
import { ResourceName, useItemTitles } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/corrections')

/** Wrong values reported, and where each stands. */
export function Corrections() {
  const { t } = useTranslation('demander')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('corrections.title')}>{t('corrections.note')}</PageHead>
      <ServerTable<Correction>
        caption={t('corrections.title')}
        columns={useColumns()}
        queryKey={['cases', 'corrections']}
        load={(page) => told(api.GET('/api/share/corrections', { params: { query: given(page) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/demand/corrections/$id', params: { id } })}
        empty={t('corrections.none')}
        exportName="corrections"
      />
    </div>
  )
}

function ItemTitle({ resource, field }: { resource: string; field: string }) {
  return <bdi>{useItemTitles(resource)(field)}</bdi>
}

function useColumns(): Column<Correction>[] {
  const { t } = useTranslation('demander')
  const words = useCaseWords()
  return [
    {
      key: 'resource',
      title: t('corrections.resource'),
      header: true,
      render: ({ id, resource }) => (
        <Link to="/demand/corrections/$id" params={{ id }}>
          <ResourceName id={resource} />
        </Link>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'cell',
      title: t('corrections.cell'),
      render: ({ key, field, resource }) => (
        <>
          <ItemTitle resource={resource} field={field} />
          <span className="under">
            <DataText value={key} limit={60} />
          </span>
        </>
      ),
      text: ({ key, field }) => `${key} ${field}`,
    },
    {
      key: 'seen',
      title: t('corrections.seen'),
      render: ({ seen }) => <DataText value={seen} limit={60} />,
      text: ({ seen }) => seen,
    },
    {
      key: 'proposed',
      title: t('corrections.proposed'),
      render: ({ proposed }) => <DataText value={proposed} limit={60} />,
      text: ({ proposed }) => proposed,
    },
    {
      key: 'state',
      title: t('corrections.state'),
      render: ({ case: item }) => item && words.state(item),
      text: ({ case: item }) => item && words.state(item),
    },
    {
      key: 'clock',
      title: t('corrections.clock'),
      render: ({ case: item }) => (
        <StatutoryClock clock={item?.clock ?? null} ended={Boolean(item?.endedAt)} />
      ),
      text: ({ case: item }) => item?.clock?.dueOn,
    },
    {
      key: 'reportedAt',
      title: t('corrections.reportedAt'),
      render: ({ reportedAt }) => <InstantText at={reportedAt} />,
      text: ({ reportedAt }) => reportedAt,
    },
  ]
}
