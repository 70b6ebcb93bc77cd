import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import {
  type Column,
  FilterBar,
  InstantText,
  Localised,
  OrgName,
  ServerTable,
  StatutoryClock,
  useCaseWords,
  useLanguage,
} from '../../parts/index.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { chosenOf, endedOf, keptOf } from './state-filter.ts'
import './decider.css'

const route = getRouteApi('/console/decide/reviews')

/** Entries handed in to the competent department, least time left first. */
export function Reviews() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const org = useMe().org?.id
  const filter = { kind: 'catalog.review', handler: org, ended: endedOf(search.state) }
  return (
    <div className="page">
      <PageHead title={t('reviews.title')}>{t('reviews.note')}</PageHead>
      <ServerTable<Case>
        caption={t('reviews.title')}
        columns={useColumns()}
        queryKey={['cases', 'reviews', filter]}
        load={(page) => told(api.GET('/api/cases', { params: { query: given({ ...filter, ...page }) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ state: search.state }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/decide/reviews/$id', params: { id } })}
        empty={t('reviews.empty')}
        exportName="reviews"
        filters={
          <FilterBar
            values={{ state: chosenOf(search.state) }}
            onChange={(values) =>
              navigate({ search: given({ state: keptOf(values.state), size: search.size }) })
            }
            filters={[
              {
                kind: 'choice',
                name: 'state',
                label: t('bundle.show'),
                options: [
                  { value: 'open', label: t('reviews.toReview') },
                  { value: 'ended', label: t('bundle.ended') },
                ],
              },
            ]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Case>[] {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  const language = useLanguage()
  return [
    {
      key: 'clock',
      title: t('bundle.clock'),
      width: '22em',
      render: ({ clock, endedAt }) => <StatutoryClock clock={clock} ended={endedAt !== null} />,
      text: ({ clock }) => clock?.dueOn,
    },
    {
      key: 'entry',
      title: t('reviews.entry'),
      header: true,
      render: ({ id, title }) => (
        <Link to="/decide/reviews/$id" params={{ id }}>
          <Localised text={title} />
        </Link>
      ),
      text: ({ title }) => title[language],
    },
    {
      key: 'submitter',
      title: t('reviews.submitter'),
      render: ({ opener }) => <OrgName id={opener} />,
      text: ({ opener }) => opener,
    },
    {
      key: 'submittedAt',
      title: t('reviews.submittedAt'),
      render: ({ openedAt }) => <InstantText at={openedAt} />,
      text: ({ openedAt }) => openedAt,
    },
    {
      key: 'state',
      title: t('bundle.state'),
      render: (item) => words.state(item),
      text: (item) => words.state(item),
    },
  ]
}
