import { Readable } from 'node:stream'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { literal } from '../../base/lake/index.ts'
import { findResource, findVersion } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { refuseOutsiders } from './delivery.ts'
import { rejectColumns } from './read.ts'
import type { RejectRow } from './types.ts'

/** What narrows a list of faulty rows, and its place in it. */
export interface RejectQuery {
  readonly field?: string
  readonly rule?: string
  readonly cursor?: string
  readonly limit?: number
}

/** One page of a version's faulty rows with their reasons, for the provider and its competent department. */
export async function listRejects(
  ctx: Ctx,
  resource: string,
  n: number,
  query: RejectQuery,
): Promise<Page<RejectRow>> {
  const source = await rejectsOf(ctx, resource, n)
  const page = source ? await leafRejects(ctx, source, query) : { items: [] }
  await recordSoon(ctx, 'collect.rejectsRead', { subject: resource, version: n, rows: page.items.length })
  return page
}

/**
 * One page of a table of faulty rows, by row, item and rule. First their places alone are looked for, in the three
 * narrow columns; then the records of that stretch are read, so that a page costs no more behind a million of them.
 */
export async function leafRejects(ctx: Ctx, source: string, query: RejectQuery): Promise<Page<RejectRow>> {
  const { field = null, rule = null, limit = 50 } = query
  const [row, ...cell] = (readCursor(query.cursor, 3) ?? [-1, '', '']).map(String)
  // The engine skips stretches of a file by constants, not by parameters.
  const from = `${literal(row ?? '')}::bigint`
  const wanted = `(_row, field, rule) > (${from}, $1, $2) and ($3::varchar is null or field = $3) and ($4::varchar is null or rule = $4)`
  const parameters = [...cell, field, rule]
  const places = await ctx.lake.query<{ row: number }>(
    `select _row as "row" from ${source}
     where _row >= ${from} and ${wanted} order by _row, field, rule limit ${limit + 1}`,
    parameters,
  )
  const last = places.at(-1)
  if (!last) return { items: [] }
  const found = await ctx.lake.query<RejectRow>(
    `select _row as "row", field, rule, zh, en, left(original, 2000) as original, left(record, 20000) as record
     from ${source} where _row between ${places[0]?.row} and ${last.row} and ${wanted} order by _row, field, rule limit ${limit + 1}`,
    parameters,
  )
  return pageOf(
    found,
    limit,
    (row) => row,
    ({ row, field, rule }) => [row, field, rule],
  )
}

/** All faulty rows of a version as CSV; cells a spreadsheet would take for formulas are made plain text (OWASP). */
export async function downloadRejects(ctx: Ctx, resource: string, n: number): Promise<Readable> {
  const source = await rejectsOf(ctx, resource, n)
  await recordSoon(ctx, 'collect.rejectsDownloaded', { subject: resource, version: n })
  if (!source) return Readable.from([`${rejectColumns.join(',')}\n`])
  const cells = rejectColumns.map((name) => (name === '_row' ? '_row' : `${plainSql(name)} as ${name}`))
  return ctx.lake.copyOut(`select ${cells.join(', ')} from ${source} order by _row, field, rule`, 'csv')
}

function plainSql(column: string): string {
  return `case when regexp_matches(${column}, '^[=+\\-@＝＋－＠\\t\\r\\n]') then '''' || ${column} else ${column} end`
}

async function rejectsOf(ctx: Ctx, resource: string, n: number): Promise<string | undefined> {
  await refuseOutsiders(ctx, await findResource(ctx, resource))
  const { rejects } = (await findVersion(ctx, resource, n)).tables
  return rejects && ctx.lake.table(rejects.path).scan(rejects.version)
}
