import { error, faultOf } from './faults.ts'
import { kinds } from './kinds/index.ts'
import { element } from './registry.ts'
import { foldSql, foldText, letSql, quote, upperAscii } from './text.ts'
import type { Element, Verdict } from './types.ts'

/** Judges one value by its data element (数据元): normal form and faults. Throws UnknownElement. */
export function checkValue(elementId: string, raw: string): Verdict {
  const one = element(elementId)
  const kind = kinds[one.kind]
  const x = foldText(raw, foldOf(one))
  if (one.missing.includes(upperAscii(x))) return { ok: true, normal: null, faults: [], missing: true }
  const normal = kind.read(x, one)
  const hits = normal === null ? [error(kind.unread?.(x, one) ?? 'format')] : kind.judge(normal, x, one)
  const faults = hits.map((hit) => faultOf(one, hit))
  return { ok: !faults.some(({ severity }) => severity === 'error'), normal, faults, missing: false }
}

/** DuckDB expression (VARCHAR) of the normal form; NULL when the value is missing or cannot be read. */
export function normalSql(elementId: string, columnSql: string): string {
  const one = element(elementId)
  const read = `CASE WHEN ${missingSql(one, 'x')} THEN NULL ELSE ${kinds[one.kind].readSql('x', one)} END`
  const long = foldedSql(one, columnSql, read)
  const short = shortOf(one, columnSql)
  return short
    ? `CASE WHEN ${short.plain} AND NOT ${missingSql(one, short.column)} THEN ${short.column} ELSE ${long} END`
    : long
}

/** DuckDB expression of the first error's code, such as 'uscc.check'; NULL when fine or missing. Warnings do not show. */
export function faultSql(elementId: string, columnSql: string): string {
  const one = element(elementId)
  const long = foldedSql(one, columnSql, longFaultSql(one))
  const short = shortOf(one, columnSql)
  return short ? `CASE WHEN ${short.plain} AND ${short.good} THEN NULL ELSE ${long} END` : long
}

function longFaultSql(one: Element): string {
  const kind = kinds[one.kind]
  const read = kind.readSql('x', one)
  const unread = kind.unreadSql?.('x', one) ?? "'format'"
  const judged = (n: string) => kind.judgeSql(n, 'x', one)
  const key =
    read === 'x'
      ? judged('x')
      : letSql(read, 'n', `CASE WHEN n IS NULL THEN ${unread} ELSE ${judged('n')} END`)
  const reported = `CASE WHEN e IS NULL THEN NULL WHEN ${missingSql(one, 'x')} THEN NULL ELSE '${one.id}.' || e END`
  return letSql(key, 'e', reported)
}

const plainColumn = /^(?:"[^"]+"|[A-Za-z_][A-Za-z0-9_]*)(?:[.](?:"[^"]+"|[A-Za-z_][A-Za-z0-9_]*))*$/

/** The short way repeats the column, so only a bare name takes it: there the engine's statistics help. */
function shortOf(one: Element, columnSql: string) {
  const short = plainColumn.test(columnSql) ? kinds[one.kind].shortSql : undefined
  const column = `CAST(${columnSql} AS VARCHAR)`
  return short ? { column, ...short(column, one) } : undefined
}

/** DuckDB expression (BOOLEAN): blank, or one of the element's placeholders; NULL counts as missing. */
export function missingValueSql(elementId: string, columnSql: string): string {
  const one = element(elementId)
  return `coalesce(${foldedSql(one, columnSql, missingSql(one, 'x'))}, true)`
}

function foldedSql(one: Element, columnSql: string, body: string): string {
  return letSql(letSql(`CAST(${columnSql} AS VARCHAR)`, 'r', foldSql('r', foldOf(one))), 'x', body)
}

function missingSql({ missing }: Element, x: string): string {
  const shout = `CASE WHEN strlen(${x}) = length(${x}) THEN upper(${x}) ELSE ${x} END`
  return `(${x} IS NULL OR ${shout} IN (${missing.map(quote).join(', ')}))`
}

function foldOf(one: Element) {
  return one.fold ?? kinds[one.kind].fold ?? {}
}
