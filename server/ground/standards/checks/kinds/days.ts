import { isDay } from '../../../../base/clock/index.ts'
import { error } from '../faults.ts'
import { letSql, rewriteSql, wholeRegExp, wholeSql } from '../text.ts'
import { firstFault, type Kind } from './kind.ts'

const y = '([12][0-9]{3})'
const apart = `${y}[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?`
const time = '([01]?[0-9]|2[0-3]):([0-5][0-9])'
const zone = '(Z|[+]08:?00)?'
const dayShapes: [shape: string, by: string][] = [
  [`${y}([0-9]{2})([0-9]{2})`, '\\1-\\2-\\3'],
  [`${apart}(?:[ T]0?0:00(?::00(?:[.]0{1,9})?)?)?`, '\\1-\\2-\\3'],
]
const instantShapes: [shape: string, by: string][] = [
  [`${y}([0-9]{2})([0-9]{2})`, '\\1-\\2-\\3 0:00:00'],
  [`${y}([0-9]{2})([0-9]{2})([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])`, '\\1-\\2-\\3 \\4:\\5:\\6'],
  [apart, '\\1-\\2-\\3 0:00:00'],
  [`${apart}[ T]${time}${zone}`, '\\1-\\2-\\3 \\4:\\5:00\\6'],
  [`${apart}[ T]${time}:([0-5][0-9])(?:[.][0-9]{1,9})?${zone}`, '\\1-\\2-\\3 \\4:\\5:\\6\\7'],
]

/** GB/T 7408: days in the notations met in practice, normal form YYYY-MM-DD. */
export const date: Kind = {
  read: (x) => dayFrom(partsOf(x, dayShapes)),
  judge: (n) => (n < '1800' || n >= '2200' ? [error('range')] : []),
  shortSql: (c) => ({
    plain: `${wholeSql(c, '[12][0-9]{3}-[01][0-9]-[0-3][0-9]')} AND try_cast(${c} AS DATE) IS NOT NULL`,
    good: `${c} >= '1800' AND ${c} < '2200'`,
  }),
  readSql: (x) => `CAST(try_cast(${shapesSql(x, dayShapes)} AS DATE) AS VARCHAR)`,
  judgeSql: (n) => firstFault([`${n} < '1800' OR ${n} >= '2200'`, 'range']),
}

/** GB/T 7408: instants, normal form YYYY-MM-DDThh:mm:ss+08:00; without a zone they are read as UTC+8. */
export const datetime: Kind = {
  read(x) {
    const [year, month, day, hour = '0', minute = '0', second, fifth] = partsOf(x, instantShapes) ?? []
    const on = dayFrom(year && month && day ? [year, month, day] : undefined)
    if (!on) return null
    const [seconds, offset] = /^\d/.test(second ?? '') ? [second, fifth] : ['00', second]
    const at = Date.parse(`${on}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:${seconds}Z`)
    const shifted = new Date(at + (offset === 'Z' ? 8 * 3_600_000 : 0))
    return `${shifted.toISOString().slice(0, 19)}+08:00`
  },
  judge: (n) => (n < '1800' || n >= '2200' ? [error('range')] : []),
  readSql(x) {
    const local = `try_cast(regexp_replace(t, '(Z|[+]08:?00)$', '') AS TIMESTAMP)`
    const shifted = `(${local} + CASE WHEN ends_with(t, 'Z') THEN INTERVAL 8 HOUR ELSE INTERVAL 0 HOUR END)`
    return letSql(shapesSql(x, instantShapes), 't', `strftime(${shifted}, '%Y-%m-%dT%H:%M:%S') || '+08:00'`)
  },
  judgeSql: (n) => firstFault([`${n} < '1800' OR ${n} >= '2200'`, 'range']),
}

/** True when year, month and day make a day of the calendar in 1800 to 2199. */
export function realDay(year: string, month: string, day: string): boolean {
  return year >= '1800' && year < '2200' && isDay(`${year}-${month}-${day}`)
}

function dayFrom(parts: readonly (string | undefined)[] | undefined): string | null {
  const [year = '', month = '', day = ''] = parts ?? []
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(on) ? on : null
}

const compiled = new Map([...dayShapes, ...instantShapes].map(([shape]) => [shape, wholeRegExp(shape)]))

function partsOf(x: string, shapes: readonly [string, string][]): (string | undefined)[] | undefined {
  for (const [shape] of shapes) {
    const found = compiled.get(shape)?.exec(x)
    if (found) return found.slice(1)
  }
  return undefined
}

function shapesSql(x: string, shapes: readonly [string, string][]): string {
  const cases = shapes.map(
    ([shape, by]) => `WHEN ${wholeSql(x, shape)} THEN ${rewriteSql(x, [[`^(?:${shape})$`, by]])}`,
  )
  return `CASE ${cases.join(' ')} END`
}
