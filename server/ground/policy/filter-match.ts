import type { Filter, FilterLeaf, FilterOp, FilterValue } from './filter.ts'
import { valuesOf } from './filter.ts'

/** A row as the interpreter reads it: text, days as 'YYYY-MM-DD', numbers, booleans, NULL. */
export type PlainRow = Readonly<Record<string, string | number | boolean | null | undefined>>

/**
 * Whether a row meets a condition, by a plain reading of its rules: the slow reference that the SQL of
 * `filterSql` is tested against, and the judge of single rows. Unknown (NULL, or not comparable) hides.
 */
export function filterMatches(filter: Filter, row: PlainRow): boolean {
  return truth(filter, row) === true
}

type Truth = boolean | null

function truth(filter: Filter, row: PlainRow): Truth {
  if ('and' in filter) return all(filter.and.map((part) => truth(part, row)))
  if ('or' in filter) return any(filter.or.map((part) => truth(part, row)))
  if ('not' in filter) return not(truth(filter.not, row))
  return leafTruth(filter, row[filter.field] ?? null)
}

function leafTruth(leaf: FilterLeaf, cell: FilterValue | null): Truth {
  if (leaf.op === 'isNull') return cell === null
  if (cell === null) return null
  const values = valuesOf(leaf)
  const [low, high] = values
  switch (leaf.op) {
    case 'prefix':
      return String(cell).startsWith(String(low))
    case 'in':
      return any(values.map((value) => compared(cell, 'eq', value)))
    case 'between':
      return all([compared(cell, 'ge', low), compared(cell, 'le', high)])
    default:
      return compared(cell, leaf.op, low)
  }
}

function compared(cell: FilterValue, op: FilterOp, value: FilterValue | undefined): Truth {
  const order = orderOf(cell, value)
  if (order === null) return null
  switch (op) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    default:
      return null
  }
}

function orderOf(cell: FilterValue, value: FilterValue | undefined): number | null {
  if (typeof cell === 'number' && typeof value === 'string') {
    return /^-?\d+(\.\d+)?$/.test(value) ? Math.sign(cell - Number(value)) : null
  }
  if (typeof cell === 'boolean' && typeof value === 'string') {
    return value === 'true' || value === 'false' ? Number(cell) - Number(value === 'true') : null
  }
  if (typeof cell !== typeof value) return null
  if (typeof cell === 'string') return Buffer.compare(Buffer.from(cell), Buffer.from(String(value)))
  return Math.sign(Number(cell) - Number(value))
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true
  return truths.includes(null) ? null : false
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth
}
