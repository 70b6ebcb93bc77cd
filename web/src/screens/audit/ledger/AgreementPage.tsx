import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { agreementQuery } from '../../../api/queries.ts'
import {
  DataText,
  DayText,
  Facts,
  InstantText,
  OrgName,
  ResourceName,
  useTerms,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Exact } from '../parts.tsx'

const route = getRouteApi('/console/audit/agreements/$id')

/** One agreement as it was agreed, with the way to what was done under it. */
export function AgreementPage() {
  const { t } = useTranslation('audit')
  const term = useTerms()
  const { id } = route.useParams()
  const { data: agreement } = useSuspenseQuery(agreementQuery(id))
  const { from, until, state, reason, rectifyBy, endedAt } = agreement
  return (
    <div className="page audit">
      <PageHead title={<ResourceName id={agreement.resource} />}>
        {t('agreements.one')} · <OrgName id={agreement.provider} /> → <OrgName id={agreement.applicant} /> ·{' '}
        {term('agreement', state)} · <code>{id}</code>
      </PageHead>
      <section className="card">
        <Facts
          rows={[
            [term('side', 'provider'), <OrgName key="provider" id={agreement.provider} />],
            [term('side', 'applicant'), <OrgName key="applicant" id={agreement.applicant} />],
            [
              t('agreements.period'),
              <span key="period">
                <DayText day={from} /> – <DayText day={until} />
              </span>,
            ],
            [t('agreements.agreedAt'), <InstantText key="agreed" at={agreement.agreedAt} />],
            endedAt !== null && [t('agreements.endedAt'), <InstantText key="ended" at={endedAt} />],
            reason !== null && [t('agreements.reason'), <DataText key="reason" value={reason} />],
            rectifyBy !== null && [t('agreements.rectifyBy'), <DayText key="rectify" day={rectifyBy} />],
            [t('agreements.line'), <code key="line">{agreement.line}</code>],
            [t('agreements.digest'), <code key="digest">{agreement.sha256}</code>],
          ]}
        />
        <p className="audit-acts">
          <Link to="/audit/entries" search={{ subject: id }}>
            {t('agreements.ledger')}
          </Link>
          <Link to="/audit/reads" search={{ agreement: id }}>
            {t('agreements.reads')}
          </Link>
        </p>
      </section>
      <section className="card">
        <h2>{t('agreements.odrl')}</h2>
        <Exact label={t('agreements.odrl')} text={JSON.stringify(agreement.odrl, null, 2)} />
      </section>
    </div>
  )
}
