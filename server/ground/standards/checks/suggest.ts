import { checkValue } from './check.ts'
import { elements } from './registry.ts'
import { foldText } from './text.ts'
import type { Element } from './types.ts'

/** Which data element a column may be, and why; values outvote the header. */
export interface Suggestion {
  element: string
  /** 0 to 1. */
  score: number
  evidence: {
    /** How well the header names the element, 0 to 1. */
    name: number
    /** Share of the distinct values present that pass the check; 0 when there are none. */
    passRate: number
    /** Number of distinct values judged. */
    sample: number
  }
}

const mostValues = 1_000
const leastScore = 0.4

/**
 * Ranks the elements a column may hold, by header and up to 1,000 distinct values; an empty list means unknown.
 * 96 % valid codes mean that element with 4 % faults, not text.
 */
export function suggestElements(header: string, samples: readonly string[]): Suggestion[] {
  const values = [...new Set(samples)].slice(0, mostValues)
  const suggestions = elements()
    .map((one) => suggestionOf(one, header, values))
    .filter(({ score }) => score >= leastScore)
  return suggestions.sort((a, b) => b.score - a.score || (a.element < b.element ? -1 : 1))
}

function suggestionOf(one: Element, header: string, values: readonly string[]): Suggestion {
  const name = nameMatch(one, header)
  const verdicts = values
    .map((value) => ({ value, ...checkValue(one.id, value) }))
    .filter(({ missing }) => !missing)
  const passed = verdicts.filter((verdict) => typical(one, verdict)).length
  const passRate = verdicts.length === 0 ? 0 : passed / verdicts.length
  const score = verdicts.length === 0 ? name * 0.7 : scoreOf(one, name, passRate, verdicts.length)
  return {
    element: one.id,
    score: Math.round(score * 1_000) / 1_000,
    evidence: { name, passRate: Math.round(passRate * 1_000) / 1_000, sample: verdicts.length },
  }
}

function scoreOf(one: Element, name: number, passRate: number, sample: number): number {
  if (passRate < 0.5) return name * 0.3 * passRate
  const trust = Math.min(1, 0.7 + sample / 60)
  const speaks = specificity(one) * passRate * trust
  return Math.min(1, 0.75 * speaks + 0.25 * name + (one.weak ? 0.3 * name * passRate : 0))
}

/** How much it says that a value passes: a check digit nearly all, free text nothing. */
function specificity({ kind, id, weak, suffixes, pattern }: Element): number {
  if (['uscc', 'citizen-id', 'vin', 'regno', 'bank-card', 'orgcode'].includes(kind)) return 1
  if (id === 'text') return 0.3
  if (id === 'phone') return 0.85
  if (id === 'date') return 0.95
  if (id === 'birth-date') return 0.9
  if (!weak) return pattern || kind === 'datetime' || kind === 'division' ? 0.93 : 0.8
  if (suffixes) return 0.75
  return kind === 'code' ? 0.6 : 0.5
}

function typical(
  one: Element,
  verdict: {
    value: string
    ok: boolean
    normal: string | null
    faults: { code: string; severity: string }[]
  },
): boolean {
  if (!verdict.ok || verdict.normal === null) return false
  if (verdict.faults.some(({ code }) => code.endsWith('.unlisted') || code.endsWith('.outside'))) return false
  if (one.suffixes) return one.suffixes.some((end) => verdict.normal?.endsWith(end))
  if (one.id === 'datetime') return /\d:\d|^\d{14}$/.test(foldText(verdict.value))
  return true
}

function nameMatch(one: Element, header: string): number {
  const plain = plainName(header)
  if (plain === '') return 0
  const names = [one.zh, one.en, one.id, ...one.headers].map(plainName)
  if (names.includes(plain)) return 1
  const part = names.filter((name) => lengthy(name) && plain.includes(name))
  return part.length > 0 ? 0.6 : 0
}

/** Two Chinese signs say as much as four letters. */
function lengthy(name: string): boolean {
  return /\p{Script=Han}{2}/u.test(name) || name.length >= 4
}

function plainName(text: string): string {
  return foldText(text)
    .toLowerCase()
    .replace(/[\s_\-./:()（）【】[\]*"'’]/g, '')
}
