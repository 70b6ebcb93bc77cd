import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { agreementQuery } from '../../api/queries.ts'
import type { Agreement } from '../../api/types.ts'
import {
  AgreementState,
  CopyButton,
  DataText,
  Facts,
  FullDay,
  FullInstant,
  Law,
  Localised,
  OrgName,
  readOdrl,
  showControls,
} from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { AgreedTerms } from './AgreedTerms.tsx'
import { AgreementAct } from './AgreementAct.tsx'
import { publishedQuery } from './queries.ts'
import './decider.css'

const route = getRouteApi('/console/decide/agreements/$id')

/** One agreement: its terms on paper and on screen, and what the provider may do with it. */
export function AgreementPage() {
  const { t } = useTranslation('decider')
  const { id } = route.useParams()
  const { data: agreement } = useSuspenseQuery(agreementQuery(id))
  const resource = useQuery(publishedQuery(agreement.resource))
  const terms = readOdrl(agreement.odrl)
  return (
    <div className="page decide-letter">
      <PageHead title={t('agreements.one')} actions={<Acts agreement={agreement} />}>
        {t('letter.number')} <code>{agreement.id}</code>
      </PageHead>
      <article className="card">
        <p className="lead">
          <AgreementState agreement={agreement} />
        </p>
        <AgreementFacts agreement={agreement} />
        <h2>{t('agreements.fields')}</h2>
        {resource.data && <AgreedTerms terms={terms} items={resource.data.items} />}
        <section className="keep-together">
          <h2>{t('letter.law')}</h2>
          <Law ids={['share.deliver', 'share.onward.consent', 'share.dispose', 'share.suspend']} />
        </section>
        <details className="no-print">
          <summary>{t('agreements.odrl')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
          <pre className="decide-code" tabIndex={0}>
            {showControls(JSON.stringify(agreement.odrl, null, 1))}
          </pre>
        </details>
      </article>
    </div>
  )
}

function AgreementFacts({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation('decider')
  const { data: resource } = useQuery(publishedQuery(agreement.resource))
  const purpose = readOdrl(agreement.odrl).purpose
  return (
    <Facts
      layout="rows"
      rows={[
        [t('agreements.resource'), <Localised key="" text={resource?.name} />],
        [t('agreements.provider'), <OrgName key="" id={agreement.provider} />],
        [t('agreements.applicant'), <OrgName key="" id={agreement.applicant} />],
        [t('line.purpose'), <DataText key="" value={purpose} limit={600} />],
        [
          t('agreements.term'),
          <span key="">
            <FullDay day={agreement.from} /> – <FullDay day={agreement.until} />
          </span>,
        ],
        [t('agreements.agreedAt'), <FullInstant key="" at={agreement.agreedAt} />],
        [
          t('agreements.line'),
          <Link key="" to="/decide/lines/$id" params={{ id: agreement.line }}>
            <code>{agreement.line}</code>
          </Link>,
        ],
        ...(agreement.reason
          ? [[t('agreements.lastReason'), <DataText key="" value={agreement.reason} limit={600} />] as const]
          : []),
        ...(agreement.endedAt
          ? [[t('agreements.endedAt'), <FullInstant key="" at={agreement.endedAt} />] as const]
          : []),
        [
          t('agreements.sha256'),
          <span key="">
            <code>{agreement.sha256}</code> <CopyButton text={agreement.sha256} />
          </span>,
        ],
      ]}
    />
  )
}

function Acts({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation('decider')
  const may = useMay()
  const org = useMe().org?.id
  const isProvider = org === agreement.provider
  const isParty = isProvider || org === agreement.applicant
  return (
    <>
      {isProvider && may('share.suspend') && agreement.state === 'inForce' && (
        <AgreementAct act="suspend" agreement={agreement} />
      )}
      {isProvider && may('share.suspend') && agreement.state === 'suspended' && (
        <AgreementAct act="resume" agreement={agreement} />
      )}
      {isParty && may('share.end') && agreement.state !== 'ended' && (
        <AgreementAct
          act="end"
          agreement={agreement}
          consults={isProvider && agreement.state === 'inForce'}
        />
      )}
      <Button onClick={() => print()}>{t('letter.print')}</Button>
    </>
  )
}
