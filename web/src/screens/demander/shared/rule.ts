import type { components } from '../../../../../contract/client.gen.ts'

/** A condition on rows: the typed tree the server takes (`Filter` of the contract). */
export type Filter = components['schemas']['Filter']
export type Leaf = Extract<Filter, { field: string }>
export type Op = Leaf['op']

/** One condition while it is being written; values are still text. */
export interface Draft {
  readonly id: number
  readonly field: string
  readonly op: Op
  readonly values: readonly string[]
  readonly excluded: boolean
}

export interface RuleDraft {
  readonly join: 'and' | 'or'
  readonly conditions: readonly Draft[]
}

const numeric = /^(integer|long|double|decimal)/

/** Relations that make sense for a type of the catalogue. */
export function opsFor(type: string): readonly Op[] {
  if (type === 'boolean') return ['eq', 'ne', 'isNull']
  if (type === 'string') return ['eq', 'ne', 'in', 'prefix', 'between', 'isNull']
  return ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between', 'in', 'isNull']
}

/** What kind of control takes a value of this type. */
export function inputOf(type: string): 'text' | 'number' | 'date' | 'boolean' {
  if (type === 'boolean') return 'boolean'
  if (type === 'date') return 'date'
  return numeric.test(type) ? 'number' : 'text'
}

/** The tree of a rule as written; null where no condition is complete, so that all rows are meant. */
export function filterOf(rule: RuleDraft, typeOf: (field: string) => string): Filter | null {
  const parts = rule.conditions.flatMap((draft) => leafOf(draft, typeOf(draft.field)) ?? [])
  const [only] = parts
  if (!only) return null
  if (parts.length === 1) return only
  return rule.join === 'and' ? { and: parts } : { or: parts }
}

/** Whether every condition is complete. */
export function isComplete(rule: RuleDraft, typeOf: (field: string) => string): boolean {
  return rule.conditions.every((draft) => leafOf(draft, typeOf(draft.field)) !== undefined)
}

function leafOf({ field, op, values, excluded }: Draft, type: string): Filter | undefined {
  if (field === '') return undefined
  const given = values.map((text) => text.trim()).filter((text) => text !== '')
  const leaf = writeLeaf(field, op, given, type)
  return leaf && excluded ? { not: leaf } : leaf
}

function writeLeaf(field: string, op: Op, given: readonly string[], type: string): Leaf | undefined {
  if (op === 'isNull') return { field, op }
  const typed = given.map((text) => typedValue(text, type))
  const [first, second] = typed
  if (first === undefined) return undefined
  if (op === 'in') return { field, op, value: typed.map((it) => (typeof it === 'boolean' ? String(it) : it)) }
  if (op !== 'between') return { field, op, value: first }
  if (second === undefined || typeof first === 'boolean' || typeof second === 'boolean') return undefined
  return { field, op, value: [first, second] }
}

/** Whole numbers within 2^53 are numbers; decimals stay text, so that none of them is rounded. */
function typedValue(text: string, type: string): string | number | boolean {
  if (type === 'boolean') return text === 'true'
  if (type === 'double') return Number.isFinite(Number(text)) ? Number(text) : text
  const isWhole = /^(integer|long)$/.test(type) && /^-?\d+$/.test(text)
  return isWhole && Number.isSafeInteger(Number(text)) ? Number(text) : text
}
