import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { agreementQuery, submissionQuery } from '../../api/queries.ts'
import type { Line, Resource } from '../../api/types.ts'
import {
  DataText,
  Facts,
  FullInstant,
  Law,
  Localised,
  OrgName,
  PersonText,
  ProblemNotice,
  readOdrl,
  StatutoryClock,
  showControls,
} from '../../parts/index.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { AgreedTerms } from './AgreedTerms.tsx'
import { type Act, acts, lawOf } from './acts.ts'
import { lineQuery, publishedQuery } from './queries.ts'
import { RequestFacts } from './RequestCard.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/lines/$id/letter')

/** The answer as a letter for paper: what was asked, what is answered, why, by which rule, with which proof. */
export function Letter() {
  const { t } = useTranslation('decider')
  const { id } = route.useParams()
  const { data: line } = useSuspenseQuery(lineQuery(id))
  const submission = useQuery(submissionQuery(line.submission))
  const resource = useQuery(publishedQuery(line.resource))
  return (
    <div className="page decide-letter">
      <PageHead
        title={t('letter.title')}
        actions={
          <>
            <Button type="primary" onClick={() => print()}>
              {t('letter.print')}
            </Button>
            <Link className="decide-link-action" to="/decide/lines/$id" params={{ id }}>
              {t('line.case')}
            </Link>
          </>
        }
      >
        {t('letter.number')} <code>{line.id}</code>
      </PageHead>
      <article className="card">
        <Facts
          layout="rows"
          rows={[
            [t('letter.to'), <OrgName key="" id={line.applicant} />],
            [t('letter.from'), <OrgName key="" id={line.case?.handler ?? line.provider} />],
            [t('letter.about'), <Localised key="" text={line.case?.title} />],
          ]}
        />
        <ProblemNotice error={submission.error ?? resource.error} />
        {submission.data && resource.data && (
          <>
            <section className="keep-together">
              <h2>{t('letter.request')}</h2>
              <RequestFacts line={line} submission={submission.data} resource={resource.data} />
            </section>
            <Answer line={line} resource={resource.data} />
          </>
        )}
      </article>
    </div>
  )
}

function isAct(move: string): move is Act {
  return (acts as readonly string[]).includes(move)
}

function Answer({ line, resource }: { line: Line; resource: Resource }) {
  const { t } = useTranslation('decider')
  const step = line.case?.history.findLast(({ move }) => isAct(move))
  const act = step && isAct(step.move) ? step.move : undefined
  const agreement = useQuery({ ...agreementQuery(line.agreement ?? ''), enabled: line.agreement !== null })
  const terms = line.offer ?? (agreement.data && readOdrl(agreement.data.odrl))
  return (
    <>
      <section>
        <h2>{t('letter.answer')}</h2>
        <p className="lead">
          <strong>{t(`letter.answers.${act ?? 'none'}`)}</strong>
        </p>
        {act && act !== 'askSupplement' && act !== 'refuse' && terms && (
          <AgreedTerms terms={terms} items={resource.items} />
        )}
        {step?.reason && (
          <>
            <h3>{t('letter.reason')}</h3>
            <p className="track-reason">
              <DataText value={step.reason} limit={2000} />
            </p>
          </>
        )}
        {line.extension && (
          <p>
            {t('letter.extension')}: {t(`extensions.${line.extension.state}`, { days: line.extension.days })}{' '}
            · <bdi>{showControls(line.extension.reason)}</bdi>
            {line.extension.ruling && (
              <>
                {' '}
                · {t('extensions.ruling')}: <bdi>{showControls(line.extension.ruling)}</bdi>
              </>
            )}
          </p>
        )}
      </section>
      {act && (
        <section className="keep-together">
          <h2>{t('letter.law')}</h2>
          <Law ids={lawOf(act, line.attribute)} />
          {line.case && (
            <p>
              {t('letter.clock')}:{' '}
              <StatutoryClock clock={line.case.clock} ended={line.case.endedAt !== null} size="full" />
            </p>
          )}
        </section>
      )}
      {step && (
        <section className="keep-together">
          <Facts
            layout="rows"
            rows={[
              [t('letter.decidedBy'), <PersonText key="" id={step.by} withId />],
              [t('letter.decidedAt'), <FullInstant key="" at={step.at} />],
              [t('letter.proof'), <code key="">{step.entry}</code>],
              ...(line.agreement
                ? [
                    [
                      t('letter.agreement'),
                      <Link key="" to="/decide/agreements/$id" params={{ id: line.agreement }}>
                        <code>{line.agreement}</code>
                      </Link>,
                    ] as const,
                  ]
                : []),
            ]}
          />
          <p className="soft">{t('letter.proofNote')}</p>
          <p className="decide-seal">
            <OrgName id={line.case?.handler ?? line.provider} /> {t('letter.seal')}
          </p>
        </section>
      )}
    </>
  )
}
