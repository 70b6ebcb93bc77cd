import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import {
  type Column,
  FilterBar,
  itself,
  Localised,
  ServerTable,
  useCaseColumns,
  useCaseFilters,
} from '../../parts/index.ts'
import { chosenOf, endedOf, keptOf } from '../../parts/state-filter.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/reviews')

/** Entries handed in to the competent department, least time left first. */
export function Reviews() {
  const { t } = useTranslation('decider')
  const filters = useCaseFilters()
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
            filters={[filters.state]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Case>[] {
  const { t } = useTranslation('decider')
  const { clock, matter, opener, openedAt, state } = useCaseColumns(itself)
  const entry: Column<Case> = {
    ...matter,
    title: t('reviews.entry'),
    render: ({ id, title }) => (
      <Link to="/decide/reviews/$id" params={{ id }}>
        <Localised text={title} />
      </Link>
    ),
  }
  return [clock, entry, opener, openedAt, state]
}
