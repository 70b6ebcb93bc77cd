import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { given } from '../../api/client.ts'
import {
  type Column,
  chosenOf,
  DataText,
  endedOf,
  FilterBar,
  keptOf,
  OrgName,
  ResourceName,
  ServerTable,
  showControls,
  useCaseColumns,
  useCaseFilters,
  useItemTitles,
} from '../../parts/index.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { CorrectionAnswer } from './CorrectionAnswer.tsx'
import { type Correction, readCorrections } from './queries.ts'

const route = getRouteApi('/console/corrections')

/** Values said to be wrong: those we answer for and those we asked about, least time left first. */
export function Corrections() {
  const { t } = useTranslation('correct')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filters = useCaseFilters()
  const org = useMe().org?.id
  const { part, overdue, state } = search
  const filter = {
    handler: part === 'handler' ? org : undefined,
    opener: part === 'opener' ? org : undefined,
    ended: endedOf(state),
    overdue: overdue || undefined,
  }
  return (
    <div className="page">
      <PageHead title={t('title')}>{t('note')}</PageHead>
      <ServerTable<Correction>
        caption={t('title')}
        columns={useColumns()}
        queryKey={['share', 'corrections', filter]}
        load={(page) => readCorrections(filter, page)}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ part, overdue, state }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/corrections/$id', params: { id } })}
        empty={t('none')}
        exportName="corrections"
        filters={
          <FilterBar
            values={{ part, state: chosenOf(state), overdue }}
            onChange={(values) =>
              navigate({ search: given({ ...values, state: keptOf(values.state), size: search.size }) })
            }
            filters={[filters.part, filters.state, filters.overdue]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Correction>[] {
  const { t } = useTranslation('correct')
  const { clock, state } = useCaseColumns<Correction>(({ case: item }) => item)
  return [
    clock,
    {
      key: 'resource',
      title: t('resource'),
      header: true,
      render: ({ id, resource, case: item }) => (
        <>
          <Link to="/corrections/$id" params={{ id }}>
            <ResourceName id={resource} />
          </Link>
          <span className="under">
            {item && (
              <>
                <OrgName id={item.opener} /> → <OrgName id={item.handler} />
              </>
            )}
          </span>
        </>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'cell',
      title: t('cell'),
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
      title: t('seen'),
      render: ({ seen }) => <DataText value={seen} limit={60} />,
      text: ({ seen }) => seen,
    },
    {
      key: 'proposed',
      title: t('proposed'),
      render: ({ proposed }) => <DataText value={proposed} limit={60} />,
      text: ({ proposed }) => proposed,
    },
    {
      key: 'reason',
      title: t('reason'),
      render: ({ reason }) => <DataText value={reason} limit={120} />,
      text: ({ reason }) => reason,
    },
    {
      ...state,
      render: (row) => (
        <>
          {state.render(row)}
          {row.answer !== null && (
            <span className="under">
              <DataText value={row.answer} limit={120} />
            </span>
          )}
        </>
      ),
    },
    {
      key: 'answer',
      title: t('answer'),
      render: (correction) => <CorrectionAnswer correction={correction} />,
    },
  ]
}

function ItemTitle({ resource, field }: { resource: string; field: string }) {
  return <bdi>{showControls(useItemTitles(resource)(field))}</bdi>
}
