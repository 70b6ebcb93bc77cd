import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type FixedClock, fixedClock } from '../../base/clock/index.ts'
import { openKeys } from '../../base/crypto/index.ts'
import { type Ctx, systemActor } from '../../base/ctx.ts'
import { startPostgres } from '../../base/db/embedded.ts'
import { type Connection, type Database, openDatabase, tx } from '../../base/db/index.ts'
import { migrate, readMigrations } from '../../base/db/migrate.ts'
import { timeIds } from '../../base/ids.ts'
import { openJobs } from '../../base/jobs/index.ts'
import { openLake } from '../../base/lake/index.ts'
import { silentLog } from '../../base/log.ts'
import { loadRules } from '../../base/rules/index.ts'
import { exportBundle } from './bundle.ts'
import { integrate } from './integrate.ts'
import { listKeys } from './publish.ts'
import { recordMany } from './record.ts'

export type LedgerCtx = Ctx & { readonly clock: FixedClock }

const rules = loadRules()

/** A house in which only the ledger lives, on a fresh database and without a running sequencer. */
export async function inLedger(
  work: (ctx: LedgerCtx, database: Database) => Promise<void>,
  settings: { synced?: boolean } = {},
): Promise<void> {
  const connection = await freshDatabase(settings.synced ? 'on' : 'off')
  const database = openDatabase(connection, 8)
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-ledger-'))
  const lake = await openLake({ root: directory })
  const clock = fixedClock('2025-09-29T09:00:00+08:00')
  const ctx: LedgerCtx = {
    ...{ db: database.db, lake, clock, rules, log: silentLog, actor: systemActor('ledger') },
    ids: timeIds(),
    keys: openKeys(join(directory, 'keys')),
    jobs: openJobs(connection, [], (error) => assertNever(error)),
  }
  try {
    const room = new URL('./migrations/', import.meta.url)
    await migrate(database.pool, await readMigrations([{ room: 'ledger', directory: room }]))
    await work(ctx, database)
  } finally {
    await lake.close()
    await database.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Records events and merges them: `count` entries in batches as the sizes say. */
export async function fill(ctx: Ctx, ...batches: number[]): Promise<string[]> {
  const ids: string[] = []
  for (const count of batches) {
    const events = Array.from({ length: count }, (_, i) => ({ subject: `res_${ids.length + i}`, rows: i }))
    ids.push(...(await tx(ctx, (ctx) => recordMany(ctx, 'serve.read', events))))
    await integrate(ctx)
  }
  return ids
}

/** The bundle's lines and the keys with which an auditor reads it. */
export async function takeEvidence(ctx: Ctx): Promise<{ lines: string[]; keys: string[] }> {
  const { keys } = await listKeys(ctx)
  return { lines: await Array.fromAsync(exportBundle(ctx)), keys: keys.map(({ verifier }) => verifier) }
}

const servers = new Map<string, Promise<Connection>>()
let databases = 0

const endings: (() => Promise<void>)[] = []
after(async () => {
  for (const end of endings) await end()
})

async function freshDatabase(fsync: 'on' | 'off'): Promise<Connection> {
  const url = process.env.ZHISHU_TEST_DATABASE_URL ?? process.env.ZHISHU_DATABASE_URL
  const server = servers.get(fsync) ?? (url ? Promise.resolve({ connectionString: url }) : startOwn(fsync))
  servers.set(fsync, server)
  const connection = await server
  const database = `zhishu_ledger_${process.pid}_${++databases}`
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  if (!('connectionString' in connection)) return { ...connection, database }
  return {
    connectionString: connection.connectionString.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${database}`),
  }
}

async function startOwn(fsync: 'on' | 'off'): Promise<Connection> {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-pg-'))
  const postgres = await startPostgres({ directory: join(directory, 'data'), settings: { fsync } })
  endings.push(async () => {
    await postgres.stop()
    for (const place of [directory, postgres.home]) await rm(place, { recursive: true, force: true })
  })
  return postgres.connection
}

function assertNever(error: Error): never {
  throw error
}
