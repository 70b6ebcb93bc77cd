import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CaseTrack, DataText, InstantText, OrgName, useCaseWords } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { correctionQuery } from '../queries.ts'
import { Badge, Fact, Facts, ResourceName, useItemTitles } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/corrections/$id')

/** One correction request: what was reported, what came of it, who has it and until when. */
export function CorrectionPage() {
  const { t } = useTranslation('demander')
  const words = useCaseWords()
  const may = useMay()
  const me = useMe()
  const { id } = route.useParams()
  const { data: correction } = useSuspenseQuery(correctionQuery(id))
  const titleOf = useItemTitles(correction.resource)
  const { case: item, version, agreement, answer } = correction
  const isReader = item?.opener === me.org?.id && may('serve.read')
  return (
    <div className="page">
      <PageHead
        title={
          <>
            {t('corrections.title')}: <ResourceName id={correction.resource} />
          </>
        }
      >
        {item && (
          <>
            <OrgName id={item.opener} /> → <OrgName id={item.handler} /> · {words.state(item)} ·{' '}
          </>
        )}
        <code>{id}</code>
      </PageHead>
      <section className="card" aria-label={t('corrections.what')}>
        <h2>{t('corrections.what')}</h2>
        <Facts>
          <Fact name={t('corrections.key')}>
            <DataText value={correction.key} />
          </Fact>
          <Fact name={t('corrections.field')}>
            <bdi>{titleOf(correction.field)}</bdi>
          </Fact>
          <Fact name={t('corrections.reportedAt')}>
            <InstantText at={correction.reportedAt} />
          </Fact>
          <Fact name={t('corrections.seen')}>
            <DataText value={correction.seen} />
          </Fact>
          <Fact name={t('corrections.proposed')}>
            <DataText value={correction.proposed} />
          </Fact>
          <Fact name={t('corrections.reason')} wide>
            <DataText value={correction.reason} limit={600} />
          </Fact>
          <Fact name={t('corrections.answer')} wide>
            {answer === null ? (
              <span className="soft">{t('corrections.waiting')}</span>
            ) : (
              <DataText value={answer} limit={600} />
            )}{' '}
            {version !== null && <Badge tone="well">{t('corrections.version', { n: version })}</Badge>}{' '}
            {version !== null && isReader && (
              <Link to="/demand/data/$id" params={{ id: agreement }} search={{ tab: 'versions' }}>
                {t('corrections.readVersion')}
              </Link>
            )}
          </Fact>
        </Facts>
      </section>
      {item && (
        <div className="card">
          <h2 className="only-read">{t('submission.course')}</h2>
          <CaseTrack item={item} />
        </div>
      )}
    </div>
  )
}
