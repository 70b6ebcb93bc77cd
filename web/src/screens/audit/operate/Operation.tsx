import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CountText, Icon, InstantText, ProblemNotice } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import '../audit.css'
import { jobsQuery, operationSeconds, storageQuery } from '../queries.ts'

/** Jobs and storage as they stand now, failures first. */
export function Operation() {
  const { t } = useTranslation('audit')
  return (
    <div className="page audit">
      <PageHead title={t('operation.title')}>{t('operation.note', { seconds: operationSeconds })}</PageHead>
      <Jobs />
      <Storage />
    </div>
  )
}

function Jobs() {
  const { t } = useTranslation('audit')
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="list-scroll" aria-label={t('operation.jobs')} tabIndex={0}>
        <table>
          <caption className="only-read">{t('operation.jobs')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('operation.job')}</th>
              <th scope="col">{t('operation.state')}</th>
              <th scope="col" className="end">
                {t('operation.waiting')}
              </th>
              <th scope="col" className="end">
                {t('operation.active')}
              </th>
              <th scope="col" className="end">
                {t('operation.failed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((job) => (
              <tr key={job.job}>
                <th scope="row">
                  <code>{job.job}</code>
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
          </tbody>
        </table>
      </section>
    </section>
  )
}

function JobState({ waiting, active, failed }: { waiting: number; active: number; failed: number }) {
  const { t } = useTranslation('audit')
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
  const { t } = useTranslation('audit')
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="list-scroll" aria-label={t('operation.storage')} tabIndex={0}>
        <table>
          <caption className="only-read">{t('operation.storage')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('operation.schema')}</th>
              <th scope="col" className="end">
                {t('operation.size')}
              </th>
              <th scope="col" className="end">
                {t('operation.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data && (
              <tr>
                <th scope="row">
                  <strong>{t('operation.total')}</strong>
                </th>
                <td className="end">{sizeText(total)}</td>
                <td className="end">100 %</td>
              </tr>
            )}
            {schemas.map(({ schema, sizeBytes }) => (
              <tr key={schema}>
                <th scope="row">
                  <code>{schema}</code>
                </th>
                <td className="end">{sizeText(sizeBytes)}</td>
                <td className="end">{total > 0 ? `${((100 * sizeBytes) / total).toFixed(1)} %` : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function AsOf({ at, isStale }: { at: number; isStale: boolean }) {
  const { t } = useTranslation('audit')
  if (at === 0) return null
  return (
    <span className={isStale ? 'late' : 'soft'}>
      {isStale && `${t('operation.stale')} · `}
      {t('operation.asOf')} <InstantText at={new Date(at).toISOString()} seconds />
    </span>
  )
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in the unit a person would use; powers of 1000. */
function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
