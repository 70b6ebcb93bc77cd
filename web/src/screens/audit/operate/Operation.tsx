import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CountText, Icon, InstantText, PlainTable, ProblemNotice, SizeText } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { AdminWord } from '../parts.tsx'
import { jobsQuery, operationSeconds, storageQuery } from '../queries.ts'

/** Jobs and storage as they stand now, failures first. */
export function Operation() {
  const { t } = useTranslation('admin')
  return (
    <div className="page audit">
      <PageHead title={t('operation.title')}>{t('operation.note', { seconds: operationSeconds })}</PageHead>
      <Jobs />
      <Storage />
    </div>
  )
}

function Jobs() {
  const { t } = useTranslation('admin')
  const { data: jobs, error, dataUpdatedAt } = useQuery(jobsQuery)
  const sorted = [...(jobs ?? [])].sort(
    (a, b) => b.failed - a.failed || b.active - a.active || b.waiting - a.waiting || (a.job < b.job ? -1 : 1),
  )
  const sum = (of: 'failed' | 'waiting') => sorted.reduce((total, job) => total + job[of], 0)
  const [failed, waiting] = [sum('failed'), sum('waiting')]
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('operation.jobs')}</h2>
        <AsOf at={dataUpdatedAt} isStale={error !== null} />
      </div>
      <ProblemNotice error={error} />
      {jobs && (
        <p className="lead">
          <span className={failed > 0 ? 'late' : undefined}>
            <Icon name={failed > 0 ? 'warn' : 'done'} />{' '}
            {failed > 0 ? t('operation.failedNow', { count: failed }) : t('operation.well')}
          </span>{' '}
          · {t('operation.waitingNow', { count: waiting })}
        </p>
      )}
      <PlainTable
        caption={t('operation.jobs')}
        heads={[
          t('operation.job'),
          t('operation.state'),
          { end: t('operation.waiting') },
          { end: t('operation.active') },
          { end: t('operation.failed') },
        ]}
      >
        {sorted.map((job) => (
          <tr key={job.job}>
            <th scope="row">
              <AdminWord group="jobs" id={job.job} />
            </th>
            <td>
              <JobState {...job} />
            </td>
            {(['waiting', 'active', 'failed'] as const).map((of) => (
              <td key={of} className="end">
                <CountText count={job[of]} />
              </td>
            ))}
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}

function JobState({ waiting, active, failed }: { waiting: number; active: number; failed: number }) {
  const { t } = useTranslation('admin')
  if (failed > 0)
    return (
      <span className="outcome-fails">
        <Icon name="warn" /> {t('operation.failing')}
      </span>
    )
  if (active + waiting > 0)
    return (
      <span>
        <Icon name="clock" /> {t('operation.working')}
      </span>
    )
  return <span className="soft">{t('operation.idle')}</span>
}

function Storage() {
  const { t } = useTranslation('admin')
  const { data, error, dataUpdatedAt } = useQuery(storageQuery)
  const schemas = [...(data?.schemas ?? [])].sort((a, b) => b.sizeBytes - a.sizeBytes)
  const total = data?.databaseBytes ?? 0
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('operation.storage')}</h2>
        <AsOf at={dataUpdatedAt} isStale={error !== null} />
      </div>
      <ProblemNotice error={error} />
      <PlainTable
        caption={t('operation.storage')}
        heads={[t('operation.schema'), { end: t('operation.size') }, { end: t('operation.share') }]}
      >
        {data && (
          <tr>
            <th scope="row">
              <strong>{t('operation.total')}</strong>
            </th>
            <td className="end">
              <SizeText bytes={total} />
            </td>
            <td className="end">100 %</td>
          </tr>
        )}
        {schemas.map(({ schema, sizeBytes }) => (
          <tr key={schema}>
            <th scope="row">
              <AdminWord group="rooms" id={schema} />
            </th>
            <td className="end">
              <SizeText bytes={sizeBytes} />
            </td>
            <td className="end">{total > 0 ? `${((100 * sizeBytes) / total).toFixed(1)} %` : '—'}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}

function AsOf({ at, isStale }: { at: number; isStale: boolean }) {
  const { t } = useTranslation('admin')
  if (at === 0) return null
  return (
    <span className={isStale ? 'late' : 'soft'}>
      {isStale && `${t('operation.stale')} · `}
      {t('operation.asOf')} <InstantText at={new Date(at).toISOString()} seconds />
    </span>
  )
}
