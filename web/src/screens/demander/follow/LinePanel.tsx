import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { agreementQuery, submissionQuery } from '../../../api/queries.ts'
import type { Line, Submission } from '../../../api/types.ts'
import {
  AgreementState,
  CaseTrack,
  Confirm,
  DataText,
  DayText,
  Fact,
  Facts,
  ResourceName,
  showControls,
  useItemTitles,
  useRuleText,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { Modes } from '../shared/parts.tsx'
import { OfferCompare } from './OfferCompare.tsx'

interface Props {
  readonly line: Line
  readonly submission: Submission
  /** the reader belongs to the applicant */
  readonly isOwn: boolean
}

/** One line: what was asked, what the provider wants or offers, what the applicant can do, and its course. */
export function LinePanel({ line, submission, isOwn }: Props) {
  const { t } = useTranslation('demander')
  return (
    <section className="card line-card" aria-labelledby="chosen-line">
      <div className="card-head">
        <h2 id="chosen-line">
          <ResourceName id={line.resource} />
        </h2>
        <code className="soft">{line.id}</code>
      </div>
      <Asked line={line} submission={submission} />
      {line.extension && <ExtensionNote extension={line.extension} />}
      <Missing line={line} />
      {line.offer && <OfferCompare line={line} offer={line.offer} askedUntil={submission.period.until} />}
      {isOwn && <Acts line={line} submission={submission.id} />}
      {line.agreement && <AgreementLinks id={line.agreement} isOwn={isOwn} />}
      {line.case && (
        <>
          <h3>{t('submission.course')}</h3>
          <CaseTrack item={line.case} />
        </>
      )}
    </section>
  )
}

function Asked({ line, submission }: Pick<Props, 'line' | 'submission'>) {
  const { t } = useTranslation('demander')
  const { t: words } = useTranslation('terms')
  const titleOf = useItemTitles(line.resource)
  const writeRule = useRuleText()
  return (
    <Facts>
      <Fact name={`${t('submission.asked')}: ${t('submission.fields')} (${line.fields.length})`} wide>
        <DataText value={line.fields.map(titleOf).join(words('rule.join'))} limit={600} />
      </Fact>
      <Fact name={t('submission.rows')}>
        <bdi>{showControls(writeRule(line.rows, titleOf))}</bdi>
      </Fact>
      <Fact name={t('submission.modes')}>
        <Modes modes={line.modes} />
      </Fact>
      <Fact name={t('submission.until')}>
        <DayText day={submission.period.until} />
      </Fact>
    </Facts>
  )
}

function ExtensionNote({ extension }: { extension: NonNullable<Line['extension']> }) {
  const { t } = useTranslation('demander')
  const { state, days, reason, ruling } = extension
  const said = {
    asked: 'extensionAsked',
    granted: 'extensionGranted',
    denied: 'extensionDenied',
    lapsed: 'extensionLapsed',
  } as const
  return (
    <>
      <h3>{t('submission.extension')}</h3>
      <p>
        <strong>{t(`submission.${said[state]}`, { count: days })}</strong>
      </p>
      <p className="demand-quote">
        <DataText value={reason} limit={600} />
      </p>
      {ruling && (
        <p className="demand-quote">
          {t('submission.ruling')}: <DataText value={ruling} limit={600} />
        </p>
      )}
    </>
  )
}

/** What the provider said is missing, all at once (第二十条第四款 allows one request only). */
function Missing({ line: { case: item } }: { line: Line }) {
  const { t } = useTranslation('demander')
  const missing = item?.facts.missing
  if (item?.state !== 'supplementing' || !Array.isArray(missing)) return null
  return (
    <>
      <h3>{t('submission.missing')}</h3>
      <ul>
        {missing.map((it) => (
          <li key={String(it)}>
            <DataText value={String(it)} limit={500} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the applicant can do now; each answer of the server is the new state of the application. */
function Acts({ line, submission }: { line: Line; submission: string }) {
  const { t } = useTranslation('demander')
  const client = useQueryClient()
  const may = useMay()
  const item = line.case
  if (!item || item.endedAt || !may('share.submit')) return null
  const path = { id: line.id }
  const reread = async () => {
    await client.refetchQueries({ queryKey: submissionQuery(submission).queryKey })
    for (const room of ['cases', 'share', 'serve']) await client.invalidateQueries({ queryKey: [room] })
  }
  const move = async (name: string, reason: string) => {
    const body = { move: name, reason }
    await told(api.POST('/api/cases/{id}/moves', { params: { path: { id: item.id } }, body }))
    await reread()
  }
  const accept = async () => {
    await told(api.POST('/api/share/lines/{id}/acceptance', { params: { path } }))
    await reread()
  }
  const decline = async (reason: string) => {
    await told(api.POST('/api/share/lines/{id}/declination', { params: { path }, body: { reason } }))
    await reread()
  }
  return (
    <div className="demand-acts no-print">
      {item.moves.includes('accept') && (
        <Confirm label={t('offer.accept')} primary act={accept}>
          <p>{t('offer.acceptNote')}</p>
        </Confirm>
      )}
      {item.moves.includes('decline') && (
        <Confirm label={t('offer.decline')} reason act={decline}>
          <p>{t('offer.declineNote')}</p>
        </Confirm>
      )}
      {item.moves.includes('supplement') && (
        <Confirm
          label={t('submission.supplement')}
          primary
          reason
          act={(reason) => move('supplement', reason)}
        >
          <p>{t('submission.supplementHint')}</p>
        </Confirm>
      )}
      {item.moves.includes('withdraw') && (
        <Confirm label={t('submission.withdraw')} reason act={(reason) => move('withdraw', reason)} />
      )}
    </div>
  )
}

function AgreementLinks({ id, isOwn }: { id: string; isOwn: boolean }) {
  const { t } = useTranslation('demander')
  const may = useMay()
  const { data: agreement } = useQuery(agreementQuery(id))
  return (
    <p className="demand-acts">
      <Link to="/demand/agreements/$id" params={{ id }}>
        {t('submission.agreement')}
      </Link>
      {agreement && <AgreementState agreement={agreement} />}
      {isOwn && may('serve.read') && agreement?.state === 'inForce' && (
        <Link to="/demand/data/$id" params={{ id }}>
          {t('submission.openData')}
        </Link>
      )}
    </p>
  )
}
