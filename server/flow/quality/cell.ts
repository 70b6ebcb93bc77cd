import { ident } from '../../base/lake/index.ts'
import type { Item, ItemType } from '../../ground/catalog/index.ts'
import { faultSql, normalSql } from '../../ground/standards/index.ts'
import { type Warning, warnBitsSql, warningsOf } from './warn.ts'

/** An item with the column it is read from and the element it is judged by. */
export interface Judged {
  readonly item: Item
  readonly column: string
  readonly element: string | null
}

const engineTypes: Record<string, string> = {
  string: 'VARCHAR',
  integer: 'INTEGER',
  long: 'BIGINT',
  date: 'DATE',
  timestamp: 'TIMESTAMPTZ',
  boolean: 'BOOLEAN',
  double: 'DOUBLE',
}
const blanks = `' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)`

/** The engine's name of an item's type. */
export function engineTypeOf(type: ItemType): string {
  return engineTypes[type] ?? type.toUpperCase()
}

/** The warnings an item's values may bear: those of its element. */
export function warningsFor({ element }: Pick<Judged, 'element'>): Warning[] {
  return element === null ? [] : warningsOf(element)
}

/** The value as text in normal form: by its element, else with blanks cut; NULL when missing. */
export function textSql({ element }: Pick<Judged, 'element'>, column: string): string {
  return element ? normalSql(element, column) : `nullif(trim(${column}, ${blanks}), '')`
}

/** The code of the element's first error; NULL without one. */
export function elementFaultSql({ element }: Pick<Judged, 'element'>, column: string): string {
  return element ? faultSql(element, column) : 'NULL::VARCHAR'
}

/**
 * A normalised text as the item's type; NULL when it is none. Texts are tested by pattern first, because the
 * engine's own casts round (`12.5` to 13), guess (`0x1F`, `1e3`) or fail.
 */
export function castSql(type: ItemType, text: string): string {
  const when = (pattern: string, value: string) =>
    `(CASE WHEN regexp_full_match(${text}, '${pattern}') THEN ${value} END)`
  switch (type) {
    case 'string':
      return text
    case 'integer':
    case 'long':
      return when('[+-]?[0-9]{1,19}', `try_cast(${text} AS ${engineTypeOf(type)})`)
    case 'double':
      return when('[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,3})?', `try_cast(${text} AS DOUBLE)`)
    case 'boolean':
      return `(CASE WHEN lower(${text}) IN ('true', '1', 'y', 'yes', '是', '有') THEN true
        WHEN lower(${text}) IN ('false', '0', 'n', 'no', '否', '无') THEN false END)`
    case 'date':
      return dateSql(text)
    case 'timestamp':
      return timestampSql(text)
    default:
      return decimalSql(type, text)
  }
}

// Beyond the scale only zeros: rounding would change what was handed in.
function decimalSql(type: `decimal(${number},${number})`, text: string): string {
  const [, precision = '38', scale = '0'] = /(\d+),(\d+)/.exec(type) ?? []
  const whole = Math.max(1, Number(precision) - Number(scale))
  const pattern = `[+-]?[0-9]{1,${whole}}([.][0-9]{0,${Number(scale)}}0*)?`
  return `(CASE WHEN regexp_full_match(${text}, '${pattern}') THEN try_cast(${text} AS ${engineTypeOf(type)}) END)`
}

function dateSql(text: string): string {
  const shape = `regexp_extract(${text}, '^([0-9]{4})([-/.年]?)([0-9]{1,2})([-/.月]?)([0-9]{1,2})日?( 00:00(:00)?)?$', ['y', 'a', 'm', 'b', 'd'])`
  const parts = `list_transform([${shape}], lambda p: CASE
    WHEN p.y = '' OR (p.a = '') <> (p.b = '') OR (p.a = '' AND length(p.m || p.d) < 4) THEN NULL
    ELSE p.y || '-' || lpad(p.m, 2, '0') || '-' || lpad(p.d, 2, '0') END)[1]`
  return `try_cast(${parts} AS DATE)`
}

function timestampSql(text: string): string {
  const pattern =
    '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?'
  return `(CASE WHEN regexp_full_match(${text}, '${pattern}') THEN try_cast(${text} AS TIMESTAMPTZ) END)`
}

/**
 * One pass over the landed rows: per item `v<i>` (typed value), `m<i>` (missing: no text and no fault), `f<i>` (first
 * fault's code), `w<i>` where its element can warn (bits), and `faulty` over all items. Nested, because the engine promises no order inside one expression.
 */
export function judgeSql(judged: readonly Judged[], source: string): string {
  const warned = judged.map(warningsFor)
  const read = judged.flatMap((one, i) => {
    const column = ident(one.column)
    const raw = warned[i]?.length ? [`${column} AS r${i}`] : []
    return [`${textSql(one, column)} AS t${i}`, `${elementFaultSql(one, column)} AS e${i}`, ...raw]
  })
  const cast = judged.flatMap(({ item }, i) => [
    `${castSql(item.type, `t${i}`)} AS v${i}`,
    `t${i} IS NULL AND e${i} IS NULL AS m${i}`,
    `e${i}`,
    ...(warned[i]?.length
      ? [
          `CASE WHEN e${i} IS NULL THEN ${warnBitsSql(warned[i], `t${i}`, `r${i}`)} ELSE 0::UTINYINT END AS w${i}`,
        ]
      : []),
  ])
  const decide = judged.flatMap(({ item }, i) => [
    `v${i}`,
    `m${i}`,
    `${firstFaultSql(item, i)} AS f${i}`,
    ...(warned[i]?.length ? [`w${i}`] : []),
  ])
  const faulty = judged.map((_, i) => `f${i} IS NOT NULL`).join(' OR ') || 'false'
  const list = (parts: readonly string[]) => ['_row', ...parts].join(', ')
  return `SELECT *, ${faulty} AS faulty FROM (
    SELECT ${list(decide)} FROM (
      SELECT ${list(cast)} FROM (
        SELECT ${list(read)} FROM ${source})))`
}

function firstFaultSql({ key, nullable, type }: Item, i: number): string {
  const missing = key || !nullable ? `'value.missing'` : 'NULL'
  const kind = type.startsWith('decimal') ? 'decimal' : type
  return `CASE WHEN m${i} THEN ${missing} WHEN e${i} IS NOT NULL THEN e${i}
    WHEN v${i} IS NULL THEN 'type.${kind}' ELSE NULL END`
}
