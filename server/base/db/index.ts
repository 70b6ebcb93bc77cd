import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Ctx } from '../ctx.ts'

/** The database without any table: each room narrows it to its own. */
export type Handle = Kysely<Record<never, never>>

/** Narrows the handle to one room's tables: `const db = tables<ShareTables>()`. */
export function tables<T>(): (ctx: Pick<Ctx, 'db'>) => Kysely<T> {
  return (ctx) => ctx.db as unknown as Kysely<T>
}

/**
 * Runs `work` in a transaction, or in the one already open. Name the callback's parameter
 * `ctx` too: shadowing puts the outer handle out of reach, and on a single connection
 * touching it would wait forever.
 */
export async function tx<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return work(ctx)
  const late: ((db: Handle) => Promise<unknown>)[] = []
  const afterwards: NonNullable<Ctx['afterwards']> = (one) => void late.push(one)
  try {
    return await ctx.db
      .transaction()
      .execute((db: Transaction<Record<never, never>>) => work({ ...ctx, db, afterwards }))
  } finally {
    // Not before the connection is given back: all of them held by work that waits for one more would wait forever.
    for (const one of late) await one(ctx.db)
  }
}

/** Where a PostgreSQL listens: a URL, or the parts of a private one on a unix socket. */
export type Connection =
  | { connectionString: string }
  | { host: string; port: number; user: string; password: string; database: string }

export interface Database {
  readonly db: Handle
  readonly pool: pg.Pool
  readonly connection: Connection
  close(): Promise<void>
}

/** Opens a pool of at most `connections`; dates stay days, counts become numbers. */
export function openDatabase(connection: Connection, connections = 16): Database {
  const pool = new pg.Pool({
    ...connection,
    max: connections,
    types: { getTypeParser },
    allowExitOnIdle: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 120_000,
    lock_timeout: 20_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // A connection that is cut, idle or in use, fails its query; it must not end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, connection, close: () => db.destroy() }
}

/** A duplicate that a unique or exclusion constraint refused, with the constraint's name. */
export function refusedBy(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined
  return ['23505', '23P01', '23514', '23503'].includes(error.code ?? '') ? error.constraint : undefined
}

/** Whether the database itself was away: shutting down, starting, cut off (SQLSTATE classes 08 and 57P). */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (/^(08|57P)/.test(code ?? '') || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code ?? ''))
    return true
  return /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/.test(
    message ?? '',
  )
}

const int8 = 20
const date = 1082

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === date) return (text: string) => text
  if (oid === int8) return countOf
  return pg.types.getTypeParser(oid, format as 'text')
}

function countOf(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new RangeError(`count beyond 2^53: ${text}`)
  return n
}
