import { ident } from '../../base/lake/index.ts'
import { missingValueSql } from '../../ground/standards/index.ts'
import { castSql, type Judged, textSql } from './cell.ts'
import { isPersonal, shownSql } from './mask.ts'
import type { Histogram } from './profile-types.ts'

/** A column to be pictured; without item or element it is text of unknown meaning. */
export interface Pictured {
  readonly column: string
  readonly item: Judged['item'] | null
  readonly element: string | null
}

const shownValues = 10
const shownCharacters = 200
const shapedCharacters = 64
export const bins = 20
const blanks = `' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)`

/** In what order the values of a column stand: as numbers, as days, or as texts. */
export function scaleOf({ item }: Pictured): Histogram['scale'] | 'text' {
  const type = item?.type ?? 'string'
  if (type === 'date' || type === 'timestamp') return 'day'
  return /^(integer|long|double|decimal)/.test(type) ? 'number' : 'text'
}

/**
 * One query that pictures one column of `source`: its different values with their numbers first, and everything else
 * from those, so that the rows are read once.
 */
export function columnSql(one: Pictured, source: string): string {
  const raw = `nullif(trim(cast(${ident(one.column)} as varchar), ${blanks}), '')`
  const missing = one.element === null ? 'raw is null' : missingValueSql(one.element, 'raw')
  const votes = (['long', 'date', 'timestamp', 'boolean'] as const).map(
    (type) => `cast(coalesce(sum(n) filter (${castSql(type, 't')} is not null), 0) as bigint) as as_${type}`,
  )
  return `with seen as materialized (
      select case when ${missing} then null else raw end as t, count(*) as n
      from (select ${raw} as raw from ${source}) group by 1),
    g as materialized (select t, n, ${placeSql(one)} as x from seen where t is not null),
    ends as (select min(x) as lo, max(x) as hi, sum(x * n) / sum(n) filter (x is not null) as mean,
      ${rangeSql(one)} from g)
    select (select cast(coalesce(sum(n), 0) as bigint) from seen) as total,
      (select cast(coalesce(sum(n), 0) as bigint) from g) as present, (select count(*) from g) as different,
      (select {${['lo', 'hi', 'mean', 'low', 'high'].map((name) => `${name}: ${name}`).join(', ')}} from ends) as ends,
      (select {shortest: min(length(t)), longest: max(length(t))} from g) as lengths,
      (select list({value: value, n: n}) from (
        select ${shownSql(one.element, `left(t, ${shownCharacters})`)} as value, n
        from g order by n desc, t limit ${shownValues})) as top,
      (select list({shape: shape, n: n}) from (select ${shapeSql('t')} as shape, cast(sum(n) as bigint) as n
        from g group by 1 order by 2 desc, 1 limit ${shownValues})) as shapes,
      (select list({bin: bin, n: n} order by bin) from (select ${binSql} as bin, cast(sum(n) as bigint) as n
        from g, ends where x is not null group by 1)) as bins,
      v.* from (select ${votes.join(', ')},
        cast(coalesce(sum(n) filter (regexp_full_match(t, '[+-]?[0-9]+[.][0-9]+')), 0) as bigint) as as_decimal from g) v`
}

const binSql = `least(${bins - 1}, cast(floor(case when hi > lo then (x - lo) / (hi - lo) * ${bins} else 0 end) as integer))`

/** Where a value stands on its scale, as a double; NULL for texts and for what cannot be read. */
function placeSql(one: Pictured): string {
  const scale = scaleOf(one)
  if (!one.item || scale === 'text' || isPersonal(one.element)) return 'cast(null as double)'
  const typed = castSql(one.item.type, textSql(one, 't'))
  return scale === 'number'
    ? `cast(${typed} as double)`
    : `cast(date_diff('day', DATE '1970-01-01', cast(${typed} as date)) as double)`
}

/** The ends of texts stand as texts; personal information shows none, for its ends are values of somebody. */
function rangeSql(one: Pictured): string {
  if (scaleOf(one) !== 'text' || isPersonal(one.element))
    return 'cast(null as varchar) as low, cast(null as varchar) as high'
  return `left(min(t), ${shownCharacters}) as low, left(max(t), ${shownCharacters}) as high`
}

function shapeSql(text: string): string {
  const kinds = [
    ['[0-9]', '9'],
    ['[A-Z]', 'A'],
    ['[a-z]', 'a'],
    ['\\p{Han}', '中'],
  ] as const
  return kinds.reduce(
    (sql, [signs, kind]) => `regexp_replace(${sql}, '${signs}', '${kind}', 'g')`,
    `left(${text}, ${shapedCharacters})`,
  )
}
