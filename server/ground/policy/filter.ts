import { Type } from 'typebox'
import { invalidFields } from '../../base/http/index.ts'
import type { FieldFault } from '../../base/problem.ts'

export type FilterOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'prefix' | 'between' | 'isNull'
export type FilterValue = string | number | boolean
export interface FilterLeaf {
  field: string
  op: FilterOp
  value?: FilterValue | (string | number)[]
}
/** A condition on rows as a typed tree: nobody outside ever writes SQL. */
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | FilterLeaf

/** Bounds of a condition (design: security.md §3.2 and §4). */
export const filterLimits = { nodes: 64, depth: 8, literals: 1000, textCharacters: 1024, decimals: 9 }

const ops = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'prefix', 'between', 'isNull'] as const
const closed = { additionalProperties: false }
const Some = Type.Array(Type.Ref('Filter'), { minItems: 1, maxItems: filterLimits.nodes })
const Scalar = Type.Union([Type.String({ maxLength: filterLimits.textCharacters }), Type.Number()])

/** The tree's shape for bodies; depth, sizes and kinds of values are checked by `checkFilter`. */
export const FilterSchema = Type.Unsafe<Filter>(
  Type.Cyclic(
    {
      Filter: Type.Union([
        Type.Object({ and: Some }, closed),
        Type.Object({ or: Some }, closed),
        Type.Object({ not: Type.Ref('Filter') }, closed),
        Type.Object(
          {
            field: Type.String({ minLength: 1, maxLength: 128 }),
            op: Type.Enum([...ops]),
            value: Type.Optional(
              Type.Union([Scalar, Type.Boolean(), Type.Array(Scalar, { maxItems: filterLimits.literals })]),
            ),
          },
          closed,
        ),
      ]),
    },
    'Filter',
  ),
)

/**
 * Reads a condition and refuses, naming each fault, what is malformed, too large, inexact or about a
 * field that is not among `fields` (any field where they are not given). Throws 422.
 */
export function checkFilter(filter: unknown, fields?: readonly string[]): Filter {
  const reading: Reading = { faults: [], nodes: 0, literals: 0, fields: fields && new Set(fields) }
  readNode(reading, filter, '', 1)
  const { faults, nodes, literals } = reading
  if (nodes > filterLimits.nodes)
    faults.push(
      fault('', 'nodes', `条件超过 ${filterLimits.nodes} 个节点`, `more than ${filterLimits.nodes} nodes`),
    )
  if (literals > filterLimits.literals)
    faults.push(
      fault(
        '',
        'literals',
        `条件超过 ${filterLimits.literals} 个值`,
        `more than ${filterLimits.literals} values`,
      ),
    )
  if (faults.length > 0) throw invalidFields(faults.slice(0, 50))
  return filter as Filter
}

/** The values of a leaf as a list; none for `isNull`. */
export function valuesOf({ value }: FilterLeaf): FilterValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** A number in plain decimals, or undefined when it has more than nine of them or is beyond 2^53. */
export function plainDecimal(value: number): string | undefined {
  const text = Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : ''
  if (/^-?\d+(\.\d{1,9})?$/.test(text)) return text
  // 1e-7 is the way JavaScript writes 0.0000001.
  const spread = Number.isFinite(value) && Math.abs(value) < 1 ? value.toFixed(filterLimits.decimals) : ''
  return spread !== '' && Number(spread) === value ? spread : undefined
}

interface Reading {
  readonly faults: FieldFault[]
  readonly fields: ReadonlySet<string> | undefined
  nodes: number
  literals: number
}

function readNode(reading: Reading, node: unknown, at: string, depth: number): void {
  reading.nodes += 1
  if (reading.nodes > filterLimits.nodes) return
  if (depth > filterLimits.depth) {
    reading.faults.push(
      fault(at, 'depth', `条件嵌套超过 ${filterLimits.depth} 层`, `nested deeper than ${filterLimits.depth}`),
    )
    return
  }
  const keys = typeof node === 'object' && node !== null && !Array.isArray(node) ? Object.keys(node) : []
  const [key] = keys
  if (keys.length === 1 && (key === 'and' || key === 'or'))
    readParts(reading, (node as Record<string, unknown>)[key], `${at}/${key}`, depth)
  else if (keys.length === 1 && key === 'not')
    readNode(reading, (node as { not: unknown }).not, `${at}/not`, depth + 1)
  else readLeaf(reading, node as Record<string, unknown>, keys, at)
}

