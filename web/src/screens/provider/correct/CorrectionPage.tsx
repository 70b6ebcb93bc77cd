import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseQuery, resourceQuery } from '../../../api/queries.ts'
import { CaseTrack, DataText, InstantText, Localised, OrgName, useCaseWords } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Facts } from '../facts.tsx'
import { type Correction, correctionQuery } from '../queries.ts'
import { AnswerForm } from './AnswerForm.tsx'
import '../provider.css'
import '../entry.css'

const route = getRouteApi('/console/provider/corrections/$id')

/** One value said to be wrong: what was seen, what is proposed and why; and the answer. */
export function CorrectionPage() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const words = useCaseWords()
  const may = useMay()
  const org = useMe().org?.id
  const { data: correction } = useSuspenseQuery(correctionQuery(id))
  const { data: resource } = useSuspenseQuery(resourceQuery(correction.resource))
  const matter = useQuery({ ...caseQuery(correction.case?.id ?? ''), enabled: correction.case !== null })
  const item = correction.case
  const mayAnswer = may('share.correct') && item !== null && item.handler === org && item.endedAt === null
  return (
    <div className="page">
      <PageHead title={<Localised text={resource.name} />}>
        {t('corrections.one')} · {item && words.state(item)} · <code>{id}</code>
      </PageHead>
      <section className="card" aria-labelledby="said">
        <h2 id="said">{t('corrections.said')}</h2>
        <CorrectionFacts correction={correction} items={resource.items} />
      </section>
      {mayAnswer && (
        <section className="card" aria-labelledby="answer">
          <h2 id="answer">{t('corrections.answer')}</h2>
          <AnswerForm key={correction.id} correction={correction} />
        </section>
      )}
      {matter.data && (
        <div className="card">
          <CaseTrack item={matter.data} />
        </div>
      )}
    </div>
  )
}

function CorrectionFacts({
  correction,
  items,
}: {
  correction: Correction
  items: readonly { name: string; title: { zh: string; en: string } }[]
}) {
  const { t } = useTranslation('provider')
  const { key, field, seen, proposed, reason, answer, version, resource, reportedAt, case: item } = correction
  return (
    <Facts
      rows={[
        [t('corrections.asker'), <OrgName key="asker" id={item?.opener} />],
        [t('changes.key'), <DataText key="key" value={key} />],
        [
          t('entry.item'),
          <span key="field">
            <Localised text={items.find(({ name }) => name === field)?.title} /> <code>{field}</code>
          </span>,
        ],
        [t('corrections.seen'), <DataText key="seen" value={seen} />],
        [t('corrections.proposed'), <DataText key="proposed" value={proposed} />],
        [t('corrections.reason'), <DataText key="reason" value={reason} limit={1000} />],
        [t('corrections.reportedAt'), <InstantText key="at" at={reportedAt} />],
        answer !== null && [t('corrections.answered'), <DataText key="answer" value={answer} limit={1000} />],
        version !== null && [
          t('corrections.inVersion'),
          <Link
            key="version"
            to="/provider/resources/$id/versions/$n/changes"
            params={{ id: resource, n: String(version) }}
          >
            {t('version.n', { n: version })}
          </Link>,
        ],
      ]}
    />
  )
}
