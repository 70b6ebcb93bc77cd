import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import {
  type Column,
  FilterBar,
  Localised,
  OrgName,
  ServerTable,
  StatutoryClock,
  useCaseWords,
  useLanguage,
} from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { Scorecard } from './Scorecard.tsx'
import { chosenOf, endedOf, keptOf } from './state-filter.ts'
import './decider.css'

const route = getRouteApi('/console/decide/territory')
const kinds = ['share.answer', 'share.correction', 'quality.fault', 'catalog.review']

/** Who is late in the territory, or nearly so: the matters of the departments supervised, by time left. */
export function Territory() {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const org = useMe().org?.id
  const may = useMay()
  const { handler, kind, overdue, state } = search
  const filter = { competent: org, handler, kind, overdue: overdue || undefined, ended: endedOf(state) }
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
            filters={[
              {
                kind: 'choice',
                name: 'kind',
                label: t('territory.kind'),
                options: kinds.map((value) => ({ value, label: words.kind(value) })),
              },
              {
                kind: 'choice',
                name: 'state',
                label: t('bundle.show'),
                options: (['open', 'ended'] as const).map((value) => ({
                  value,
                  label: t(`bundle.${value}`),
                })),
              },
              { kind: 'flag', name: 'overdue', label: t('territory.onlyLate') },
            ]}
          />
        }
      />
      {may('scorecard.read') && <Scorecard />}
    </div>
  )
}

function useColumns(): Column<Case>[] {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  const language = useLanguage()
  const search = route.useSearch()
  return [
    {
      key: 'clock',
      title: t('bundle.clock'),
      width: '22em',
      render: ({ clock, endedAt }) => <StatutoryClock clock={clock} ended={endedAt !== null} />,
      text: ({ clock }) => clock?.dueOn,
    },
    {
      key: 'matter',
      title: t('territory.matter'),
      header: true,
      render: ({ id, title, kind }) => (
        <>
          <Link to="/cases/$id" params={{ id }}>
            <Localised text={title} />
          </Link>
          <span className="under">{words.kind(kind)}</span>
        </>
      ),
      text: ({ title }) => title[language],
    },
    {
      key: 'handler',
      title: t('territory.handler'),
      render: ({ handler }) => (
        <>
          <OrgName id={handler} />
          <span className="under">
            <Link
              to="/decide/territory"
              search={given({ ...search, after: undefined, page: undefined, handler })}
            >
              {t('territory.onlyHandler')}
            </Link>
          </span>
        </>
      ),
      text: ({ handler }) => handler,
    },
    {
      key: 'state',
      title: t('bundle.state'),
      render: (item) => words.state(item),
      text: (item) => words.state(item),
    },
  ]
}
