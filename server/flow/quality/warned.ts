import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, readCursor, writeCursor } from '../../base/http/index.ts'
import { ident, literal } from '../../base/lake/index.ts'
import { findResource, findVersion } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { elements } from '../../ground/standards/index.ts'
import { columnOf } from '../collect/index.ts'
import { type Judged, judgeSql, warningsFor } from './cell.ts'
import { type Relation, relationsOf } from './relation.ts'
import { db } from './tables.ts'
import type { FaultRow } from './types.ts'
import type { FaultQuery } from './verdict.ts'
import { wordsOf } from './words.ts'

const shownCharacters = 2000
const shownOfRecord = 20_000
const patience = { timeoutMs: 60_000 }

/**
 * The rows behind the warnings of a verdict, found anew in the rows as they landed: warnings reject nothing, so no table
 * holds them. Judged by the elements of the verdict. Gaps and rows that share their key are looked for by name alone
 * (`value.absent`, `key.shared`, `key.contradicts`). Whoever may not see faulty rows was refused before.
 */
export async function listWarnings(
  ctx: Ctx,
  id: string,
  n: number,
  query: FaultQuery,
): Promise<Page<FaultRow>> {
  const { tables, at } = await findVersion(ctx, id, n)
  if (!tables.landed) return { items: [] }
  const table = ctx.lake.table(tables.landed.path)
  const { columns } = await table.snapshot(tables.landed.version)
  const judged = await judgedThen(
    ctx,
    id,
    n,
    columns.map(({ name }) => name),
  )
  const relations = relationsOf(ctx, judged, dayOf(new Date(at)))
  const landed = await table.scan(tables.landed.version)
  const known = query.rule === undefined ? [] : namedHits(judged, landed)
  const cells = [...hitsOf(judged, relations), ...known].filter(
    ({ field, rule }) =>
      (query.field === undefined || query.field === field) &&
      (query.rule === undefined || query.rule === rule),
  )
  if (cells.length === 0) return { items: [] }
  const [row, field, rule] = readCursor(query.cursor, 3) ?? [-1, '', '']
  const limit = query.limit ?? 50
  const hits = cells.map(({ hit }, i) => `coalesce(${hit}, false) as h${i}`)
  const told = cells.map(
    ({ field, rule, original }, i) =>
      `{field: ${literal(field)}, rule: ${literal(rule)}, original: left(${original}, ${shownCharacters}), hit: b.h${i}}`,
  )
  const found = await ctx.lake.query<Pick<FaultRow, 'row' | 'field' | 'rule' | 'original'>>(
    `select "row", hit.field as field, hit.rule as rule, hit.original as original from (
       select b._row as "row", unnest(list_filter([${told.join(', ')}], lambda c: c.hit)) as hit
       from (select _row, ${hits.join(', ')} from (${judgeSql(judged, landed)}) where _row >= $1) b
         join ${landed} l on l._row = b._row where ${cells.map((_, i) => `b.h${i}`).join(' or ')})
     where ("row", hit.field, hit.rule) > ($1, $2, $3) order by 1, 2, 3 limit ${limit + 1}`,
    [Number(row ?? -1), String(field ?? ''), String(rule ?? '')],
    patience,
  )
  const words = new Map(relations.map((one) => [one.rule, { zh: one.zh, en: one.en }]))
  const shown = found.slice(0, limit)
  const records = await recordsOf(
    ctx,
    landed,
    columns.map(({ name }) => name),
    shown.map(({ row }) => row),
  )
  const items = shown.map(
    (one): FaultRow => ({
      ...one,
      ...(words.get(one.rule) ?? wordsOf(one.rule)),
      record: records.get(one.row) ?? null,
    }),
  )
  const last = items.at(-1)
  await recordSoon(ctx, 'quality.faultsRead', { subject: id, n, severity: 'warn', rows: items.length })
  return {
    items,
    ...(found.length > limit && last && { next: writeCursor([last.row, last.field, last.rule]) }),
  }
}

