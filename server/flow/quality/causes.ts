import { elements } from '../../ground/standards/index.ts'
import type { Cause, Gaps, Indicator, ItemVerdict, RelationVerdict, Verdict } from './types.ts'
import { wordsOf } from './words.ts'

/** What lists the rows behind an indicator: errors, which rejected their rows, and what rejected none. */
export type Causes = Pick<Indicator, 'errors' | 'warnings'>

/** What was found in a version, as far as indicators are counted by it. */
export interface Findings {
  readonly items: readonly ItemVerdict[]
  readonly relations: readonly RelationVerdict[]
  /** the key as its faults name it, items joined by commas; null without one, or where a verdict does not tell */
  readonly key: string | null
  /** rows that share their key with another; of them those whose rows contradict each other */
  readonly members: number
  readonly contradicting: number
  /** rows rejected because their key repeats that of an earlier row */
  readonly surplus: number
  /** records that could not be read, by rule */
  readonly unread: readonly Cause[]
  readonly rejected: number
}

type Counts = (rule: string, element: string | null) => boolean

const formatFaults = /(^type[.]|[.](format|check|inner|length|range)$)/
const isMissing: Counts = (rule) => rule === 'value.missing'
const isWrong: Counts = (rule) => rule !== 'value.missing'

/**
 * The faults of cells that count against an indicator, by its code: what `measure` takes off A, and no other, is what
 * its rows are listed by.
 */
export const countsAgainst: Readonly<Record<string, Counts>> = {
  '0101': (rule, element) => element !== null && isWrong(rule, element),
  '0105': (rule, element) => isCoded(element) && isWrong(rule, element),
  '0201': isMissing,
  '0202': isMissing,
  '0301': isWrong,
  '0302': (rule) => formatFaults.test(rule),
}

/** Whether an element's values stand in a code table. */
export function isCoded(id: string | null): boolean {
  return elements().some((one) => one.id === id && ['code', 'division'].includes(one.kind))
}

/**
 * What counts against an indicator, most first. 0303 and 0304 count every row that shares its key: all of them are
 * listed as warnings, those rejected for it as errors too. A row with two gaps is two causes of 0202, and one row.
 */
export function causesOf(code: string, findings: Findings): Causes {
  const { items, relations } = findings
  const counts = countsAgainst[code] ?? (() => false)
  const errors = items.flatMap(({ item, element, faults }) =>
    faults.filter(({ rule }) => counts(rule, element)).map((fault): Cause => ({ ...fault, field: item })),
  )
  const warned = items.flatMap(({ item, warnings }) =>
    warnings.flatMap(({ counts, ...one }): Cause[] => (counts === code ? [{ ...one, field: item }] : [])),
  )
  const related = relations.flatMap(({ rule, indicator, fields, zh, en, a, b }): Cause[] =>
    indicator === code ? [{ rule, field: fields.join(','), zh, en, count: b - a }] : [],
  )
  return {
    errors: told([...errors, ...rowErrors(code, findings)]),
    warnings: told([...warned, ...related, ...rowWarnings(code, findings)]),
  }
}

/** By which an item's missing values are listed; what is missing without being required rejects nothing. */
export function gapsOf({ missing, faults }: Pick<ItemVerdict, 'missing' | 'faults'>): Gaps | null {
  if (missing === 0) return null
  const isRequired = faults.some(({ rule }) => rule === 'value.missing')
  const rule = isRequired ? 'value.missing' : 'value.absent'
  return { severity: isRequired ? 'error' : 'warn', rule, ...wordsOf(rule) }
}

function rowErrors(code: string, { key, surplus, unread, rejected }: Findings): Cause[] {
  switch (code) {
    case '0202':
      return [...unread]
    case '0303':
    case '0304':
      return [{ rule: 'key.duplicate', field: key, ...wordsOf('key.duplicate'), count: surplus }]
    case '0305':
      return [{ rule: null, field: null, zh: '全部不合格行', en: 'All faulty rows', count: rejected }]
    default:
      return []
  }
}

function rowWarnings(code: string, { key, members, contradicting }: Findings): Cause[] {
  switch (code) {
    case '0303':
    case '0304':
      return [{ rule: 'key.shared', field: key, ...wordsOf('key.shared'), count: members }]
    case '0401':
      return [{ rule: 'key.contradicts', field: key, ...wordsOf('key.contradicts'), count: contradicting }]
    default:
      return []
  }
}

function told(causes: readonly Cause[]): Cause[] {
  return causes.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
}

/**
 * What counts against an indicator of a verdict that was written before this was told, out of what it does tell; null
 * where that does not add up to its A and B.
 */
export function causesThen(one: Omit<Indicator, keyof Causes>, verdict: Verdict): Causes {
  const of = (code: string) => verdict.indicators.find((it) => it.code === code)
  const same = of('0401')
  const causes = causesOf(one.code, {
    items: verdict.items,
    relations: verdict.relations,
    key: null,
    members: of('0303')?.a ?? 0,
    contradicting: same ? same.b - same.a : 0,
    surplus: 0,
    unread: [],
    rejected: verdict.rejected,
  })
  const lost = one.inverse ? one.a : one.b - one.a
  const sum = [...(causes.errors ?? []), ...(causes.warnings ?? [])].reduce(
    (all, { count }) => all + count,
    0,
  )
  // A row may have several gaps; records that were not read are told in number alone.
  const isWhole = one.code === '0202' ? verdict.unread === 0 && sum >= lost : sum === lost
  return isWhole || one.rowless ? causes : { errors: null, warnings: null }
}
