import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { caseQuery } from '../../../api/queries.ts'
import type { CaseDesk } from '../../../api/types.ts'
import {
  Confirm,
  CountText,
  Localised,
  ProblemNotice,
  StatutoryClock,
  useLanguage,
} from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'

interface FaultSum {
  readonly field: string
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly count: number
}

/** A matter about faulty rows: its clock, what was found, and the answers open to the provider. */
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
          <Answers item={item} />
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
                <CountText count={fault.count} /> {t('version.rows')}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Accept and mend, or explain; the matter closes by itself once a later version is clean. */
function Answers({ item }: { item: CaseDesk }) {
  const language = useLanguage()
  const client = useQueryClient()
  const make = async (move: string, reason: string) => {
    const body = { move, ...(reason !== '' && { reason }) }
    const moved = await told(api.POST('/api/cases/{id}/moves', { params: { path: { id: item.id } }, body }))
    client.setQueryData(caseQuery(item.id).queryKey, moved)
    await client.invalidateQueries({ queryKey: ['cases'] })
  }
  return item.choices
    .filter(({ yours, generic }) => yours && generic)
    .map(({ move, title, reason }) => (
      <Confirm key={move} label={title[language]} reason={reason} act={(why) => make(move, why)} />
    ))
}
