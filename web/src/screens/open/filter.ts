/** One simple condition on the rows, as it stands in the address. */
export interface Condition {
  readonly field: string
  readonly op: Op
  readonly value: string
}

export const ops = ['eq', 'ne', 'prefix', 'ge', 'le', 'isNull'] as const
export type Op = (typeof ops)[number]

/** The relations that make sense for a type of column. */
export function opsOf(type: string): readonly Op[] {
  if (type === 'boolean') return ['eq', 'isNull']
  if (type === 'string') return ['eq', 'ne', 'prefix', 'isNull']
  return ['eq', 'ne', 'ge', 'le', 'isNull']
}

const isNumber = (type: string) => /^(integer|long|double|decimal)/.test(type)

/** The filter the API takes (JSON); undefined when the value does not fit the column's type. */
export function filterOf({ field, op, value }: Condition, type: string): string | undefined {
  if (op === 'isNull') return JSON.stringify({ field, op })
  if (type === 'boolean') return JSON.stringify({ field, op, value: value === 'true' })
  if (!isNumber(type)) return value === '' ? undefined : JSON.stringify({ field, op, value })
  const number = Number(value)
  return value.trim() === '' || !Number.isFinite(number)
    ? undefined
    : JSON.stringify({ field, op, value: number })
}

/** Reads the condition from the address; what names no column is none. */
export function conditionOf(query: URLSearchParams, fields: readonly string[]): Condition | undefined {
  const field = query.get('field') ?? ''
  if (!fields.includes(field)) return undefined
  const asked = query.get('op')
  return { field, op: ops.find((op) => op === asked) ?? 'eq', value: query.get('value') ?? '' }
}
