import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseQuery } from '../../../api/queries.ts'
import { CaseMoves, CountText, Localised, ProblemNotice, StatutoryClock } from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'

interface FaultSum {
  readonly field: string
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly count: number
}

/** A matter about faulty rows: its clock, what was found, and the answers open to the provider; it closes by itself once a later version is clean. */
export function FaultCase({ id }: { id: string }) {
  const { t } = useTranslation('provider')
  const { data: item, error } = useQuery(caseQuery(id))
  if (!item) return error ? <ProblemNotice error={error} /> : <Loading />
  const { n, faults = [] } = item.facts as { n?: number; faults?: FaultSum[] }
  return (
    <div className="fault-case">
      <div className="card-head">
        <h2>
          <Link to="/cases/$id" params={{ id }}>
            <Localised text={item.title} />
          </Link>
        </h2>
        <span className="soft">
          <Localised text={item.stateTitle} />
        </span>
        <span className="card-more answers no-print">
          <CaseMoves item={item} />
        </span>
      </div>
      <StatutoryClock clock={item.clock} ended={item.endedAt !== null} />
      {n !== undefined && faults.length > 0 && (
        <ul className="rows">
          {faults.slice(0, 6).map((fault) => (
            <li key={`${fault.field} ${fault.rule}`}>
              <span className="rows-main">
                <code>{fault.field}</code> <Localised text={fault} />
              </span>
              <Link
                to="/provider/resources/$id/versions/$n/rejects"
                params={{ id: item.subject, n: String(n) }}
                search={{ field: fault.field, rule: fault.rule }}
              >
                <CountText count={fault.count} /> {t('version.rows', { count: fault.count })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
