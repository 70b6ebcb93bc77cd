import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import {
  type Column,
  FilterBar,
  itself,
  OrgName,
  ServerTable,
  useCaseColumns,
  useCaseFilters,
  useKindFilter,
} from '../../parts/index.ts'
import { chosenOf, endedOf, keptOf } from '../../parts/state-filter.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { Scorecard } from './Scorecard.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/territory')

/** Who is late in the territory, or nearly so: the matters of the departments supervised, by time left. */
export function Territory() {
  const { t } = useTranslation('decider')
  const filters = useCaseFilters()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const org = useMe().org?.id
  const may = useMay()
  const { handler, kind, overdue, state } = search
  const filter = { competent: org, handler, kind, overdue: overdue || undefined, ended: endedOf(state) }
  const kinds = useKindFilter(filter)
  const asked = { handler, kind, overdue, state: search.state, from: search.from, to: search.to }
  const file = new URLSearchParams(
    Object.entries(given(filter)).map(([name, value]) => [name, String(value)]),
  )
  return (
    <div className="page">
      <PageHead title={t('territory.title')}>{t('territory.note')}</PageHead>
      {handler && (
        <p>
          {t('territory.of')}
          <OrgName id={handler} />{' '}
          <button
            type="button"
            className="plain-button"
            onClick={() => navigate({ search: given({ ...asked, handler: undefined }) })}
          >
            {t('territory.allHandlers')}
          </button>
        </p>
      )}
      <ServerTable<Case>
        caption={t('territory.title')}
        columns={useColumns()}
        queryKey={['cases', 'territory', filter]}
        load={(page) => told(api.GET('/api/cases', { params: { query: given({ ...filter, ...page }) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given(asked), ...place } })}
        onOpen={({ id }) => navigate({ to: '/cases/$id', params: { id } })}
        empty={t('territory.empty')}
        files={[{ href: `/api/cases.csv?${file}`, label: t('territory.file') }]}
        filters={
          <FilterBar
            values={{ kind, state: chosenOf(state), overdue }}
            onChange={(values) =>
              navigate({
                search: given({
                  ...values,
                  state: keptOf(values.state),
                  handler,
                  from: search.from,
                  to: search.to,
                  size: search.size,
                }),
              })
            }
            filters={[kinds, filters.state, filters.overdue]}
          />
        }
      />
      {may('scorecard.read') && <Scorecard />}
    </div>
  )
}

function useColumns(): Column<Case>[] {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const { clock, matter, handler, state } = useCaseColumns(itself)
  const withFilter: Column<Case> = {
    ...handler,
    render: (item) => (
      <>
        {handler.render(item)}
        <span className="under">
          <Link
            to="/decide/territory"
            search={given({ ...search, after: undefined, page: undefined, handler: item.handler })}
          >
            {t('territory.onlyHandler')}
          </Link>
        </span>
      </>
    ),
  }
  return [clock, matter, withFilter, state]
}
