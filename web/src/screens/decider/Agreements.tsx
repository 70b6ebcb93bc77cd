import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import { resourceQuery } from '../../api/queries.ts'
import type { Agreement } from '../../api/types.ts'
import {
  type Column,
  Icon,
  InstantText,
  Localised,
  OrgName,
  ServerTable,
  useLanguage,
  writeDay,
} from '../../parts/index.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/agreements')

/** Agreements the office provides for, or reads under; newest first as the server lists them. */
export function Agreements() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <ServerTable<Agreement>
        caption={t('agreements.title')}
        columns={useColumns()}
        queryKey={['share', 'agreements']}
        load={(page) => told(api.GET('/api/share/agreements', { params: { query: page } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/decide/agreements/$id', params: { id } })}
        empty={t('agreements.empty')}
        exportName="agreements"
      />
    </div>
  )
}

function useColumns(): Column<Agreement>[] {
  const { t } = useTranslation('decider')
  const language = useLanguage()
  const org = useMe().org?.id
  const term = ({ from, until }: Agreement) =>
    t('agreements.termText', { from: writeDay(from, language), until: writeDay(until, language) })
  return [
    {
      key: 'resource',
      title: t('agreements.resource'),
      header: true,
      render: ({ id, resource }) => (
        <>
          <Link to="/decide/agreements/$id" params={{ id }}>
            <ResourceName id={resource} />
          </Link>
          <code className="under">{id}</code>
        </>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'role',
      title: t('agreements.role'),
      render: ({ provider }) => t(provider === org ? 'agreements.provider' : 'agreements.applicant'),
      text: ({ provider }) => t(provider === org ? 'agreements.provider' : 'agreements.applicant'),
    },
    {
      key: 'party',
      title: t('agreements.party'),
      render: ({ provider, applicant }) => <OrgName id={provider === org ? applicant : provider} />,
      text: ({ provider, applicant }) => (provider === org ? applicant : provider),
    },
    {
      key: 'state',
      title: t('agreements.state'),
      render: ({ state, rectifyBy }) => (
        <>
          <Icon name={state === 'inForce' ? 'done' : state === 'suspended' ? 'pause' : 'close'} />{' '}
          {t(`agreements.${state}`)}
          {rectifyBy && (
            <span className="under">
              {t('agreements.rectifyBy')} {writeDay(rectifyBy, language)}
            </span>
          )}
        </>
      ),
      text: ({ state }) => t(`agreements.${state}`),
    },
    { key: 'term', title: t('agreements.term'), render: term, text: term },
    {
      key: 'agreedAt',
      title: t('agreements.agreedAt'),
      render: ({ agreedAt }) => <InstantText at={agreedAt} />,
      text: ({ agreedAt }) => agreedAt,
    },
  ]
}

/** The name of a resource by its id. */
export function ResourceName({ id }: { id: string }) {
  const { data: resource } = useQuery(resourceQuery(id))
  return resource ? <Localised text={resource.name} /> : <bdi>{id}</bdi>
}
