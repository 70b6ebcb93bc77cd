import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { Agreement } from '../../../api/types.ts'
import {
  type Column,
  DayText,
  InstantText,
  OrgName,
  ResourceName,
  ServerTable,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'

const route = getRouteApi('/console/audit/agreements')

/** All agreements, to be read. */
export function Agreements() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page audit">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <ServerTable<Agreement>
        caption={t('agreements.title')}
        columns={useColumns()}
        queryKey={['share', 'agreements', 'audit']}
        load={(page) => told(api.GET('/api/share/agreements', { params: { query: page } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/audit/agreements/$id', params: { id } })}
        exportName="agreements"
      />
    </div>
  )
}

function useColumns(): Column<Agreement>[] {
  const { t } = useTranslation('audit')
  return [
    {
      key: 'resource',
      title: t('agreements.resource'),
      header: true,
      render: ({ id, resource }) => (
        <Link to="/audit/agreements/$id" params={{ id }}>
          <ResourceName id={resource} />
        </Link>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'applicant',
      title: t('agreements.applicant'),
      render: ({ applicant }) => <OrgName id={applicant} />,
      text: ({ applicant }) => applicant,
    },
    {
      key: 'provider',
      title: t('agreements.provider'),
      render: ({ provider }) => <OrgName id={provider} />,
      text: ({ provider }) => provider,
    },
    {
      key: 'state',
      title: t('agreements.state'),
      render: ({ state }) => t(`agreements.states.${state}`),
      text: ({ state }) => state,
    },
    {
      key: 'period',
      title: t('agreements.period'),
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
    { key: 'id', title: t('reads.agreement'), render: ({ id }) => <code>{id}</code>, text: ({ id }) => id },
  ]
}
