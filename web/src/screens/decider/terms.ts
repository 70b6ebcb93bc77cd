import type { Line, Resource } from '../../api/types.ts'
import type { Mask } from './acts.ts'
import type { RowFilter, Terms } from './queries.ts'

type Leaf = Extract<RowFilter, { field: string }>
export type Op = Leaf['op']
export const ops: readonly Op[] = ['eq', 'ne', 'in', 'prefix', 'ge', 'gt', 'le', 'lt', 'between', 'isNull']

/** One limit being written. */
export interface Limit {
  readonly id: string
  readonly field: string
  readonly op: Op
  readonly text: string
}

/** Terms of a counter-offer being written. */
export interface Draft {
  /** the mask of each item that is given; items left out are not in it */
  readonly given: Readonly<Record<string, Mask>>
  readonly modes: Line['modes']
  readonly until: string
  readonly limits: readonly Limit[]
  readonly note: string
}

/** The application as it stands: everything asked for, nothing hidden. */
export function draftOf(line: Line, until: string): Draft {
  return {
    given: Object.fromEntries(line.fields.map((name) => [name, 'clear'])),
    modes: line.modes,
    until,
    limits: [],
    note: '',
  }
}

/** What the API is sent. The rule that was asked for stays; limits only narrow it. */
export function termsOf(draft: Draft, line: Line, items: Resource['items']): Terms {
  const fields = line.fields.flatMap((name) => {
    const mask = draft.given[name]
    return mask === undefined ? [] : [{ name, mask: mask === 'clear' ? null : mask }]
  })
  const limits = draft.limits.map((limit) => leafOf(limit, items))
  const rules: RowFilter[] = [...(line.rows ? [line.rows] : []), ...limits]
  const [first, ...others] = rules
  const rows = first === undefined ? null : others.length === 0 ? first : { and: rules }
  return { fields, rows, modes: line.modes.filter((mode) => draft.modes.includes(mode)), until: draft.until }
}

function leafOf({ field, op, text }: Limit, items: Resource['items']): Leaf {
  if (op === 'isNull') return { field, op }
  const type = items.find(({ name }) => name === field)?.type ?? 'string'
  const listed = op === 'in' || op === 'between'
  const words = listed ? text.split(/[,，、]/).map((word) => word.trim()) : [text.trim()]
  if (type === 'boolean') return { field, op, value: words[0] === 'true' }
  const isNumber = /^(integer|long|double|decimal)/.test(type)
  const values = words
    .filter((word) => word !== '')
    .map((word) => (isNumber && Number.isFinite(Number(word)) ? Number(word) : word))
  return { field, op, value: listed ? values : (values[0] ?? '') }
}
