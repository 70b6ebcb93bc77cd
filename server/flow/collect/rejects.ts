import { Readable } from 'node:stream'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, readCursor, writeCursor } from '../../base/http/index.ts'
import { findResource, findVersion } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { refuseOutsiders } from './delivery.ts'
import { rejectColumns } from './read.ts'
import type { RejectRow } from './types.ts'

/** One page of a version's faulty rows with their reasons, for the provider and its competent department. */
export async function listRejects(
  ctx: Ctx,
  resource: string,
  n: number,
  query: { cursor?: string; limit?: number },
): Promise<Page<RejectRow>> {
  const source = await rejectsOf(ctx, resource, n)
  if (!source) return { items: [] }
  const limit = query.limit ?? 50
  const [row, field, rule] = readCursor(query.cursor, 3) ?? [-1, '', '']
  const found = await ctx.lake.query<RejectRow>(
    `select _row as "row", field, rule, zh, en, left(original, 2000) as original, left(record, 20000) as record from ${source}
     where _row >= $1 and (_row, field, rule) > ($1, $2, $3) order by _row, field, rule limit ${limit + 1}`,
    [row ?? -1, field ?? '', rule ?? ''],
  )
  const items = found.slice(0, limit)
  const last = items.at(-1)
  await recordSoon(ctx, 'collect.rejectsRead', { subject: resource, version: n, rows: items.length })
  return {
    items,
    ...(found.length > limit && last && { next: writeCursor([last.row, last.field, last.rule]) }),
  }
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
