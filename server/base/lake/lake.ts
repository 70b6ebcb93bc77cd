import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, resolve, sep } from 'node:path'
import { streamCopy } from './copy-out.ts'
import { openDeltaTable } from './delta/table.ts'
import type { DeltaTable, TableSpot } from './delta/types.ts'
import { makeDirectory } from './disk.ts'
import { type Engine, type Lane, type Limits, openEngine } from './engine.ts'
import { toCell } from './rows.ts'
import type { SqlValue } from './sql.ts'
import type { Lake, Scratch } from './types.ts'

export interface LakeOptions {
  /** Directory of the lake; made when absent. */
  root: string
  /** Memory the engine may take, default '512MB'; beyond it operators spill below root/tmp. */
  memoryLimit?: string
  /** Default 2. */
  threads?: number
  /** Zone in which text without an offset is read as an instant, and days are cut. Default 'Asia/Shanghai'. */
  timeZone?: string
  /** Clock of commits. */
  now?: () => Date
}

const queryLimitMs = 60_000
const longLimitMs = 15 * 60_000
const stallLimitMs = 60_000
const leftoverAgeMs = 24 * 3600_000

/** Opens the lake below `root` and its locked engine. */
export async function openLake(options: LakeOptions): Promise<Lake> {
  await makeDirectory(resolve(options.root))
  const root = await realpath(options.root)
  await mkdir(join(root, 'tmp'), { recursive: true })
  await sweepLeftovers(join(root, 'tmp'))
  const engine = await openEngine({
    root,
    memoryLimit: options.memoryLimit ?? '512MB',
    threads: options.threads ?? 2,
    timeZone: options.timeZone ?? 'Asia/Shanghai',
  })
  return composeLake(root, engine, options.now ?? (() => new Date()))
}

function composeLake(root: string, engine: Engine, now: () => Date): Lake {
  const tables = new Map<string, DeltaTable>()
  const spot = (path: string): TableSpot => ({
    path: resolveTable(root, path),
    name: path,
    staging: join(root, 'tmp'),
    now,
    query: (sql, parameters = []) => readAll(engine, 'log', sql, parameters, { timeoutMs: longLimitMs }),
    run: (sql) => runCopy(engine, 'log', sql, [], { timeoutMs: longLimitMs }),
  })
  return {
    root,
    query: (sql, parameters = [], limits) =>
      readAll(engine, 'analytic', sql, parameters, { timeoutMs: queryLimitMs, ...limits }),
    stream: (sql, parameters = [], limits) =>
      readChunks(engine, sql, parameters, { timeoutMs: longLimitMs, ...limits }),
    run: (sql, parameters = [], limits) =>
      runCopy(engine, 'analytic', sql, parameters, { timeoutMs: longLimitMs, ...limits }),
    async copyOut(sql, format, { stallMs = stallLimitMs, timeoutMs = longLimitMs, signal } = {}) {
      const copy = (statement: string, hangUp: AbortSignal) =>
        runCopy(engine, 'analytic', statement, [], { timeoutMs, signal: hangUp })
      return streamCopy({ sql, format, stallMs, timeoutMs, signal, copy, scratch: await makeScratch(root) })
    },
    table(path) {
      const known = tables.get(path) ?? openDeltaTable(spot(path))
      tables.set(path, known)
      return known
    },
    scratch: () => makeScratch(root),
    close: () => engine.close(),
  }
}

async function readAll<T>(
  engine: Engine,
  lane: Lane,
  sql: string,
  parameters: readonly SqlValue[],
  limits: Limits,
): Promise<T[]> {
  const lease = await engine.lease(lane, sql, parameters, limits)
  try {
    const rows = await lease.step(async (statement) => (await statement.run()).convertRowObjects(toCell))
    return rows as T[]
  } finally {
    lease.end()
  }
}

async function* readChunks<T>(
  engine: Engine,
  sql: string,
  parameters: readonly SqlValue[],
  limits: Limits,
): AsyncGenerator<T[]> {
  const lease = await engine.lease('analytic', sql, parameters, limits)
  try {
    const chunks = await lease.step(async (statement) =>
      (await statement.stream()).yieldConvertedRowObjects(toCell),
    )
    for (;;) {
      const chunk = await lease.step(() => chunks.next())
      if (chunk.done) return
      yield chunk.value as T[]
    }
  } finally {
    lease.end()
  }
}

async function runCopy(
  engine: Engine,
  lane: Lane,
  sql: string,
  parameters: readonly SqlValue[],
  limits: Limits,
): Promise<void> {
  const lease = await engine.lease(lane, sql, parameters, limits)
  try {
    await lease.step(async (statement) => void (await statement.run()))
  } finally {
    lease.end()
  }
}

function resolveTable(root: string, path: string): string {
  const clean = normalize(path)
  const [first] = clean.split(sep)
  if (isAbsolute(path) || path.includes('\0') || first === '..' || first === '.' || first === 'tmp') {
    throw new TypeError(`a table lies below the lake and outside its tmp: ${path}`)
  }
  return join(root, clean)
}

async function makeScratch(root: string): Promise<Scratch> {
  const path = join(root, 'tmp', `scratch-${randomUUID()}`)
  await mkdir(path, { recursive: true })
  return { path, dispose: () => rm(path, { recursive: true, force: true }) }
}

// What a killed process left behind; younger files may belong to another process on the same lake.
async function sweepLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > leftoverAgeMs) await rm(path, { recursive: true, force: true })
  }
}
