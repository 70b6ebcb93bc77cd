import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { submissionQuery } from '../../../api/queries.ts'
import type { Line, Submission } from '../../../api/types.ts'
import {
  DataText,
  DayText,
  Fact,
  Facts,
  InstantText,
  OrgName,
  PersonText,
  PlainTable,
  ResourceName,
  StatutoryClock,
  useCaseWords,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Badge } from '../shared/parts.tsx'
import { LinePanel } from './LinePanel.tsx'
import { Approve, SubmissionState } from './Submissions.tsx'

const route = getRouteApi('/console/demand/submissions/$id')

/** One application like a parcel: each line with who has it and until when; the chosen line with its course. */
export function SubmissionPage() {
  const { t } = useTranslation('demander')
  const { id } = route.useParams()
  const search = route.useSearch()
  const { data: submission } = useSuspenseQuery(submissionQuery(id))
  const may = useMay()
  const isOwn = useMe().org?.id === submission.applicant
  const { lines, state } = submission
  // What was shown first stays, also when the answer to it was given and another line waits.
  const [first] = useState(() => (lines.find(waitsForApplicant) ?? lines[0])?.id)
  const line = lines.find((it) => it.id === (search.line ?? first)) ?? lines[0]
  const mayApprove = isOwn && state === 'drafted' && may('share.approve')
  return (
    <div className="page">
      <PageHead
        title={<DataText value={submission.purpose} limit={500} />}
        actions={mayApprove && <Approve id={id} primary />}
      >
        <OrgName id={submission.applicant} /> · <SubmissionState state={state} /> · <code>{id}</code>
      </PageHead>
      <Contents submission={submission} />
      <section className="card" aria-label={t('submission.lines')}>
        <div className="card-head">
          <h2>{t('submission.lines')}</h2>
          <span className="soft">{t('submission.linesNote')}</span>
        </div>
        <Lines submission={submission} chosen={line?.id} />
      </section>
      {line ? (
        <LinePanel key={line.id} line={line} submission={submission} isOwn={isOwn} />
      ) : (
        <p>{t('submission.noLine')}</p>
      )}
    </div>
  )
}

/** The ball is with the applicant: a supplement or an answer to a counter-offer. */
function waitsForApplicant({ case: item }: Line): boolean {
  return item?.state === 'supplementing' || item?.state === 'offered'
}

function Contents({ submission }: { submission: Submission }) {
  const { t } = useTranslation('demander')
  const { period, draftedBy, draftedAt, approvedBy, filedAt } = submission
  return (
    <section className="card" aria-label={t('submission.contents')}>
      <div className="card-head">
        <h2>{t('submission.contents')}</h2>
        <span className="soft">{t('application.law')}</span>
      </div>
      <Facts>
        {(['purpose', 'basis', 'scenario', 'scope'] as const).map((name) => (
          <Fact key={name} name={t(`application.${name}`)} wide>
            <DataText value={submission[name]} limit={600} />
          </Fact>
        ))}
        <Fact name={t('submissions.period')}>
          <DayText day={period.from} /> – <DayText day={period.until} />
        </Fact>
        <Fact name={t('submissions.draftedBy')}>
          <PersonText id={draftedBy} /> · <InstantText at={draftedAt} />
        </Fact>
        <Fact name={t('submission.approved')}>
          {approvedBy && filedAt ? (
            <>
              <PersonText id={approvedBy} /> · <InstantText at={filedAt} />
            </>
          ) : (
            t('submission.filedNote', { count: submission.lines.length })
          )}
        </Fact>
      </Facts>
    </section>
  )
}

function Lines({ submission, chosen }: { submission: Submission; chosen: string | undefined }) {
  const { t } = useTranslation('demander')
  const words = useCaseWords()
  const heads = ['resource', 'now', 'holder', 'clock', 'todo'] as const
  return (
    <PlainTable caption={t('submission.lines')} heads={heads.map((head) => t(`submission.${head}`))}>
      {submission.lines.map((line) => (
        <tr key={line.id} className={line.id === chosen ? 'demand-chosen' : undefined}>
          <th scope="row">
            <Link
              to="/demand/submissions/$id"
              params={{ id: submission.id }}
              search={{ line: line.id }}
              resetScroll={false}
              aria-current={line.id === chosen ? 'true' : undefined}
            >
              <ResourceName id={line.resource} />
            </Link>
            <span className="under">
              <OrgName id={line.provider} />
            </span>
          </th>
          <td>{line.case ? words.state(line.case) : t(`submissions.states.${submission.state}`)}</td>
          <td>
            {line.case?.endedAt ? '—' : <OrgName id={holderOf(line)} />}
            <span className="under">
              {t(line.case?.endedAt ? 'submission.endedAt' : 'submission.since')}{' '}
              <InstantText at={sinceOf(line, submission)} />
            </span>
          </td>
          <td>
            <StatutoryClock clock={line.case?.clock ?? null} ended={Boolean(line.case?.endedAt)} />
          </td>
          <td>
            <ToDo line={line} isDraft={submission.state === 'drafted'} />
          </td>
        </tr>
      ))}
    </PlainTable>
  )
}

/** While the clock is paused, and before it is filed, a line is with the applicant. */
function holderOf({ case: item, applicant }: Line): string {
  return item && !item.clock?.paused ? item.handler : applicant
}

/** When the line came to where it is: with the last step, with its filing, or as a draft. */
function sinceOf({ case: item }: Line, { draftedAt }: Submission): string {
  return item?.endedAt ?? item?.history.at(-1)?.at ?? item?.openedAt ?? draftedAt
}

function ToDo({ line: { case: item }, isDraft }: { line: Line; isDraft: boolean }) {
  const { t } = useTranslation('demander')
  if (isDraft) return <Badge tone="soon">{t('submission.you.drafted')}</Badge>
  if (item?.state === 'supplementing' || item?.state === 'offered')
    return <Badge tone="soon">{t(`submission.you.${item.state}`)}</Badge>
  return <span className="soft">{t('submission.nothing')}</span>
}
