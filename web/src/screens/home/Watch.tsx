import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { LedgerEntry } from '../../api/types.ts'
import { Icon } from '../../parts/icons.tsx'
import { ActorText } from '../../parts/names.tsx'
import { InstantText, OrgName } from '../../parts/text.tsx'
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
        {alike(data?.items ?? []).map(({ id, actor, party, subject, at, times }) => (
          <li key={id}>
            <span className="rows-main">
              <Link to="/audit/entries/$id" params={{ id }}>
                {actor.startsWith('public') ? t('denials.public') : <ActorText actor={actor} />}
              </Link>
              {party !== null && (
                <>
                  {' · '}
                  <OrgName id={party} />
                </>
              )}{' '}
              → <code>{subject}</code>
              {times > 1 && <span className="soft"> {t('denials.times', { count: times })}</span>}
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

const mostShown = 5

/** Who asked for the same thing again and again stands once, with how often and when last. */
function alike(entries: readonly LedgerEntry[]): (LedgerEntry & { times: number })[] {
  const found = new Map<string, LedgerEntry & { times: number }>()
  for (const entry of entries) {
    const key = JSON.stringify([entry.actor, entry.subject])
    const known = found.get(key)
    if (known) known.times += 1
    else found.set(key, { ...entry, times: 1 })
  }
  return [...found.values()].slice(0, mostShown)
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
