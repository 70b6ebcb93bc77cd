import { isDay } from '../../base/clock/index.ts'
import { invalidFields } from '../../base/http/index.ts'
import { engineType, ident, type SqlValue } from '../../base/lake/index.ts'
import type { FieldFault } from '../../base/problem.ts'
import { checkFilter, type Filter, filterSql } from '../../ground/policy/index.ts'
import type { Column } from './types.ts'

/**
 * Reads a caller's condition (JSON): the typed tree of policy, on agreed columns alone, each value of
 * its column's kind. It is applied to the cut rows, so a masked column is compared by its mask.
 */
export function readFilter(text: string, columns: readonly Column[]): Filter {
  const filter = parseText(text)
  checkFilter(
    filter as Filter,
    columns.map(({ name }) => name),
  )
  const byName = new Map(columns.map((column) => [column.name, column]))
  const faults = typeFaults(filter as Filter, byName)
  if (faults.length > 0) throw invalidFields(faults)
  return filter as Filter
}

/** The condition as SQL over a source called `source`, every value a bound parameter. */
export function columnFilter(filter: Filter): { sql: string; parameters: readonly SqlValue[] } {
  const { sql, parameters } = filterSql(filter, (field) => `source.${ident(field)}`)
  return { sql: `(${sql})`, parameters }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidFields([{ field: '/query/filter', rule: 'json', zh: '不是合法的 JSON', en: 'not JSON' }])
  }
}

function typeFaults(filter: Filter, columns: ReadonlyMap<string, Column>): FieldFault[] {
  if ('and' in filter) return filter.and.flatMap((part) => typeFaults(part, columns))
  if ('or' in filter) return filter.or.flatMap((part) => typeFaults(part, columns))
  if ('not' in filter) return typeFaults(filter.not, columns)
  const column = columns.get(filter.field)
  if (!column || filter.op === 'isNull') return []
  const values = [filter.value].flat()
  if (filter.op === 'prefix' && column.type !== 'string') return [typeFault(filter.field, column, 'prefix')]
  return values.every((value) => fits(column, value)) ? [] : [typeFault(filter.field, column, 'type')]
}

function fits({ type }: Column, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'long':
      return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,18}$/.test(value))
    case 'double':
      return typeof value === 'number'
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'timestamp':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
    default:
      return (
        typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,30}(\.\d{1,30})?$/.test(value))
      )
  }
}

function typeFault(field: string, { type }: Column, rule: string): FieldFault {
  const name = engineType(type)
  return {
    field: '/query/filter',
    rule,
    zh: `字段 ${field} 的条件值应为 ${name} 类型`,
    en: `a condition on ${field} takes values of type ${name}`,
  }
}
