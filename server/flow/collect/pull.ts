import { rm } from 'node:fs/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Ctx } from '../../base/ctx.ts'
import { Problem } from '../../base/problem.ts'
import { failDelivery, inboxPath, markReceived } from './delivery.ts'
import { refuse } from './problems.ts'
import { storeFile } from './receive.ts'
import { openSecret } from './seal.ts'
import { pullTimeoutMs } from './settings.ts'
import { findSource, refuseHost, refuseNames, type SourceRow } from './source.ts'
import { db } from './tables.ts'
import type { SourceQuery } from './types.ts'

/** Fetches a pull's table into the inbox (job `collect.pull`); from there on it is a delivery like any other. */
export async function fetchPull(ctx: Ctx, delivery: string): Promise<void> {
  const row = await db(ctx)
    .selectFrom('collect.delivery')
    .select(['state', 'source'])
    .where('id', '=', delivery)
    .executeTakeFirst()
  if (row?.state !== 'receiving' || row.source === null) return
  try {
    const source = await findSource(ctx, row.source)
    const path = await inboxPath(ctx, delivery)
    await rm(path, { force: true })
    const file = await copySource(ctx, source, path)
    await markReceived(ctx, delivery, { ...file, key: null })
  } catch (error) {
    const problem = error instanceof Problem ? error : toProblem(error)
    if (!problem) throw error
    await failDelivery(ctx, delivery, problem, null)
  }
}

/** The COPY that reads a table; names are checked and quoted, and nothing else of the caller's enters the text. */
export function copySql({ schema, table, columns }: SourceQuery): string {
  refuseNames({ schema, table, ...(columns && { columns }) })
  const list = columns ? columns.map(quoteName).join(', ') : '*'
  return `copy (select ${list} from ${quoteName(schema)}.${quoteName(table)}) to stdout (format csv, header, encoding 'UTF8')`
}

// Read-only and bounded in time on the source's own side, so that a pull can neither change nor hold it up.
async function copySource(ctx: Ctx, source: SourceRow, path: string) {
  refuseHost(source.host)
  const client = new pg.Client({
    host: source.host,
    port: source.port,
    database: source.database,
    user: source.login,
    password: await openSecret(ctx.keys, source.id, source.sealed_secret),
    connectionTimeoutMillis: 10_000,
    application_name: 'zhishu collect',
    options: `-c default_transaction_read_only=on -c statement_timeout=${pullTimeoutMs} -c lock_timeout=10000`,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await storeFile(path, client.query(copyTo(copySql(source.query))), 'csv')
  } finally {
    await client.end().catch(() => undefined)
  }
}

// The source's own words may name what it holds: only its SQLSTATE or the network's code is told.
function toProblem(error: unknown): Problem | undefined {
  const { code } = error as { code?: string }
  const isSource =
    error instanceof pg.DatabaseError || /^(ECONN|ENOTFOUND|ETIMEDOUT|EHOST|ENOENT|EACCES)/.test(code ?? '')
  return isSource || /timeout|terminated/i.test(String(error))
    ? refuse.sourceFailed({ code: code ?? 'timeout' })
    : undefined
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
