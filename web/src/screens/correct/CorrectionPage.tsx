import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { correctionQuery } from '../../api/queries.ts'
import {
  CaseTrack,
  DataText,
  Fact,
  Facts,
  InstantText,
  OrgName,
  ResourceName,
  showControls,
  useCaseWords,
  useItemTitles,
} from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { CorrectionAnswer } from './CorrectionAnswer.tsx'
import type { Correction } from './queries.ts'

const route = getRouteApi('/console/corrections/$id')

/** One correction request: what was reported, what came of it, who has it and until when; and the answer, for whoever owes it. */
export function CorrectionPage() {
  const { t } = useTranslation('correct')
  const words = useCaseWords()
  const { id } = route.useParams()
  const { data: correction } = useSuspenseQuery(correctionQuery(id))
  const { case: item } = correction
  return (
    <div className="page">
      <PageHead
        title={
          <>
            {t('one')}: <ResourceName id={correction.resource} />
          </>
        }
        actions={<CorrectionAnswer correction={correction} />}
      >
        {item && (
          <>
            <OrgName id={item.opener} /> → <OrgName id={item.handler} /> · {words.state(item)} ·{' '}
          </>
        )}
        <code>{id}</code>
      </PageHead>
      <section className="card" aria-label={t('what')}>
        <h2>{t('what')}</h2>
        <CorrectionFacts correction={correction} />
      </section>
      {item && (
        <div className="card">
          <h2 className="only-read">{t('course')}</h2>
          <CaseTrack item={item} />
        </div>
      )}
    </div>
  )
}

function CorrectionFacts({ correction }: { correction: Correction }) {
  const { t } = useTranslation('correct')
  const titleOf = useItemTitles(correction.resource)
  return (
    <Facts>
      <Fact name={t('key')}>
        <DataText value={correction.key} />
      </Fact>
      <Fact name={t('field')}>
        <bdi>{showControls(titleOf(correction.field))}</bdi> <code className="soft">{correction.field}</code>
      </Fact>
      <Fact name={t('reportedAt')}>
        <InstantText at={correction.reportedAt} />
      </Fact>
      <Fact name={t('seen')}>
        <DataText value={correction.seen} />
      </Fact>
      <Fact name={t('proposed')}>
        <DataText value={correction.proposed} />
      </Fact>
      <Fact name={t('reason')} wide>
        <DataText value={correction.reason} limit={600} />
      </Fact>
      <Fact name={t('result')} wide>
        {correction.answer === null ? (
          <span className="soft">{t('waiting')}</span>
        ) : (
          <DataText value={correction.answer} limit={600} />
        )}{' '}
        <CorrectedVersion correction={correction} />
      </Fact>
    </Facts>
  )
}

/** The version that holds the corrected value, where this reader finds it. */
function CorrectedVersion({
  correction: { version: n, agreement, resource, case: item },
}: {
  correction: Correction
}) {
  const { t } = useTranslation('correct')
  const may = useMay()
  const org = useMe().org?.id
  if (n === null) return null
  const text = t('inVersion', { n })
  if (item?.opener === org && may('serve.read'))
    return (
      <Link to="/demand/data/$id" params={{ id: agreement }} search={{ tab: 'versions' }}>
        {text}
      </Link>
    )
  if (item?.handler === org && may('quality.read'))
    return (
      <Link to="/provider/resources/$id/versions/$n/changes" params={{ id: resource, n: String(n) }}>
        {text}
      </Link>
    )
  return <strong>{text}</strong>
}
