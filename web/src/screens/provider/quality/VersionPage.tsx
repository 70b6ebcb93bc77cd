import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { casesQuery, resourceQuery, versionsQuery } from '../../../api/queries.ts'
import type { Verdict, Version } from '../../../api/types.ts'
import { CountText, Facts, InstantText, ProblemNotice } from '../../../parts/index.ts'
import { verdictQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { VersionState } from '../resource/VersionState.tsx'
import { Dimensions } from './Dimensions.tsx'
import { FaultCase } from './FaultCase.tsx'
import { ItemVerdicts } from './ItemVerdicts.tsx'
import { Relations } from './Relations.tsx'
import { VersionNav } from './VersionNav.tsx'

const route = getRouteApi('/console/provider/resources/$id/versions/$n')

/** One version and how good it is: score, dimensions, indicators, items, down to the faulty rows. */
export function VersionPage() {
  const { t } = useTranslation('provider')
  const { id, n } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: versions } = useSuspenseQuery(versionsQuery(id))
  const version = versions.items.find((it) => String(it.n) === n)
  const isJudged = version !== undefined && version.state !== 'landed' && version.state !== 'failed'
  const found = useQuery({ ...verdictQuery(id, n), enabled: isJudged, retry: false })
  return (
    <ResourceFrame resource={resource} part={t('version.n', { n: Number(n) })}>
      <VersionNav id={id} n={n} />
      {!version && <p>{t('version.unknown')}</p>}
      {version && <VersionCard version={version} verdict={found.data} />}
      {isJudged && <ProblemNotice error={found.error} />}
      <OpenFaultCase resource={id} n={n} />
      {found.data && <Dimensions verdict={found.data} />}
      {found.data && <ItemVerdicts verdict={found.data} />}
      {found.data && found.data.relations.length > 0 && <Relations verdict={found.data} />}
    </ResourceFrame>
  )
}

function VersionCard({ version, verdict }: { version: Version; verdict: Verdict | undefined }) {
  const { t } = useTranslation('provider')
  const { resource: id, n, origin, delivery, landed, accepted, rejected, score, at, state } = version
  return (
    <section className="card score-card" aria-label={t('quality.score')}>
      <p className="score">
        <span className="soft">{t('quality.score')}</span>
        <strong>{score === null ? '—' : score.toFixed(2)}</strong>
        <span className="soft">{t('quality.of100')}</span>
      </p>
      <Facts
        rows={[
          [t('field.state'), <VersionState key="state" version={version} />],
          [
            t('version.origin'),
            delivery ? (
              <Link key="origin" to="/provider/deliveries/$id" params={{ id: delivery }}>
                {t(`origin.${origin}`)}
              </Link>
            ) : (
              t(`origin.${origin}`)
            ),
          ],
          [t('version.landed'), <CountText key="landed" count={landed} />],
          accepted !== null && [t('version.accepted'), <CountText key="accepted" count={accepted} />],
          rejected !== null && [
            t('version.rejected'),
            <Link
              key="rejected"
              to="/provider/resources/$id/versions/$n/rejects"
              params={{ id, n: String(n) }}
            >
              <CountText count={rejected} />
            </Link>,
          ],
          verdict && [t('quality.unread'), <CountText key="unread" count={verdict.unread} />],
          verdict && [t('quality.bound'), `${verdict.bound.a} / ${verdict.bound.b}`],
          [t('version.at'), <InstantText key="at" at={at} />],
          verdict && [t('quality.checkedAt'), <InstantText key="checked" at={verdict.checkedAt} />],
          verdict && [t('quality.packs'), <code key="packs">{verdict.packs.join(' · ')}</code>],
        ]}
      />
      {state === 'landed' && (
        <p>
          {t('quality.waits')}{' '}
          <Link to="/provider/resources/$id/columns" params={{ id }}>
            {t('aspects.columns')}
          </Link>
        </p>
      )}
    </section>
  )
}

function OpenFaultCase({ resource, n }: { resource: string; n: string }) {
  const { t } = useTranslation('provider')
  const found = useQuery(casesQuery({ kind: 'quality.fault', subject: resource, ended: false, limit: 20 }))
  const mine = found.data?.items.filter(({ facts }) => String((facts as { n?: number }).n) === n) ?? []
  return mine.map(({ id }) => (
    <section key={id} className="card" aria-label={t('faultCase.title')}>
      <FaultCase id={id} />
    </section>
  ))
}
