import type { Verdict } from '../../../api/types.ts'

type Indicator = Verdict['indicators'][number]

/** Where rows behind a figure are listed: a rule among the errors or the warnings, or (no rule) all faulty rows. */
export interface RowsBehind {
  readonly rule?: string
  readonly severity?: 'warn'
  readonly count: number
  readonly zh: string
  readonly en: string
}

const repeated = /^key\.duplicate$/
const missing = /^value\.missing$/
const wrongFormat = /(^type\.|\.(format|check|inner|length|range)$)/
const ofValue = /^(?!key\.|value\.missing$)/

/** The errors that an indicator counts, as the quality room measures it (server/flow/quality/indicators.ts). */
const errorsOf: Readonly<Record<string, RegExp>> = {
  '0101': ofValue,
  '0201': missing,
  '0202': missing,
  '0301': ofValue,
  '0302': wrongFormat,
  '0303': repeated,
  '0304': repeated,
}

/** The rows an indicator was measured by: its errors rule by rule, then its warnings and relations. */
export function rowsBehind(verdict: Verdict, { code, rules, state }: Indicator): RowsBehind[] {
  if (state === 'notEvaluated') return []
  if (code === '0305' && verdict.rejected > 0) return [{ count: verdict.rejected, zh: '', en: '' }]
  const pattern = errorsOf[code]
  const errors = pattern
    ? byRule(verdict.items.flatMap(({ faults }) => faults)).filter(({ rule }) => pattern.test(rule))
    : []
  const warnings = byRule([
    ...verdict.items.flatMap((item) => item.warnings),
    ...verdict.relations.map(({ rule, zh, en, a, b }) => ({ rule, zh, en, count: b - a })),
  ]).filter(({ rule, count }) => count > 0 && rules.includes(rule))
  return [...errors, ...warnings.map((one) => ({ ...one, severity: 'warn' as const }))]
}

interface Found {
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly count: number
}

function byRule(found: readonly Found[]): Found[] {
  const sums = new Map<string, Found>()
  for (const one of found) sums.set(one.rule, { ...one, count: one.count + (sums.get(one.rule)?.count ?? 0) })
  return [...sums.values()].sort((a, b) => b.count - a.count)
}