// The whole rows of a page as they landed, so that what stands beside a value can be seen.
async function recordsOf(ctx: Ctx, landed: string, columns: readonly string[], rows: readonly number[]) {
  if (rows.length === 0) return new Map<number, string>()
  const cells = columns.filter((name) => name !== '_row').map((name) => `${literal(name)}, ${ident(name)}`)
  const found = await ctx.lake.query<{ row: number; record: string }>(
    `select _row as "row", left(cast(json_object(${cells.join(', ')}) as varchar), ${shownOfRecord}) as record
     from ${landed} where _row in (${[...new Set(rows)].join(', ')})`,
    [],
    patience,
  )
  return new Map(found.map(({ row, record }) => [row, record]))
}

// By the elements the verdict names, because bindings may have changed since.
async function judgedThen(ctx: Ctx, id: string, n: number, columns: readonly string[]): Promise<Judged[]> {
  const { items } = await findResource(ctx, id)
  const row = await db(ctx)
    .selectFrom('quality.verdict')
    .select('verdict')
    .where('resource', '=', id)
    .where('n', '=', n)
    .executeTakeFirst()
  const elementOf = new Map(row?.verdict.items.map(({ item, element }) => [item, element]))
  const known = new Set(elements().map(({ id }) => id))
  return items.flatMap((item): Judged[] => {
    const column = columnOf(item, columns)
    const element = elementOf.get(item.name) ?? null
    if (column === undefined || !elementOf.has(item.name)) return []
    return [{ item, column, element: element !== null && known.has(element) ? element : null }]
  })
}

interface Hit {
  readonly field: string
  readonly rule: string
  /** DuckDB expressions: the text as landed (`l`), and whether it holds of a judged row */
  readonly original: string
  readonly hit: string
}

function originalOf(judged: readonly Judged[], name: string): string {
  const column = judged.find(({ item }) => item.name === name)?.column
  return column === undefined ? `''` : `coalesce(l.${ident(column)}, '')`
}

/** What is no warning and yet leads to rows: values that are not there, and keys that stand in several rows. */
function namedHits(judged: readonly Judged[], landed: string): Hit[] {
  const gaps = judged.map(
    ({ item: { name } }, i): Hit => ({
      field: name,
      rule: 'value.absent',
      original: originalOf(judged, name),
      hit: `m${i}`,
    }),
  )
  const keys = judged.flatMap(({ item }, i) => (item.key ? [{ name: item.name, v: `v${i}` }] : []))
  if (keys.length === 0) return gaps
  const names = keys.map(({ v }) => v).join(', ')
  // The engine compares a row of one value with no row of one value.
  const key = keys.length === 1 ? names : `row(${names})`
  const present = keys.map(({ v }) => `${v} IS NOT NULL`).join(' AND ')
  const others = judged.flatMap(({ item }, i) => (item.key ? [] : [`count(DISTINCT v${i}) > 1`]))
  const shared = (having: string) =>
    `(${present}) AND ${key} IN (SELECT ${key} FROM (${judgeSql(judged, landed)}) WHERE ${present}
       GROUP BY ${names} HAVING count(*) > 1 AND (${having}))`
  const named = {
    field: keys.map(({ name }) => name).join(','),
    original: keys.map(({ name }) => originalOf(judged, name)).join(` || ',' || `),
  }
  return [
    ...gaps,
    { ...named, rule: 'key.shared', hit: shared('true') },
    { ...named, rule: 'key.contradicts', hit: shared(others.join(' OR ') || 'false') },
  ]
}

function hitsOf(judged: readonly Judged[], relations: readonly Relation[]): Hit[] {
  const original = (name: string) => originalOf(judged, name)
  const ofCells = judged.flatMap((one, i) =>
    warningsFor(one).map(({ rule }, bit) => ({
      field: one.item.name,
      rule,
      original: original(one.item.name),
      hit: `f${i} IS NULL AND w${i} & ${1 << bit} <> 0`,
    })),
  )
  const ofRows = relations.map(({ rule, fields, both, agrees }) => ({
    field: fields.join(','),
    rule,
    original: fields.map(original).join(` || ',' || `),
    hit: `(${both}) AND NOT (${agrees})`,
  }))
  return [...ofCells, ...ofRows]
}
