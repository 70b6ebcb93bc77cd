import { randomUUID } from 'node:crypto'
import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, makeDirectory, syncPath } from '../disk.ts'
import { SchemaMismatch } from '../errors.ts'
import { literal, type SqlValue } from '../sql.ts'
import type { Lake, QueryOptions } from '../types.ts'
import { encodePath } from './names.ts'
import { castList, deltaType } from './schema.ts'
import { type ColumnFacts, formatStats } from './stats.ts'
import type { DeltaColumn, DeltaTable, WrittenFile } from './types.ts'

export interface WriteOrder extends QueryOptions {
  into: DeltaTable
  /** A SELECT over paths inside the lake. */
  sql: string
  parameters?: readonly SqlValue[]
  /** Names and types to cast to, in this order; taken from the query when left out. */
  columns?: readonly DeltaColumn[]
  /** Columns whose bounds may be published in the log: all (default), none, or the named ones. */
  stats?: 'all' | 'none' | readonly string[]
  /** A file is closed once it has passed this size; default 256 MB. */
  fileSizeBytes?: number
  /** Rows of a row group, the least that a reader who looks for few rows must read; default 122 880. */
  rowGroupRows?: number
}

export interface Written {
  columns: readonly DeltaColumn[]
  files: readonly WrittenFile[]
  rows: number
}

const defaultFileSizeBytes = 256 * 1024 * 1024
const usualRowGroupRows = 122_880
const writeLimitMs = 30 * 60_000

/**
 * Runs a query into durable Parquet files (zstd) in the table's directory, with digests and statistics.
 * They belong to no version until they are committed; no rows give no files.
 */
export async function writeFiles(lake: Lake, order: WriteOrder): Promise<Written> {
  const columns = order.columns ?? (await describeColumns(lake, order.sql, order.parameters))
  if (columns.length === 0) throw new SchemaMismatch('a table needs at least one column')
  const scratch = await lake.scratch()
  try {
    const facts = await copyFiles(lake, order, columns, scratch.path)
    await makeDirectory(order.into.path)
    const files: WrittenFile[] = []
    for (const fact of facts) {
      if (fact.rows > 0) files.push(await adoptFile(order, columns, fact, files.length))
    }
    await syncPath(order.into.path)
    return { columns, files, rows: files.reduce((sum, file) => sum + file.rows, 0) }
  } finally {
    await scratch.dispose()
  }
}

/** The columns a query would give, as the lake would keep them; all may hold nulls. */
export async function describeColumns(
  lake: Lake,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<DeltaColumn[]> {
  const rows = await lake.query<{ column_name: string; column_type: string }>(
    `SELECT column_name, column_type FROM (DESCRIBE ${sql})`,
    parameters,
  )
  return rows.map(({ column_name, column_type }) => ({
    name: column_name,
    type: deltaType(column_type),
    nullable: true,
  }))
}

interface FileFacts {
  path: string
  rows: number
  columns: ReadonlyMap<string, ColumnFacts>
}

interface CopyRow {
  filename: string
  count: number
  column_statistics: readonly { key: string; value: readonly { key: string; value: string }[] }[] | null
}

// Written in a scratch directory first: what a crash leaves behind lies there and not among the table's files.
async function copyFiles(
  lake: Lake,
  order: WriteOrder,
  columns: readonly DeltaColumn[],
  folder: string,
): Promise<FileFacts[]> {
  const {
    sql,
    parameters = [],
    fileSizeBytes = defaultFileSizeBytes,
    rowGroupRows = usualRowGroupRows,
    timeoutMs = writeLimitMs,
    signal,
  } = order
  const options = [
    'FORMAT parquet',
    'COMPRESSION zstd',
    `ROW_GROUP_SIZE ${Math.trunc(rowGroupRows)}`,
    `FILE_SIZE_BYTES ${Math.trunc(fileSizeBytes)}`,
    'RETURN_STATS true',
  ]
  const target = literal(join(folder, 'files'))
  const copy = `COPY (SELECT ${castList(columns)} FROM (${sql}) AS source) TO ${target} (${options.join(', ')})`
  const rows = await lake.query<CopyRow>(copy, parameters, { timeoutMs, ...(signal ? { signal } : {}) })
  return rows.map(({ filename, count, column_statistics }) => ({
    path: filename,
    rows: count,
    columns: new Map((column_statistics ?? []).map(({ key, value }) => [unquote(key), readFacts(value)])),
  }))
}

async function adoptFile(
  order: WriteOrder,
  columns: readonly DeltaColumn[],
  facts: FileFacts,
  part: number,
): Promise<WrittenFile> {
  const name = `part-${String(part).padStart(5, '0')}-${randomUUID()}.zstd.parquet`
  const path = join(order.into.path, name)
  await syncPath(facts.path)
  const sha256 = await digestFile(facts.path)
  await rename(facts.path, path)
  const { size, mtimeMs } = await stat(path)
  const { stats = 'all' } = order
  const published = columns.filter(
    (column) => stats === 'all' || (stats !== 'none' && stats.includes(column.name)),
  )
  return {
    path,
    sizeBytes: size,
    sha256,
    rows: facts.rows,
    nulls: Object.fromEntries([...facts.columns].map(([column, { nulls }]) => [column, nulls])),
    add: {
      path: encodePath(name),
      partitionValues: {},
      size,
      modificationTime: Math.trunc(mtimeMs),
      dataChange: true,
      stats: formatStats(facts.rows, published, facts.columns),
      tags: { 'zhishu.sha256': sha256 },
    },
  }
}

function readFacts(entries: readonly { key: string; value: string }[]): ColumnFacts {
  const found = new Map(entries.map(({ key, value }) => [key, value]))
  const min = found.get('min')
  const max = found.get('max')
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    nulls: Number(found.get('null_count') ?? 0),
    hasNan: found.get('has_nan') === 'true',
  }
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}
