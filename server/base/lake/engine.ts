import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  StatementType,
} from '@duckdb/node-api'
import { QueryFailed, QueryTimeout } from './errors.ts'
import { openPlaces, type Places } from './places.ts'
import { bindValues, literal, type SqlValue } from './sql.ts'

export interface EngineOptions {
  root: string
  memoryLimit: string
  threads: number
  timeZone: string
}

export interface Limits {
  timeoutMs: number
  signal?: AbortSignal | undefined
}

/** One statement on a connection of its own, holding a place until it is ended. */
export interface Lease {
  /** Runs one step of the statement; throws QueryTimeout, the signal's reason or QueryFailed. */
  step<T>(work: (statement: DuckDBPreparedStatement) => Promise<T>): Promise<T>
  end(): void
}

export interface Engine {
  lease(lane: Lane, sql: string, parameters: readonly SqlValue[], limits: Limits): Promise<Lease>
  close(): Promise<void>
}

/** Analytic work waits in one line, the table log's own small reads in another, so that neither starves. */
export type Lane = 'analytic' | 'log'

const analyticPlaces = 2
const queueLimit = 64
const interruptEveryMs = 50

// One statement of these kinds and nothing else: no ATTACH, CALL, SET, CREATE, INSTALL.
// Steps of a longer work are kept as Parquet in a scratch directory, never in the engine's memory.
// EXPLAIN is left out because EXPLAIN ANALYZE runs whatever it is given.
const allowed: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.COPY])

/** Starts the engine and locks it: it reaches `root` and nothing else (no network, no extensions, no settings). */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  // A spill directory of its own: two processes on one lake would overwrite each other's spilled blocks.
  const spill = join(options.root, 'tmp', `spill-${process.pid}-${randomUUID()}`)
  await mkdir(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  await lockDown(instance, options, spill)

  const lanes: Record<Lane, Places> = {
    analytic: openPlaces(analyticPlaces, queueLimit),
    log: openPlaces(1, 4096),
  }
  const running = new Set<RunningLease>()
  return {
    async lease(lane, sql, parameters, limits) {
      const leave = await lanes[lane].enter(limits.signal)
      let connection: DuckDBConnection | undefined
      try {
        connection = await instance.connect()
        const statement = await prepare(connection, sql, parameters)
        limits.signal?.throwIfAborted()
        const lease = new RunningLease(connection, statement, limits, () => {
          running.delete(lease)
          leave()
        })
        running.add(lease)
        return lease
      } catch (error) {
        connection?.closeSync()
        leave()
        throw error
      }
    },
    async close() {
      await Promise.all([...running].map((lease) => lease.stop(new QueryFailed('the lake is closing'))))
      instance.closeSync()
      await rm(spill, { recursive: true, force: true })
    },
  }
}

// The order matters: once external access is off, temp_directory and allowed_directories are fixed.
async function lockDown(instance: DuckDBInstance, options: EngineOptions, spill: string): Promise<void> {
  const connection = await instance.connect()
  const settings: readonly string[] = [
    `temp_directory=${literal(spill)}`,
    `TimeZone=${literal(options.timeZone)}`,
    'allow_persistent_secrets=false',
    `allowed_directories=[${literal(options.root)}]`,
    'enable_external_access=false',
    'allow_community_extensions=false',
    'autoinstall_known_extensions=false',
    'autoload_known_extensions=false',
    `memory_limit=${literal(options.memoryLimit)}`,
    `threads=${options.threads}`,
    `max_temp_directory_size='16GB'`,
    'lock_configuration=true',
  ]
  try {
    for (const setting of settings) await connection.run(`SET GLOBAL ${setting}`)
  } finally {
    connection.closeSync()
  }
}

async function prepare(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly SqlValue[],
): Promise<DuckDBPreparedStatement> {
  try {
    const statement = await connection.prepare(sql)
    if (!allowed.has(statement.statementType)) {
      throw new QueryFailed('the lake runs SELECT and COPY, one statement at a time')
    }
    bindValues(statement, parameters)
    return statement
  } catch (error) {
    throw asFailure(error)
  }
}

class RunningLease implements Lease {
  readonly #connection: DuckDBConnection
  readonly #statement: DuckDBPreparedStatement
  readonly #onEnd: () => void
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: () => void
  #stopped: unknown
  #busy: Promise<unknown> | null = null
  #ended = false

  constructor(
    connection: DuckDBConnection,
    statement: DuckDBPreparedStatement,
    limits: Limits,
    onEnd: () => void,
  ) {
    this.#connection = connection
    this.#statement = statement
    this.#onEnd = onEnd
    this.#timer = setTimeout(() => void this.stop(new QueryTimeout(limits.timeoutMs)), limits.timeoutMs)
    this.#signal = limits.signal
    this.#onAbort = () => void this.stop(limits.signal?.reason)
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  async step<T>(work: (statement: DuckDBPreparedStatement) => Promise<T>): Promise<T> {
    if (this.#stopped !== undefined) throw this.#stopped
    if (this.#ended) throw new QueryFailed('the statement has ended')
    const busy = work(this.#statement)
    this.#busy = busy
    try {
      return await busy
    } catch (error) {
      throw this.#stopped ?? asFailure(error)
    } finally {
      this.#busy = null
    }
  }

  /** Interrupts what runs and gives the place back; the next step throws `reason`. */
  async stop(reason: unknown): Promise<void> {
    this.#stopped ??= reason ?? new QueryFailed('the query was called off')
    // An interrupt that comes before the engine has begun is forgotten, hence again and again.
    while (this.#busy !== null) {
      this.#connection.interrupt()
      await Promise.race([this.#busy.catch(() => undefined), pause(interruptEveryMs)])
    }
    this.end()
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#statement.destroySync()
    this.#connection.closeSync()
    this.#onEnd()
  }
}

function asFailure(error: unknown): Error {
  if (error instanceof QueryFailed) return error
  return new QueryFailed(error instanceof Error ? error.message : String(error), { cause: error })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
