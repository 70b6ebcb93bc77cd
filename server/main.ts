import { appendFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type PrivatePostgres, startPostgres } from './base/db/embedded.ts'
import { type Connection, openDatabase } from './base/db/index.ts'
import { serveSite } from './base/http/site.ts'
import { type Log, lineLog } from './base/log.ts'
import { type House, openHouse, prepareDatabase } from './house.ts'

export interface Settings {
  /** where the private PostgreSQL, the lake and the keys live */
  readonly directory: string
  /** loopback only; a gateway with TLS stands before it */
  readonly host: string
  readonly port: number
  /** any PostgreSQL ≥ 15 instead of the private one */
  readonly databaseUrl?: string
  readonly log: Log
}

export interface Running {
  readonly house: House
  readonly url: string
  close(): Promise<void>
}

/** Settings from the environment, each with its default. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env.ZHISHU_PORT ?? 8600)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`ZHISHU_PORT is not a port: ${env.ZHISHU_PORT}`)
  return {
    directory: resolve(env.ZHISHU_DIRECTORY ?? 'var'),
    host: env.ZHISHU_HOST ?? '127.0.0.1',
    port,
    ...(env.ZHISHU_DATABASE_URL && { databaseUrl: env.ZHISHU_DATABASE_URL }),
    log: lineLog(),
  }
}

/** Starts the platform: database, rooms, jobs, HTTP; `close` undoes it in the opposite order. */
export async function startZhishu(settings: Settings): Promise<Running> {
  await mkdir(settings.directory, { recursive: true })
  const database = await openDatabaseOf(settings)
  try {
    const house = await openHouse({
      connection: database.connection,
      directory: settings.directory,
      log: settings.log,
    })
    serveSite(house.server, settings.directory)
    await house.wake()
    const url = await house.server.listen({ host: settings.host, port: settings.port })
    return {
      house,
      url,
      async close() {
        await house.close()
        await database.stop()
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** Brings the database up to date without starting anything else; returns what landed. */
export async function migrateDatabase(settings: Settings): Promise<string[]> {
  const { connection, stop } = await openDatabaseOf(settings)
  const database = openDatabase(connection)
  try {
    return await prepareDatabase(database)
  } finally {
    await database.close()
    await stop()
  }
}

/** A log beside the database, so that a terminal shows what a person asked for. */
export async function fileLog({ directory }: Pick<Settings, 'directory'>): Promise<Log> {
  await mkdir(directory, { recursive: true })
  const path = join(directory, 'zhishu.log')
  return lineLog((line) => appendFileSync(path, line))
}

/** The private PostgreSQL under the directory, or the one that was named. */
async function openDatabaseOf(
  settings: Settings,
): Promise<{ connection: Connection; stop(): Promise<void> }> {
  if (settings.databaseUrl)
    return { connection: { connectionString: settings.databaseUrl }, stop: async () => undefined }
  return keepPostgres(settings)
}

const restartLimit = 5

/** Runs the private PostgreSQL, and starts it again when it ends unasked; clients connect anew by themselves. */
async function keepPostgres({
  directory,
  log,
}: Settings): Promise<{ connection: Connection; stop(): Promise<void> }> {
  const start = () =>
    startPostgres({ directory: join(directory, 'postgres'), log: (line) => log.info('postgres', { line }) })
  let postgres: PrivatePostgres = await start()
  const { connection } = postgres
  let stopping = false
  const watch = async (restarts: number): Promise<void> => {
    await postgres.ended
    if (stopping) return
    log.error('postgres.ended', { restarts })
    await postgres.stop()
    if (restarts >= restartLimit) throw new Error('PostgreSQL ended too often')
    postgres = await start()
    if (postgres.connection.host !== connection.host)
      throw new Error('PostgreSQL came back at another address')
    await watch(restarts + 1)
  }
  watch(0).catch((error) => {
    log.error('postgres.lost', { error: String(error) })
    process.kill(process.pid, 'SIGTERM')
  })
  return {
    connection,
    async stop() {
      stopping = true
      await postgres.stop()
    },
  }
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
