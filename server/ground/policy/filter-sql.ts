import { invalidFields } from '../../base/http/index.ts'
import type { SqlValue } from '../../base/lake/index.ts'
import {
  type Filter,
  type FilterLeaf,
  type FilterOp,
  type FilterValue,
  plainDecimal,
  valuesOf,
} from './filter.ts'

/** SQL of a column by the name the condition uses; undefined for a field it may not name. */
export type ColumnSql = (field: string) => string | undefined

/**
 * A condition as DuckDB SQL, every value a bound parameter from `$first` on. A row whose deciding
 * column is NULL, or holds what cannot be compared with the value, is hidden: no error can tell about
 * a hidden row. Text meets columns in the column's own type (days as days, numbers as decimals), a
 * number meets numeric columns only, a boolean boolean ones. A field without SQL → 422.
 */
export function filterSql(
  filter: Filter,
  columnSql: ColumnSql,
  first = 1,
): { sql: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = []
  const bind = (value: string): string => {
    parameters.push(value)
    return `$${first + parameters.length - 1}`
  }
  const tree = write(filter, (leaf) => writeLeaf(leaf, columnOf(leaf.field, columnSql), bind))
  return { sql: `coalesce(${tree}, false)`, parameters }
}

function write(filter: Filter, leafSql: (leaf: FilterLeaf) => string): string {
  if ('and' in filter) return `(${filter.and.map((part) => write(part, leafSql)).join(' AND ')})`
  if ('or' in filter) return `(${filter.or.map((part) => write(part, leafSql)).join(' OR ')})`
  if ('not' in filter) return `(NOT ${write(filter.not, leafSql)})`
  return leafSql(filter)
}

function columnOf(field: string, columnSql: ColumnSql): string {
  const sql = columnSql(field)
  if (sql !== undefined) return sql
  throw invalidFields([
    { field: '/', rule: 'unknown', zh: `没有字段 ${field}`, en: `there is no field ${field}` },
  ])
}

function writeLeaf(leaf: FilterLeaf, column: string, bind: (value: string) => string): string {
  const values = valuesOf(leaf)
  const [low] = values
  if (leaf.op === 'isNull') return `(${column} IS NULL)`
  if (leaf.op === 'prefix') return `starts_with(CAST(${column} AS VARCHAR), ${textOf(bind(String(low)))})`
  const places = values.map((value) => bind(writeValue(value)))
  const meet = meetings[typeof low as keyof typeof meetings]
  return meet(column, places, leaf.op)
}

function writeValue(value: FilterValue): string {
  if (typeof value !== 'number') return String(value)
  const text = plainDecimal(value)
  if (text === undefined) throw new RangeError(`not exact: ${value}`)
  return text
}

/**
 * How a column meets values of each kind. `typeof` is known when the statement is planned, so only
 * one branch is left; every branch still casts by TRY, since CASE alone does not keep one from running.
 */
const meetings = {
  string: (column: string, places: readonly string[], op: FilterOp) => {
    const own = (place: string) => `TRY(cast_to_type(${textOf(place)}, ${column}))`
    const text = compare(`CAST(${column} AS VARCHAR)`, places.map(textOf), op)
    return (
      `CASE WHEN typeof(${column}) = 'VARCHAR' THEN ${text}` +
      ` WHEN ${isNumeric(column)} THEN ${compare(decimalOf(column), places.map(decimalOf), op)}` +
      ` ELSE ${compare(column, places.map(own), op)} END`
    )
  },
  number: (column: string, places: readonly string[], op: FilterOp) =>
    `CASE WHEN ${isNumeric(column)} THEN ${compare(decimalOf(column), places.map(decimalOf), op)} END`,
  boolean: (column: string, places: readonly string[], op: FilterOp) => {
    const truth = (sql: string) => `TRY_CAST(${sql} AS BOOLEAN)`
    return `CASE WHEN typeof(${column}) = 'BOOLEAN' THEN ${compare(truth(column), places.map(truth), op)} END`
  },
}

const signs: Partial<Record<FilterOp, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' }

function compare(column: string, places: readonly string[], op: FilterOp): string {
  const [low, high] = places
  if (op === 'in') return `(${column} IN (${places.join(', ')}))`
  if (op === 'between') return `(${column} >= ${low} AND ${column} <= ${high})`
  return `(${column} ${signs[op]} ${low})`
}

function textOf(place: string): string {
  return `CAST(${place} AS VARCHAR)`
}

function decimalOf(sql: string): string {
  return `TRY_CAST(${sql} AS DECIMAL(38, 9))`
}

function isNumeric(column: string): string {
  return (
    `(typeof(${column}) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'FLOAT', 'DOUBLE')` +
    ` OR starts_with(typeof(${column}), 'DECIMAL'))`
  )
}
