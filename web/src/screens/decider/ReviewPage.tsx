import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseQuery, gateQuery, historyQuery, resourceQuery } from '../../api/queries.ts'
import type { CaseDesk } from '../../api/types.ts'
import {
  CaseTrack,
  Confirm,
  GatePanel,
  Law,
  Localised,
  OrgName,
  ProblemNotice,
  StatutoryClock,
  useMoveCase,
} from '../../parts/index.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { Comparison } from './Comparison.tsx'
import { EntryView } from './EntryView.tsx'
import { entryName } from './entry-names.ts'
import { Revisions } from './Revisions.tsx'
import './decider.css'

const route = getRouteApi('/console/decide/reviews/$id')

/** One entry under review: as it will be published, what changed, what the gate says; then publish or return. */
export function ReviewPage() {
  const { t } = useTranslation('decider')
  const { id } = route.useParams()
  const { data: item } = useSuspenseQuery(caseQuery(id))
  const resource = useQuery(resourceQuery(item.subject))
  const gate = useQuery(gateQuery(item.subject))
  const history = useQuery(historyQuery(item.subject))
  const revision = history.data?.items.find(({ case: it }) => it === item.id) ?? history.data?.items[0]
  const isFirst = revision === undefined || revision.n === 1
  const me = useMe()
  const isOwn = revision?.submittedBy === me.id
  const isOpen = item.endedAt === null
  const nameOf = (pointer: string) => {
    const known = entryName(pointer.split('/')[1] ?? '')
    return known ? t(`entry.${known}`) : pointer
  }
  return (
    <div className="page">
      <PageHead
        title={<Localised text={item.title} />}
        actions={
          isOpen &&
          gate.data &&
          history.data && <ReviewMoves item={item} cannotPublish={isOwn || !gate.data.passes} />
        }
      >
        <OrgName id={item.opener} /> · <Localised text={item.stateTitle} /> · <code>{item.id}</code>
      </PageHead>
      <div className="card decide-clock-card">
        {item.clock ? (
          <StatutoryClock clock={item.clock} ended={!isOpen} size="full" />
        ) : (
          <p>{t('reviews.noTerm')}</p>
        )}
        {isOpen && <Law ids={['catalog.review', ...(isFirst ? [] : ['catalog.change.review'])]} />}
        {isOpen && isOwn && <p className="decide-fault">{t('reviews.ownWork')}</p>}
      </div>
      <ProblemNotice error={resource.error ?? gate.error ?? history.error} />
      {isOpen && gate.data && <GatePanel gate={gate.data} act="publish" nameOf={nameOf} />}
      {revision && <Comparison resource={item.subject} n={revision.n} />}
      {resource.data && (
        <EntryView resource={resource.data} changed={isOpen && !isFirst ? (revision?.changed ?? []) : []} />
      )}
      {history.data && <Revisions history={history.data.items} />}
      <section className="card" aria-labelledby="track-title">
        <div className="card-head">
          <h2 id="track-title">{t('line.history')}</h2>
        </div>
        <CaseTrack item={item} />
      </section>
    </div>
  )
}

function ReviewMoves({ item, cannotPublish }: { item: CaseDesk; cannotPublish: boolean }) {
  const { t } = useTranslation('decider')
  const make = useMoveCase(item.id, 'catalog')
  const mine = item.choices.filter(({ yours }) => yours).map(({ move }) => move)
  return (
    <>
      {mine.includes('return') && (
        <Confirm label={t('reviews.return')} reason act={(why) => make('return', why)}>
          <p>{t('reviews.returnText')}</p>
        </Confirm>
      )}
      {mine.includes('publish') && (
        <Confirm
          label={t('reviews.publish')}
          primary
          disabled={cannotPublish}
          act={() => make('publish', '')}
        >
          <p>{t('reviews.publishText')}</p>
        </Confirm>
      )}
    </>
  )
}
