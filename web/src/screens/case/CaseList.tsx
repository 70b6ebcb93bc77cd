import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Case } from '../../api/types.ts'
import { useCaseWords } from '../../parts/case-words.ts'
import { FilterBar } from '../../parts/FilterBar.tsx'
import { type Column, ServerTable } from '../../parts/ServerTable.tsx'
import { StatutoryClock } from '../../parts/StatutoryClock.tsx'
import { InstantText, Localised, OrgName, useLanguage } from '../../parts/text.tsx'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'

const route = getRouteApi('/console/cases')
const kinds = ['share.answer', 'share.correction', 'quality.fault', 'catalog.review']

/** All matters in which my organisation has a part, by time left. */
export function CaseList() {
  const { t } = useTranslation('home')
  const words = useCaseWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const org = useMe().org?.id
  const { part, kind, state, overdue } = search
  const filter = {
    kind,
    overdue: overdue || undefined,
    ended: state === undefined ? undefined : state === 'ended',
    handler: part === 'handler' ? org : undefined,
    opener: part === 'opener' ? org : undefined,
  }
  return (
    <div className="page">
      <PageHead title={t('cases.title')}>{t('due.note')}</PageHead>
      <ServerTable<Case>
        caption={t('cases.title')}
        columns={useColumns()}
        queryKey={['cases', 'table', filter]}
        load={(page) => told(api.GET('/api/cases', { params: { query: given({ ...filter, ...page }) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ part, kind, state, overdue }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/cases/$id', params: { id } })}
        exportName="cases"
        filters={
          <FilterBar
            values={{ part, kind, state, overdue }}
            onChange={(values) => navigate({ search: given({ ...values, size: search.size }) })}
            filters={[
              {
                kind: 'choice',
                name: 'part',
                label: t('handler'),
                options: [
                  { value: 'handler', label: t('cases.mine') },
                  { value: 'opener', label: t('cases.theirs') },
                ],
              },
              {
                kind: 'choice',
                name: 'kind',
                label: t('kind'),
                options: kinds.map((value) => ({ value, label: words.kind(value) })),
              },
              {
                kind: 'choice',
                name: 'state',
                label: t('state'),
                options: [
                  { value: 'open', label: t('cases.open') },
                  { value: 'ended', label: t('cases.ended') },
                ],
              },
              { kind: 'flag', name: 'overdue', label: t('cases.overdue') },
            ]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Case>[] {
  const { t } = useTranslation('home')
  const words = useCaseWords()
  const language = useLanguage()
  return [
    {
      key: 'clock',
      title: t('clock'),
      width: '24em',
      render: ({ clock, endedAt }) => <StatutoryClock clock={clock} ended={endedAt !== null} />,
      text: ({ clock }) => clock?.dueOn,
    },
    {
      key: 'matter',
      title: t('matter'),
      header: true,
      render: ({ id, kind, title }) => (
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
      key: 'state',
      title: t('state'),
      render: (item) => words.state(item),
      text: (item) => words.state(item),
    },
    {
      key: 'handler',
      title: t('handler'),
      render: ({ handler }) => <OrgName id={handler} />,
      text: ({ handler }) => handler,
    },
    {
      key: 'opener',
      title: t('opener'),
      render: ({ opener }) => <OrgName id={opener} />,
      text: ({ opener }) => opener,
    },
    {
      key: 'openedAt',
      title: t('openedAt'),
      render: ({ openedAt }) => <InstantText at={openedAt} />,
      text: ({ openedAt }) => openedAt,
    },
  ]
}
