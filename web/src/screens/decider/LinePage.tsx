import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { submissionQuery } from '../../api/queries.ts'
import type { Line } from '../../api/types.ts'
import {
  CaseTrack,
  Icon,
  Kbd,
  KeyHelp,
  Localised,
  OrgName,
  ProblemNotice,
  StatutoryClock,
  showControls,
  useCaseWords,
  useKeys,
  useTerms,
} from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { acts, isWaiting, keyOf } from './acts.ts'
import { DecidePanel } from './DecidePanel.tsx'
import { ExtensionDialogue } from './ExtensionDialogue.tsx'
import { Outcome } from './Outcome.tsx'
import { lineQuery, nextLineQuery, publishedQuery } from './queries.ts'
import { RequestCard } from './RequestCard.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/lines/$id')

/** One line: what is asked for and why, the answers with the law beside them, and the rows they would show. */
export function LinePage() {
  const { id } = route.useParams()
  // Answers given and terms written belong to one line.
  return <OneLine key={id} id={id} />
}

function OneLine({ id }: { id: string }) {
  const { t } = useTranslation('decider')
  const { data: line } = useSuspenseQuery(lineQuery(id))
  const [answered, setAnswered] = useState<readonly Line[]>()
  const submission = useQuery(submissionQuery(line.submission))
  const resource = useQuery(publishedQuery(line.resource))
  const may = useMay()
  const org = useMe().org?.id
  const mayAnswer = may('share.answer') && org === line.case?.handler
  const isOpen = mayAnswer && isWaiting(line) && !answered
  return (
    <div className="page">
      <LineHead line={line} canExtend={isOpen} />
      {answered && (
        <section className="card" aria-labelledby="outcome-title">
          <h2 id="outcome-title">{t('outcome.title')}</h2>
          <Outcome lines={answered} />
          <NextLine answered={answered} />
        </section>
      )}
      {mayAnswer && !answered && !isWaiting(line) && <p>{t('line.notWaiting')}</p>}
      <ProblemNotice error={submission.error ?? resource.error} />
      {submission.data && resource.data && (
        <>
          <RequestCard line={line} submission={submission.data} resource={resource.data} />
          {isOpen && (
            <DecidePanel
              key={line.id}
              line={line}
              items={resource.data.items}
              latest={submission.data.period.until}
              onDone={setAnswered}
            />
          )}
        </>
      )}
      <History line={line} />
    </div>
  )
}

/** Where the work goes on: the most pressing line that still waits. */
function NextLine({ answered }: { answered: readonly Line[] }) {
  const { t } = useTranslation('decider')
  const navigate = route.useNavigate()
  const ids = answered.map(({ id }) => id)
  const { data: next } = useQuery(nextLineQuery(ids))
  const go = (id: string) => void navigate({ to: '/decide/lines/$id', params: { id } })
  useKeys(next ? { n: () => go(next.id) } : {})
  if (!next) return null
  return (
    <p className="button-row">
      <Button aria-keyshortcuts="n" onClick={() => go(next.id)}>
        {t('line.next')} <Kbd>n</Kbd>
      </Button>
      <span className="soft">
        <Localised text={next.case?.title} /> · <OrgName id={next.applicant} />
      </span>
    </p>
  )
}

function LineHead({ line, canExtend }: { line: Line; canExtend: boolean }) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const words = useCaseWords()
  const [isExtending, setExtending] = useState(false)
  const extend = canExtend && line.extension === null
  useKeys(extend ? { [keyOf.extend]: () => setExtending(true) } : {})
  return (
    <>
      <PageHead
        title={<Localised text={line.case?.title} />}
        actions={
          <>
            {extend && (
              <Button aria-keyshortcuts={keyOf.extend} onClick={() => setExtending(true)}>
                {t('act.extend')} <Kbd>{keyOf.extend}</Kbd>
              </Button>
            )}
            {canExtend && <LineKeys />}
            <Link className="decide-link-action" to="/decide/lines/$id/letter" params={{ id: line.id }}>
              {t('line.letter')}
            </Link>
            <Link className="decide-link-action" to="/decide/lines">
              {t('line.back')}
            </Link>
          </>
        }
      >
        <OrgName id={line.applicant} /> → <OrgName id={line.provider} /> · {term('attribute', line.attribute)}{' '}
        · {line.case && words.state(line.case)} · <code>{line.id}</code>
      </PageHead>
      {line.case && (
        <div className="card decide-clock-card">
          <StatutoryClock clock={line.case.clock} ended={line.case.endedAt !== null} size="full" />
          {line.extension && <ExtensionNote line={line} />}
        </div>
      )}
      {isExtending && <ExtensionDialogue line={line} onClose={() => setExtending(false)} />}
    </>
  )
}

function ExtensionNote({ line: { extension, case: item } }: { line: Line }) {
  const { t } = useTranslation('decider')
  if (!extension || (extension.state === 'asked' && item?.endedAt)) return null
  return (
    <p>
      <Icon name={extension.state === 'asked' ? 'pause' : extension.state === 'granted' ? 'done' : 'close'} />{' '}
      {t(`extensions.${extension.state}`, { days: extension.days })} ·{' '}
      <bdi>{showControls(extension.reason)}</bdi>
      {extension.ruling && (
        <>
          {' '}
          · {t('extensions.ruling')}: <bdi>{showControls(extension.ruling)}</bdi>
        </>
      )}
    </p>
  )
}

function History({ line }: { line: Line }) {
  const { t } = useTranslation('decider')
  if (!line.case) return null
  return (
    <section className="card" aria-labelledby="history-title">
      <div className="card-head">
        <h2 id="history-title">{t('line.history')}</h2>
      </div>
      <CaseTrack item={line.case} />
    </section>
  )
}

function LineKeys() {
  const { t } = useTranslation('decider')
  return (
    <KeyHelp
      rows={[
        ...acts.map((act) => [[keyOf[act]], t(`act.${act}`)] as const),
        [['p'], t('keys.preview')],
        [['n'], t('line.next')],
        [[keyOf.extend], t('act.extend')],
        [['?'], t('keys.help')],
      ]}
    />
  )
}
