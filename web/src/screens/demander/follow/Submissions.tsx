import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import { submissionQuery } from '../../../api/queries.ts'
import type { ItemOf } from '../../../api/types.ts'
import {
  type Column,
  Confirm,
  DataText,
  DayText,
  InstantText,
  PersonText,
  ProblemNotice,
  ServerTable,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Badge } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/submissions')
export type SubmissionRow = ItemOf<'/api/share/submissions'>

const load = (page: { cursor?: string; limit: number }) =>
  told(api.GET('/api/share/submissions', { params: { query: given(page) } }))

/** The organisation's applications; for the head of the office first those that wait for approval. */
export function Submissions() {
  const { t } = useTranslation('demander')
  const may = useMay()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead
        title={t('submissions.title')}
        actions={
          <Link to="/demand/application" className="button-link">
            {t('submissions.new')}
          </Link>
        }
      >
        {t('submissions.note')}
      </PageHead>
      {may('share.approve') && <Waiting />}
      <ServerTable<SubmissionRow>
        caption={t('submissions.title')}
        columns={useColumns()}
        queryKey={['cases', 'submissions']}
        load={load}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/demand/submissions/$id', params: { id } })}
        empty={t('submissions.none')}
        exportName="submissions"
      />
    </div>
  )
}

const newest = 200

/** Drafts that wait for the head's approval, among the newest applications of the office. */
function Waiting() {
  const { t } = useTranslation('demander')
  const found = useQuery({
    queryKey: ['cases', 'submissions', 'waiting'],
    queryFn: () => load({ limit: newest }),
  })
  const drafts = found.data?.items.filter(({ state }) => state === 'drafted') ?? []
  return (
    <section className="card" aria-label={t('submissions.waiting')} aria-busy={found.isPending}>
      <div className="card-head">
        <h2>{t('submissions.waiting')}</h2>
        <span className="soft">{t('submissions.waitingNote')}</span>
      </div>
      <ProblemNotice error={found.error} />
      {found.isSuccess && drafts.length === 0 && <p>{t('submissions.noneWaiting')}</p>}
      <ul className="rows">
        {drafts.map(({ id, purpose, draftedBy, draftedAt }) => (
          <li key={id}>
            <span className="rows-main">
              <Link to="/demand/submissions/$id" params={{ id }}>
                <DataText value={purpose} />
              </Link>
            </span>
            <span className="soft">
              <PersonText id={draftedBy} /> · <InstantText at={draftedAt} />
            </span>
            <Approve id={id} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The head of the applicant's office approves, and every line is filed with its own handler. */
export function Approve({ id, primary = false }: { id: string; primary?: boolean }) {
  const { t } = useTranslation('demander')
  const client = useQueryClient()
  const approve = async () => {
    const filed = await told(api.POST('/api/share/submissions/{id}/approval', { params: { path: { id } } }))
    client.setQueryData(submissionQuery(id).queryKey, filed)
    for (const room of ['cases', 'share']) await client.invalidateQueries({ queryKey: [room] })
  }
  return (
    <Confirm label={t('submissions.approve')} primary={primary} act={approve}>
      <p>{t('application.whoNext')}</p>
    </Confirm>
  )
}

export function SubmissionState({ state }: { state: SubmissionRow['state'] }) {
  const { t } = useTranslation('demander')
  const tone = { drafted: 'soon', filed: 'well', returned: 'late' } as const
  return <Badge tone={tone[state]}>{t(`submissions.states.${state}`)}</Badge>
}

function useColumns(): Column<SubmissionRow>[] {
  const { t } = useTranslation('demander')
  return [
    {
      key: 'purpose',
      title: t('submissions.purpose'),
      header: true,
      render: ({ id, purpose }) => (
        <Link to="/demand/submissions/$id" params={{ id }}>
          <DataText value={purpose} />
        </Link>
      ),
      text: ({ purpose }) => purpose,
    },
    {
      key: 'state',
      title: t('submissions.state'),
      render: ({ state }) => <SubmissionState state={state} />,
      text: ({ state }) => t(`submissions.states.${state}`),
    },
    {
      key: 'period',
      title: t('submissions.period'),
      render: ({ period }) => (
        <>
          <DayText day={period.from} /> – <DayText day={period.until} />
        </>
      ),
      text: ({ period }) => `${period.from}/${period.until}`,
    },
    {
      key: 'draftedAt',
      title: t('submissions.draftedAt'),
      render: ({ draftedAt, draftedBy }) => (
        <>
          <InstantText at={draftedAt} />
          <span className="under">
            <PersonText id={draftedBy} />
          </span>
        </>
      ),
      text: ({ draftedAt }) => draftedAt,
    },
    {
      key: 'filedAt',
      title: t('submissions.filedAt'),
      render: ({ filedAt }) =>
        filedAt ? <InstantText at={filedAt} /> : <span className="soft">{t('submissions.notFiled')}</span>,
      text: ({ filedAt }) => filedAt,
    },
  ]
}
