import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import {
  type Column,
  DataText,
  InstantText,
  Localised,
  OrgName,
  ServerTable,
  StatutoryClock,
  useCaseWords,
} from '../../../parts/index.ts'
import { useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import type { Correction } from '../queries.ts'
import '../provider.css'
import '../entry.css'

const route = getRouteApi('/console/provider/corrections')

/** Values said to be wrong: those we are asked about, and those we asked about ourselves. */
export function Corrections() {
  const { t } = useTranslation('provider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('corrections.title')}>{t('corrections.note')}</PageHead>
      <ServerTable<Correction>
        caption={t('corrections.title')}
        columns={useColumns()}
        queryKey={['share', 'corrections']}
        load={(page) => told(api.GET('/api/share/corrections', { params: { query: given(page) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/provider/corrections/$id', params: { id } })}
        empty={t('corrections.none')}
        exportName="corrections"
      />
    </div>
  )
}

function useColumns(): Column<Correction>[] {
  const { t } = useTranslation('provider')
  const words = useCaseWords()
  const org = useMe().org?.id
  const isAsked = (it: Correction) => it.case?.handler === org
  return [
    {
      key: 'clock',
      title: t('corrections.clock'),
      width: '22em',
      render: ({ case: item }) => item && <StatutoryClock clock={item.clock} ended={item.endedAt !== null} />,
      text: ({ case: item }) => item?.clock?.dueOn,
    },
    {
      key: 'resource',
      title: t('field.name'),
      header: true,
      render: ({ id, case: item, key }) => (
        <>
          <Link to="/provider/corrections/$id" params={{ id }}>
            {item ? <Localised text={item.title} /> : id}
          </Link>
          <span className="under">
            {t('changes.key')} <DataText value={key} />
          </span>
        </>
      ),
      text: ({ key }) => key,
    },
    {
      key: 'field',
      title: t('entry.item'),
      render: ({ field }) => (
        <code>
          <DataText value={field} />
        </code>
      ),
      text: ({ field }) => field,
    },
    {
      key: 'values',
      title: t('corrections.values'),
      render: ({ seen, proposed }) => (
        <>
          <DataText value={seen} limit={40} /> → <DataText value={proposed} limit={40} />
        </>
      ),
      text: ({ seen, proposed }) => `${seen ?? ''} → ${proposed ?? ''}`,
    },
    {
      key: 'asker',
      title: t('corrections.asker'),
      render: (it) => (
        <>
          <OrgName id={it.case?.opener} />
          <span className="under">{t(isAsked(it) ? 'corrections.ofUs' : 'corrections.byUs')}</span>
        </>
      ),
      text: ({ case: item }) => item?.opener,
    },
    {
      key: 'state',
      title: t('field.state'),
      render: ({ case: item }) => item && words.state(item),
      text: ({ case: item }) => item && words.state(item),
    },
    {
      key: 'reportedAt',
      title: t('corrections.reportedAt'),
      render: ({ reportedAt }) => <InstantText at={reportedAt} />,
      text: ({ reportedAt }) => reportedAt,
    },
  ]
}