function readParts(reading: Reading, parts: unknown, at: string, depth: number): void {
  if (!Array.isArray(parts) || parts.length === 0) {
    reading.faults.push(
      fault(at, 'parts', '应为至少一项条件的数组', 'must be an array of at least one condition'),
    )
    return
  }
  for (const [n, part] of parts.entries()) readNode(reading, part, `${at}/${n}`, depth + 1)
}

function readLeaf(
  reading: Reading,
  leaf: Record<string, unknown>,
  keys: readonly string[],
  at: string,
): void {
  const { faults, fields } = reading
  const known = keys.length > 0 && keys.every((key) => ['field', 'op', 'value'].includes(key))
  if (!known || typeof leaf.field !== 'string' || !ops.includes(leaf.op as FilterOp)) {
    faults.push(
      fault(
        at,
        'condition',
        '应为 and、or、not 或 field/op/value',
        'must be and, or, not, or field with op and value',
      ),
    )
    return
  }
  if (fields && !fields.has(leaf.field)) {
    faults.push(fault(`${at}/field`, 'unknown', `没有字段 ${leaf.field}`, `there is no field ${leaf.field}`))
  }
  const values = leaf.value === undefined ? [] : [leaf.value].flat(1)
  reading.literals += values.length
  if (reading.literals > filterLimits.literals) return
  const why = valueFault(leaf as { op: FilterOp; value?: unknown }, values)
  if (why) faults.push(fault(`${at}/value`, ...why))
}

type Why = [rule: string, zh: string, en: string]

function valueFault(
  { op, value }: { op: FilterOp; value?: unknown },
  values: readonly unknown[],
): Why | undefined {
  if (op === 'isNull')
    return value === undefined ? undefined : ['value', 'isNull 不带值', 'isNull takes no value']
  const listed = op === 'in' || op === 'between'
  if (listed !== Array.isArray(value) || values.length === 0) {
    return listed
      ? ['list', `${op} 的值应为数组`, `${op} takes a list`]
      : ['scalar', `${op} 的值应为单个值`, `${op} takes one value`]
  }
  const kinds = new Set(values.map((one) => typeof one))
  if (kinds.size > 1) return ['kinds', '各值类型应相同', 'the values must be of one type']
  const [kind = 'undefined'] = kinds
  if (!['string', 'number', 'boolean'].includes(kind))
    return ['type', '值应为字符串、数字或布尔值', 'a value is a string, a number or a boolean']
  if (kind === 'boolean' && op !== 'eq' && op !== 'ne')
    return ['type', '布尔值只能用 eq、ne 比较', 'booleans are compared by eq and ne']
  if (op === 'prefix' && (kind !== 'string' || value === ''))
    return ['prefix', 'prefix 的值应为非空字符串', 'prefix takes a text that is not empty']
  if (op === 'between' && values.length !== 2)
    return ['between', 'between 的值应为起止两项', 'between takes a first and a last value']
  return exactFault(values)
}

function exactFault(values: readonly unknown[]): Why | undefined {
  if (values.some((one) => typeof one === 'number' && plainDecimal(one) === undefined)) {
    return [
      'exact',
      `数字应在 2^53 以内且不超过 ${filterLimits.decimals} 位小数`,
      `a number is within 2^53 and has at most ${filterLimits.decimals} decimals`,
    ]
  }
  const bad = values.some(
    (one) => typeof one === 'string' && (one.length > filterLimits.textCharacters || one.includes('\0')),
  )
  return bad
    ? [
        'text',
        `文本超过 ${filterLimits.textCharacters} 个字符或含空字符`,
        `the text is longer than ${filterLimits.textCharacters} characters or holds NUL`,
      ]
    : undefined
}

function fault(at: string, rule: string, zh: string, en: string): FieldFault {
  return { field: at || '/', rule, zh, en }
}
