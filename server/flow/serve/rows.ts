import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../../base/ctx.ts'
import { invalidFields } from '../../base/http/index.ts'
import { ident, type LiveFile, literal, type SqlValue } from '../../base/lake/index.ts'
import type { Filter } from '../../ground/policy/index.ts'
import { columnFilter, readFilter } from './condition.ts'
import { csvList } from './csv.ts'
import { openPosition, scopeOf, sealPosition } from './sealed.ts'
import type { Column, Snapshot } from './types.ts'

/** Which of the agreed rows and columns a caller wants; names are those of the agreement. */
export interface RowsAsk {
  readonly columns: readonly Column[]
  readonly filter: Filter | undefined
}

export interface RowsPage {
  readonly rows: readonly Record<string, unknown>[]
  readonly next: string | undefined
}

/** Reads `fields` and `filter` against the agreed columns; anything unknown is a field fault. */
export function readRowsAsk(snapshot: Snapshot, query: { fields?: string; filter?: string }): RowsAsk {
  return {
    columns: query.fields === undefined ? snapshot.columns : chooseColumns(snapshot.columns, query.fields),
    filter: query.filter === undefined ? undefined : readFilter(query.filter, snapshot.columns),
  }
}

/**
 * One page in the snapshot's own order. The cursor is bound to agreement, version, columns and filter,
 * and names a file and a row in it: a page costs no more late in the table than early.
 */
export async function readPage(
  ctx: Ctx,
  snapshot: Snapshot,
  ask: RowsAsk,
  page: { cursor?: string; limit: number },
): Promise<RowsPage> {
  const key = await ctx.keys.secret('serve.cursor')
  const scope = cursorScope(snapshot, ask)
  const start = page.cursor === undefined ? [0, 0] : openPosition(key, scope, page.cursor)
  if (!start) throw invalidFields([cursorFault])
  const table = ctx.lake.table(snapshot.table)
  await table.scan(snapshot.deltaVersion)
  const { files } = await table.snapshot(snapshot.deltaVersion)
  const found: FoundRow[] = []
  let [file, row] = start.map(Number) as [number, number]
  for (; file < files.length && found.length <= page.limit; file += 1, row = 0) {
    const part = files[file]
    if (part) found.push(...(await readFrom(ctx, part, file, row, ask, page.limit + 1 - found.length)))
  }
  const beyond = found[page.limit]
  return {
    rows: found.slice(0, page.limit).map(({ cells }) => cells),
    next: beyond && sealPosition(key, scope, [beyond.file, beyond.row]),
  }
}

export interface WrittenOut {
  readonly path: string
  readonly rows: number
  readonly sizeBytes: number
}

/** Writes the asked rows as one file in a directory of the lake: CSV (formulas escaped) or Parquet. */
export async function writeOut(
  ctx: Ctx,
  snapshot: Snapshot,
  ask: RowsAsk,
  format: 'csv' | 'parquet',
  folder: string,
): Promise<WrittenOut> {
  const scan = await ctx.lake.table(snapshot.table).scan(snapshot.deltaVersion)
  const { sql, parameters } = condition(ask)
  const list = format === 'csv' ? csvList(ask.columns) : selectList(ask.columns)
  const draft = join(folder, `draft.${format}`)
  const options =
    format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880'
  const copy = `COPY (SELECT ${list} FROM ${scan} AS source WHERE ${sql}) TO ${literal(draft)} (${options})`
  const [counted] = await ctx.lake.query<{ Count: number }>(copy, parameters, { timeoutMs: 15 * 60_000 })
  const path = join(folder, `rows.${format}`)
  await rename(draft, path)
  return { path, rows: Number(counted?.Count ?? 0), sizeBytes: (await stat(path)).size }
}

interface FoundRow {
  file: number
  row: number
  cells: Record<string, unknown>
}

const cursorFault = {
  field: '/query/cursor',
  rule: 'cursor',
  zh: '不是这次查询给出的游标',
  en: 'not a cursor of this query',
}

// A name no agreed column can have: an alias that is dropped again before the row goes out.
const rowNumber = '\u0001row'

async function readFrom(
  ctx: Ctx,
  part: LiveFile,
  file: number,
  from: number,
  ask: RowsAsk,
  limit: number,
): Promise<FoundRow[]> {
  const { sql, parameters } = condition(ask)
  const source = `read_parquet(${literal(part.path)}, file_row_number = true)`
  // Without a filter the rows of a page stand one after another: nothing beyond them need be sorted.
  const near = ask.filter === undefined ? `AND source.file_row_number < ${from + limit}` : ''
  const rows = await ctx.lake.query<Record<string, unknown>>(
    `SELECT ${selectList(ask.columns)}, source.file_row_number AS ${ident(rowNumber)} FROM ${source} AS source
     WHERE source.file_row_number >= ${from} ${near} AND ${sql} ORDER BY source.file_row_number LIMIT ${limit}`,
    parameters,
    { timeoutMs: 5_000 },
  )
  return rows.map(({ [rowNumber]: row, ...cells }) => ({ file, row: Number(row), cells }))
}

function condition({ filter }: RowsAsk): { sql: string; parameters: readonly SqlValue[] } {
  return filter === undefined ? { sql: 'true', parameters: [] } : columnFilter(filter)
}

function selectList(columns: readonly Column[]): string {
  return columns.map(({ name }) => `source.${ident(name)} AS ${ident(name)}`).join(', ')
}

function chooseColumns(columns: readonly Column[], fields: string): Column[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const names = [...new Set(fields.split(',').map((name) => name.trim()))]
  const faults = names
    .filter((name) => !byName.has(name))
    .map((name) => ({
      field: '/query/fields',
      rule: 'unknown',
      zh: `协议中没有信息项 ${name}`,
      en: `the agreement has no item ${name}`,
    }))
  if (faults.length > 0) throw invalidFields(faults)
  return names.flatMap((name) => byName.get(name) ?? [])
}

function cursorScope({ plan, shape, version }: Snapshot, { columns, filter }: RowsAsk): string {
  return scopeOf({ plan, shape, version, fields: columns.map(({ name }) => name), filter: filter ?? null })
}
