import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import { itself, useCaseColumns, useCaseFilters, useKindFilter } from '../../parts/case-columns.tsx'
import { FilterBar } from '../../parts/FilterBar.tsx'
import { ServerTable } from '../../parts/ServerTable.tsx'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'

const route = getRouteApi('/console/cases')

/** All matters in which my organisation has a part, by time left. */
export function CaseList() {
  const { t } = useTranslation('home')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filters = useCaseFilters()
  const columns = useCaseColumns(itself)
  const org = useMe().org?.id
  const { part, kind, state, overdue, waiting } = search
  const values = { part, kind, state, overdue, waiting }
  const filter = {
    kind,
    overdue: overdue || undefined,
    ended: state === undefined ? undefined : state === 'ended',
    handler: part === 'handler' ? org : undefined,
    opener: part === 'opener' ? org : undefined,
    waitingFor: waiting ? org : undefined,
  }
  const kinds = useKindFilter(filter)
  return (
    <div className="page">
      <PageHead title={t('cases.title')}>{t('due.note')}</PageHead>
      <ServerTable<Case>
        caption={t('cases.title')}
        columns={[
          columns.clock,
          columns.matter,
          columns.state,
          columns.handler,
          columns.opener,
          columns.openedAt,
        ]}
        queryKey={['cases', 'table', filter]}
        load={(page) => told(api.GET('/api/cases', { params: { query: given({ ...filter, ...page }) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given(values), ...place } })}
        onOpen={({ id }) => navigate({ to: '/cases/$id', params: { id } })}
        exportName="cases"
        filters={
          <FilterBar
            values={values}
            onChange={(chosen) => navigate({ search: given({ ...chosen, size: search.size }) })}
            filters={[
              { kind: 'flag', name: 'waiting', label: t('cases.waiting') },
              filters.part,
              kinds,
              filters.state,
              filters.overdue,
            ]}
          />
        }
      />
    </div>
  )
}
