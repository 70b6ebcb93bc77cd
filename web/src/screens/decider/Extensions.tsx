import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../api/client.ts'
import type { Line } from '../../api/types.ts'
import {
  type Column,
  Confirm,
  DataText,
  FilterBar,
  Icon,
  Law,
  Localised,
  OrgName,
  ServerTable,
  useCaseColumns,
  useLanguage,
} from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { lineQuery, readLines } from './queries.ts'
import './decider.css'

const route = getRouteApi('/console/decide/extensions')
const shownStates = ['granted', 'denied', 'lapsed', 'open'] as const

/** Longer periods asked for in the territory, least time left first: first those that wait for a ruling. */
export function Extensions() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { shown } = search
  const state = shown === undefined || shown === 'open' ? ('open' as const) : undefined
  const extension = shown === 'open' ? undefined : (shown ?? 'asked')
  const filter = { role: 'competent', order: 'timeLeft', state, extension } as const
  return (
    <div className="page">
      <PageHead title={t('extensions.title')}>{t('extensions.note')}</PageHead>
      <Law ids={['share.answer.extension']} />
      <ServerTable<Line>
        caption={t('extensions.title')}
        columns={useColumns()}
        queryKey={['share', 'extensions', filter]}
        load={(page) => readLines(filter, page)}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ shown }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/decide/lines/$id', params: { id } })}
        empty={t('extensions.empty')}
        exportName="extensions"
        filters={
          <FilterBar
            values={{ shown }}
            onChange={(values) => navigate({ search: given({ ...values, size: search.size }) })}
            filters={[
              {
                kind: 'choice',
                name: 'shown',
                label: t('extensions.shown'),
                none: t('extensions.waiting'),
                options: shownStates.map((value) => ({ value, label: t(`extensions.show.${value}`) })),
              },
            ]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Line>[] {
  const { t } = useTranslation('decider')
  const language = useLanguage()
  const org = useMe().org?.id
  const may = useMay()
  const { clock } = useCaseColumns<Line>(({ case: item }) => item)
  return [
    clock,
    {
      key: 'resource',
      title: t('bundle.resource'),
      header: true,
      render: ({ id, case: item, provider }) => (
        <>
          <Link to="/decide/lines/$id" params={{ id }}>
            <Localised text={item?.title} />
          </Link>
          <span className="under">
            <OrgName id={item?.handler ?? provider} />
          </span>
        </>
      ),
      text: ({ case: item }) => item?.title[language],
    },
    {
      key: 'applicant',
      title: t('outcome.applicant'),
      render: ({ applicant }) => <OrgName id={applicant} />,
      text: ({ applicant }) => applicant,
    },
    {
      key: 'extension',
      title: t('extensions.extension'),
      render: (line) => <ExtensionState line={line} />,
      text: ({ extension }) => extension?.state,
    },
    {
      key: 'ruling',
      title: t('extensions.ruling'),
      render: (line) =>
        line.extension?.state === 'asked' &&
        line.case?.competent === org &&
        may('share.extend') && <Ruling line={line} />,
      text: ({ extension }) => extension?.ruling,
    },
  ]
}

function ExtensionState({ line: { extension } }: { line: Line }) {
  const { t } = useTranslation('decider')
  if (!extension) return <span className="soft">{t('extensions.notAsked')}</span>
  const mark = { asked: 'pause', granted: 'done', denied: 'close', lapsed: 'close' } as const
  return (
    <>
      <Icon name={mark[extension.state]} /> {t(`extensions.${extension.state}`, { days: extension.days })}
      <span className="under">
        <DataText value={extension.reason} limit={160} />
        {extension.ruling && (
          <>
            {' '}
            · {t('extensions.ruling')}: <DataText value={extension.ruling} limit={160} />
          </>
        )}
      </span>
    </>
  )
}

function Ruling({ line }: { line: Line }) {
  const { t } = useTranslation('decider')
  const client = useQueryClient()
  const rule = async (grant: boolean, ruling: string) => {
    const ruled = await told(
      api.POST('/api/share/lines/{id}/extension/ruling', {
        params: { path: { id: line.id } },
        body: { grant, ruling },
      }),
    )
    client.setQueryData(lineQuery(line.id).queryKey, ruled)
    await Promise.all(['share', 'cases'].map((room) => client.invalidateQueries({ queryKey: [room] })))
  }
  return (
    <span className="button-row">
      <Confirm label={t('extensions.grant')} reason act={(why) => rule(true, why)}>
        <p>{t('extensions.grantText')}</p>
      </Confirm>
      <Confirm label={t('extensions.deny')} reason act={(why) => rule(false, why)}>
        <p>{t('extensions.denyText')}</p>
      </Confirm>
    </span>
  )
}
