import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../parts/icons.tsx'
import { DataText, InstantText } from '../../parts/text.tsx'
import { Panel } from './Panel.tsx'
import { denialsQuery, jobsQuery } from './queries.ts'

/** For the auditor: what the house refused last. */
export function Denials() {
  const { t } = useTranslation('home')
  const { data, error, isPending } = useQuery(denialsQuery)
  const more = (
    <Link to="/audit/entries" search={{ kind: 'policy.denied' }}>
      {t('more')}
    </Link>
  )
  return (
    <Panel
      title={t('denials.title')}
      note={t('denials.note')}
      error={error}
      isReading={isPending}
      more={more}
    >
      {data?.items.length === 0 && <p>{t('denials.none')}</p>}
      <ul className="rows">
        {data?.items.map(({ id, actor, subject, at }) => (
          <li key={id}>
            <span className="rows-main">
              <Link to="/audit/entries/$id" params={{ id }}>
                <DataText value={actor} />
              </Link>{' '}
              → <code>{subject}</code>
            </span>
            <span className="soft">
              <InstantText at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** For the operator: jobs that failed, then how much waits. */
export function FailedJobs() {
  const { t } = useTranslation('home')
  const { data, error, isPending } = useQuery(jobsQuery)
  const failed = data?.filter((job) => job.failed > 0) ?? []
  const waiting = data?.reduce((sum, job) => sum + job.waiting + job.active, 0) ?? 0
  return (
    <Panel
      title={t('jobs.title')}
      error={error}
      isReading={isPending}
      more={<Link to="/admin/operation">{t('more')}</Link>}
    >
      {data && (
        <p className="lead" role="status">
          <span className={failed.length > 0 ? 'late' : undefined}>
            <Icon name={failed.length > 0 ? 'warn' : 'done'} />{' '}
            {failed.length > 0 ? t('jobs.failed', { count: failed.length }) : t('jobs.well')}
          </span>{' '}
          · {t('jobs.waiting', { count: waiting })}
        </p>
      )}
      <ul className="rows">
        {failed.map(({ job, failed: times }) => (
          <li key={job}>
            <code className="rows-main">{job}</code>
            <span>{t('jobs.times', { count: times })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
