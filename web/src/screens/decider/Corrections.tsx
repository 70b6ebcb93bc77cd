import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { given } from '../../api/client.ts'
import {
  type Column,
  DataText,
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
import { CorrectionAnswer } from './CorrectionAnswer.tsx'
import { type Correction, readCorrections } from './queries.ts'
import { chosenOf, endedOf, keptOf } from './state-filter.ts'
import './decider.css'

const route = getRouteApi('/console/decide/corrections')

/** Values that applicants report as wrong, least time left first: verify, then correct or explain. */
export function Corrections() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const org = useMe().org?.id
  const { overdue, state } = search
  const filter = { handler: org, ended: endedOf(state), overdue: overdue || undefined }
  return (
    <div className="page">
      <PageHead title={t('corrections.title')}>{t('corrections.note')}</PageHead>
      <ServerTable<Correction>
        caption={t('corrections.title')}
        columns={useColumns()}
        queryKey={['share', 'corrections', filter]}
        load={(page) => readCorrections(filter, page)}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ overdue, state: search.state }), ...place } })}
        empty={t('corrections.empty')}
        filters={
          <FilterBar
            values={{ state: chosenOf(state), overdue }}
            onChange={(values) =>
              navigate({ search: given({ ...values, state: keptOf(values.state), size: search.size }) })
            }
            filters={[
              {
                kind: 'choice',
                name: 'state',
                label: t('bundle.show'),
                options: (['open', 'ended'] as const).map((value) => ({
                  value,
                  label: t(`bundle.${value}`),
                })),
              },
              { kind: 'flag', name: 'overdue', label: t('bundle.overdue') },
            ]}
          />
        }
      />
    </div>
  )
}

function useColumns(): Column<Correction>[] {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  const language = useLanguage()
  const may = useMay()
  const item = ({ case: it }: Correction) => it
  return [
    {
      key: 'clock',
      title: t('bundle.clock'),
      width: '20em',
      render: (row) => {
        const it = item(row)
        return it && <StatutoryClock clock={it.clock} ended={it.endedAt !== null} />
      },
      text: (row) => item(row)?.clock?.dueOn,
    },
    {
      key: 'resource',
      title: t('bundle.resource'),
      header: true,
      render: ({ agreement, case: it }) => (
        <>
          <Link to="/decide/agreements/$id" params={{ id: agreement }}>
            <Localised text={it?.title} />
          </Link>
          <span className="under">{it && <OrgName id={it.opener} />}</span>
        </>
      ),
      text: (row) => item(row)?.title[language],
    },
    {
      key: 'value',
      title: t('corrections.value'),
      render: ({ field, key, seen, proposed }) => (
        <>
          <code>{field}</code> · {t('corrections.key')} <DataText value={key} limit={60} />
          <span className="under">
            {t('corrections.seen')} <DataText value={seen} limit={60} /> · {t('corrections.proposed')}{' '}
            <DataText value={proposed} limit={60} />
          </span>
        </>
      ),
    },
    {
      key: 'reason',
      title: t('corrections.reason'),
      render: ({ reason }) => <DataText value={reason} limit={120} />,
      text: ({ reason }) => reason,
    },
    {
      key: 'state',
      title: t('corrections.state'),
      render: ({ case: it, answer, version }) => (
        <>
          {it && words.state(it)}
          {answer !== null && (
            <span className="under">
              <DataText value={answer} limit={120} />
              {version !== null && <> · {t('corrections.inVersion', { version })}</>}
            </span>
          )}
        </>
      ),
      text: (row) => item(row)?.state,
    },
    {
      key: 'answer',
      title: t('corrections.answer'),
      render: (correction) =>
        may('share.correct') &&
        correction.case?.endedAt === null && <CorrectionAnswer correction={correction} />,
    },
  ]
}
