import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { agreementQuery } from '../../../api/queries.ts'
import type { Agreement } from '../../../api/types.ts'
import {
  type AgreedTerms,
  AgreementState,
  Confirm,
  CopyButton,
  DataText,
  Fact,
  Facts,
  FullDay,
  FullInstant,
  OrgName,
  PlainTable,
  ResourceName,
  readOdrl,
  showControls,
  useItemTitles,
  useRuleText,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { MaskText, Modes } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/agreements/$id')

/** One agreement as it was signed: terms to read, the text machines read, its digest; on paper too. */
export function AgreementPage() {
  const { t } = useTranslation('demander')
  const { id } = route.useParams()
  const { data: agreement } = useSuspenseQuery(agreementQuery(id))
  const terms = readOdrl(agreement.odrl)
  return (
    <div className="page">
      <PageHead
        title={
          <>
            {t('agreements.one')}: <ResourceName id={agreement.resource} />
          </>
        }
        actions={<PageActs agreement={agreement} />}
      >
        <OrgName id={agreement.provider} /> → <OrgName id={agreement.applicant} /> · <code>{id}</code>
      </PageHead>
      <TermsCard agreement={agreement} terms={terms} />
      <Items agreement={agreement} terms={terms} />
      <Duties terms={terms} />
      <Text agreement={agreement} />
    </div>
  )
}

function PageActs({ agreement: { id, state, applicant } }: { agreement: Agreement }) {
  const { t } = useTranslation('demander')
  const may = useMay()
  const client = useQueryClient()
  const isOurs = useMe().org?.id === applicant
  const end = async (reason: string) => {
    const ended = await told(
      api.POST('/api/share/agreements/{id}/end', { params: { path: { id } }, body: { reason } }),
    )
    client.setQueryData(agreementQuery(id).queryKey, ended)
    for (const room of ['share', 'serve']) await client.invalidateQueries({ queryKey: [room] })
  }
  return (
    <>
      {isOurs && state === 'inForce' && may('serve.read') && (
        <Link to="/demand/data/$id" params={{ id }} className="button-link">
          {t('agreements.data')}
        </Link>
      )}
      <button type="button" className="demand-native-button" onClick={() => window.print()}>
        {t('agreements.print')}
      </button>
      {isOurs && state !== 'ended' && may('share.end') && (
        <Confirm label={t('agreements.end')} reason act={end}>
          <p>{t('agreements.endNote')}</p>
        </Confirm>
      )}
    </>
  )
}

function TermsCard({ agreement, terms }: { agreement: Agreement; terms: AgreedTerms }) {
  const { t } = useTranslation('demander')
  const titleOf = useItemTitles(agreement.resource)
  const writeRule = useRuleText()
  return (
    <section className="card keep-together" aria-label={t('agreements.terms')}>
      <div className="card-head">
        <h2>{t('agreements.terms')}</h2>
        <AgreementState agreement={agreement} />
      </div>
      <Facts>
        {agreement.reason && (
          <Fact name={t('agreements.reason')} wide>
            <DataText value={agreement.reason} limit={600} />
          </Fact>
        )}
        <Fact name={t('agreements.purpose')} wide>
          <DataText value={terms.purpose} limit={600} />
        </Fact>
        <Fact name={t('agreements.provider')}>
          <OrgName id={agreement.provider} />
        </Fact>
        <Fact name={t('agreements.applicant')}>
          <OrgName id={agreement.applicant} />
        </Fact>
        <Fact name={t('agreements.term')}>
          <FullDay day={agreement.from} /> – <FullDay day={agreement.until} />
        </Fact>
        <Fact name={t('agreements.modes')}>
          <Modes modes={terms.modes} />
        </Fact>
        <Fact name={t('agreements.rows')}>
          <bdi>{showControls(writeRule(terms.rows, titleOf))}</bdi>
        </Fact>
        <Fact name={t('agreements.agreedAt')}>
          <FullInstant at={agreement.agreedAt} />
        </Fact>
        {agreement.endedAt && (
          <Fact name={t('agreements.endedAt')}>
            <FullInstant at={agreement.endedAt} />
          </Fact>
        )}
        <LineFact line={agreement.line} />
      </Facts>
    </section>
  )
}

/** The way back to the application the agreement came from. */
function LineFact({ line }: { line: string }) {
  const { t } = useTranslation('demander')
  const { data } = useQuery({
    queryKey: ['cases', 'line', line],
    queryFn: () => told(api.GET('/api/share/lines/{id}', { params: { path: { id: line } } })),
  })
  if (!data) return null
  return (
    <Fact name={t('agreements.line')}>
      <Link to="/demand/submissions/$id" params={{ id: data.submission }} search={{ line }}>
        <DataText value={data.purpose} />
      </Link>
    </Fact>
  )
}

function Items({ agreement, terms }: { agreement: Agreement; terms: AgreedTerms }) {
  const { t } = useTranslation('demander')
  const titleOf = useItemTitles(agreement.resource)
  const heads = [t('agreements.items'), t('agreements.field'), t('agreements.mask')]
  return (
    <section className="card" aria-label={t('agreements.items')}>
      <div className="card-head">
        <h2>{t('agreements.items')}</h2>
        <span className="soft">{terms.fields.length}</span>
      </div>
      <PlainTable caption={t('agreements.items')} heads={heads}>
        {terms.fields.map(({ name, mask }) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{showControls(titleOf(name))}</bdi>
            </th>
            <td>
              <code>{name}</code>
            </td>
            <td>
              <MaskText mask={mask} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}

function Duties({ terms }: { terms: AgreedTerms }) {
  const { t } = useTranslation('demander')
  if (terms.duties.length === 0) return null
  return (
    <section className="card keep-together" aria-label={t('agreements.duties')}>
      <h2>{t('agreements.duties')}</h2>
      <ul className="rows">
        {terms.duties.map((duty) => (
          <li key={duty}>
            <span className="rows-main">{t(`agreements.duty.${duty}`)}</span>
            <span className="soft">{t(`agreements.dutyLaw.${duty}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Text({ agreement: { odrl, sha256 } }: { agreement: Agreement }) {
  const { t } = useTranslation('demander')
  const text = JSON.stringify(odrl, null, 2)
  return (
    <section className="card" aria-label={t('agreements.odrl')}>
      <p className="demand-digest">
        {t('agreements.digest')}: <code>{sha256}</code> <CopyButton text={sha256} />
      </p>
      <details className="no-print">
        <summary>{t('agreements.odrl')}</summary>
        <div className="demand-code-block">
          <CopyButton text={text} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          <pre tabIndex={0}>
            <code>{showControls(text)}</code>
          </pre>
        </div>
      </details>
    </section>
  )
}
