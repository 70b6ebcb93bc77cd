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

/** Columns that one query pictures together, because their values are read, placed and shown in the same words of SQL. */
export interface Batch {
  readonly columns: readonly Pictured[]
  readonly sql: string
}

const shownValues = 10
const shownCharacters = 200
const shapedCharacters = 64
export const bins = 20
const blanks = `' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)`

/** Values that one query groups: with more it spills, with fewer the engine spends its time on preparing queries. */
const mostValues = 2_000_000
const mostColumns = 60

/** In what order the values of a column stand: as numbers, as days, or as texts. */
export function scaleOf({ item }: Pictured): Histogram['scale'] | 'text' {
  const type = item?.type ?? 'string'
  if (type === 'date' || type === 'timestamp') return 'day'
  return /^(integer|long|double|decimal)/.test(type) ? 'number' : 'text'
}

/** The queries that picture the columns of `source`, a table of so many rows. */
export function batchesOf(columns: readonly Pictured[], source: string, rows: number): Batch[] {
  const most = Math.max(1, Math.min(mostColumns, Math.floor(mostValues / Math.max(1, rows))))
  const alike = Map.groupBy(columns, (one) => JSON.stringify(wordsOf(one)))
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / most) }, (_, i) => {
      const some = group.slice(i * most, (i + 1) * most)
      return { columns: some, sql: batchSql(some, source) }
    }),
  )
}

/** What differs between columns in the words of the query. */
function wordsOf(one: Pictured) {
  return {
    missing: one.element === null ? 't is null' : missingValueSql(one.element, 't'),
    place: placeSql(one),
    shown: shownSql(one.element, 'it.t'),
    isOrdered: scaleOf(one) === 'text' && !isPersonal(one.element),
  }
}

/**
 * One query that pictures columns alike: a row a column (`col`: its place in the batch; none where no value is present).
 * Their different values with their numbers come first and everything else from those, so that the rows are read once
 * and what is dear is done once a value. Lists are kept by heaps of ten, never sorted whole.
 */
function batchSql(columns: readonly Pictured[], source: string): string {
  const [first] = columns
  if (!first) throw new Error('a batch has a column')
  const { missing, place, shown, isOrdered } = wordsOf(first)
  const cells = columns.map(
    ({ column }, at) => `nullif(trim(cast(${ident(column)} as varchar), ${blanks}), '') as "${at}"`,
  )
  const end = (which: 'min' | 'max') =>
    isOrdered ? `${which}(left(t, ${shownCharacters}))` : 'cast(null as varchar)'
  return `with seen as materialized (select col, t, count(*) as n
      from (unpivot (select ${cells.join(', ')} from ${source}) on columns(*) into name col value t) group by col, t),
    g as materialized (select col, t, n${place === null ? '' : `, ${place} as x`} from seen where not (${missing})),
    facts as materialized (select col, ${place === null ? noPlaces : places}, cast(sum(n) as bigint) as present,
      count(*) as different, ${end('min')} as low, ${end('max')} as high,
      min(length(t)) as shortest, max(length(t)) as longest,
      min({n: -n, t: left(t, ${shownCharacters})}, ${shownValues}) as most, ${votesSql} from g group by col),
    undigited as (select col, ${digitsSql} as s, sum(n) as n from g group by all),
    shaped as (select col, ${shapeSql} as shape, cast(-sum(n) as bigint) as n from undigited group by all),
    shapes as (select col, min({n: n, t: shape}, ${shownValues}) as shapes from shaped group by col)${
      place === null
        ? ''
        : `,
    binned as (select col, ${binSql} as bin, cast(sum(n) as bigint) as n
      from g join facts using (col) where x is not null group by all),
    bins as (select col, list({bin: bin, n: n}) as bins from binned group by col)`
    }
    select cast(col as integer) as col, facts.* exclude (col, most), shapes,
      list_transform(most, lambda it: {n: it.n, t: ${shown}}) as top, ${place === null ? 'null as bins' : 'bins'}
    from facts join shapes using (col)${place === null ? '' : ' left join bins using (col)'}`
}

const places = 'min(x) as lo, max(x) as hi, sum(x * n) / sum(n) filter (x is not null) as mean'
const noPlaces = 'cast(null as double) as lo, cast(null as double) as hi, cast(null as double) as mean'

/** How many values read as each type. What a glance at sign and length rules out is not tried: patterns are dear. */
const votesSql = [
  ['long', `t < ':' and t >= '+' and strlen(t) <= 20`, `${castSql('long', 't')} is not null`],
  ['decimal', `t < ':' and t >= '+'`, `regexp_full_match(t, '[+-]?[0-9]+[.][0-9]+')`],
  // From 20010203 to 2001年02月03日 00:00:00.
  ['date', `t < ':' and t >= '0' and strlen(t) between 8 and 26`, `${castSql('date', 't')} is not null`],
  // From 2001-02-03 on.
  ['timestamp', `t < ':' and t >= '0' and substr(t, 5, 1) = '-'`, `${castSql('timestamp', 't')} is not null`],
  ['boolean', 'strlen(t) <= 5', `${castSql('boolean', 't')} is not null`],
]
  .map(
    ([type, may, reads]) =>
      `cast(coalesce(sum(n) filter (case when ${may} then ${reads} else false end), 0) as bigint) as as_${type}`,
  )
  .join(', ')

const binSql = `least(${bins - 1}, cast(floor(case when hi > lo then (x - lo) / (hi - lo) * ${bins} else 0 end) as integer))`

/** Where a value stands on its scale, as a double; null for texts, which have no place. */
function placeSql(one: Pictured): string | null {
  const scale = scaleOf(one)
  if (!one.item || scale === 'text' || isPersonal(one.element)) return null
  const typed = castSql(one.item.type, textSql(one, 't'))
  return scale === 'number'
    ? `cast(${typed} as double)`
    : `cast(date_diff('day', DATE '1970-01-01', cast(${typed} as date)) as double)`
}

/** Signs by kind; digits come first by themselves, because without them few texts are different. */
const digitsSql = `regexp_replace(left(t, ${shapedCharacters}), '[0-9]', '9', 'g')`

const shapeSql = [
  ['[A-Z]', 'A'],
  ['[a-z]', 'a'],
  ['\\p{Han}', '中'],
].reduce((sql, [signs, kind]) => `regexp_replace(${sql}, '${signs}', '${kind}', 'g')`, 's')
