import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type Account, postgresAccount } from './embedded-account.ts'
import { ensureCluster, programEnvironment, readPassword, SUPERUSER } from './embedded-cluster.ts'
import { makeSocketDirectory, removeSocketDirectory, settleHome } from './embedded-home.ts'
import { holdDirectory } from './embedded-lock.ts'
import { preparePrograms } from './embedded-program.ts'
import { clearRemnants } from './embedded-remnant.ts'

/** A running private PostgreSQL. `connection` are options for `pg`; `host` is the socket's directory. */
export interface PrivatePostgres {
  connection: { host: string; port: number; user: string; password: string; database: string }
  pid: number
  /** Where it really lives: `options.directory`, or another when its account cannot reach that one. */
  home: string
  /** Settles when PostgreSQL has ended, asked or not. */
  ended: Promise<void>
  /** Fast shutdown, then immediate after 10 s; gives the directory back. May be called twice. */
  stop(): Promise<void>
}

export interface StartPostgres {
  directory: string
  /** PostgreSQL settings over the house's own, as in `-c name=value`. */
  settings?: Record<string, string>
  log?: (line: string) => void
}

/** Sized for two cores; what keeps an acknowledged row is said even where it is the default. */
const SETTINGS: Record<string, string> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_sync_retry: 'off',
  shared_buffers: '128MB',
  max_connections: '100',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A statement and its error may carry personal data; the caller gets both, the log neither.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}

const PORT = 5432
const DATABASE = 'zhishu'
const READY_LIMIT_MS = 300_000
const START_ATTEMPTS = 6
const FAST_LIMIT_MS = 10_000
const IMMEDIATE_LIMIT_MS = 5_000

/**
 * Starts the platform's own PostgreSQL 18 on a directory, making the cluster and the database `zhishu`
 * on first start. Unix socket only, own process group, durable settings. Throws when another Zhishu
 * holds the directory, or when PostgreSQL does not become ready (its last lines are in the message).
 */
export async function startPostgres(options: StartPostgres): Promise<PrivatePostgres> {
  const { directory, log = () => {} } = options
  const settings = { ...SETTINGS, ...options.settings }
  const account = postgresAccount()
  const home = settleHome(directory, account, log)
  const hold = holdDirectory(home)
  try {
    const programs = preparePrograms(account, log)
    await ensureCluster(programs, home, account, settings.fsync !== 'off')
    await clearRemnants(home, log)
    const server = await startServer({ programs, home, account, settings, log })
    const stop = once(async () => {
      await stopServer(server)
      hold.release()
    })
    const connection = connectionTo(server, home)
    await ensureDatabase(connection).catch(async (error) => {
      await stop()
      throw error
    })
    return { connection, pid: server.pid, home, ended: server.ended, stop }
  } catch (error) {
    hold.release()
    throw error
  }
}

interface Launch {
  programs: string
  home: string
  account: Account | undefined
  settings: Record<string, string>
  log: (line: string) => void
}

interface Server {
  pid: number
  process: ChildProcess
  sockets: string
  /** The last lines it wrote. */
  lines: string[]
  ended: Promise<void>
}

/** Right after a kill, backends still letting go of shared memory may refuse a start for a moment. */
async function startServer(launch: Launch): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const server = await launchServer(launch)
    if (await isReady(server, launch.home)) return server
    await stopServer(server)
    const said = server.lines.join('\n')
    const mayPass = /shared memory block|lock file .* already exists|is another post/i.test(said)
    if (!mayPass || attempt === START_ATTEMPTS) throw new Error(`PostgreSQL did not start:\n${said}`)
    await wait(100 * 2 ** (attempt - 1))
  }
}

async function launchServer({ programs, home, account, settings, log }: Launch): Promise<Server> {
  const sockets = makeSocketDirectory(home, account)
  const given = {
    ...settings,
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
  }
  const flags = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A session of its own: the terminal's Ctrl-C reaches Node alone, which then stops it in order.
  const child = spawn(join(programs, 'bin/postgres'), ['-D', join(home, 'data'), ...flags], {
    cwd: home,
    env: programEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...account,
  })
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lines.push(line) > 40) lines.shift()
    log(line)
  })
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const server = { pid: child.pid as number, process: child, sockets, lines, ended }
  stopWithUs(server)
  return server
}

/** If this process ends without `stop`, PostgreSQL is at least told to shut down. */
function stopWithUs({ process: child, ended }: Server): void {
  const tell = () => child.kill('SIGINT')
  process.once('exit', tell)
  ended.then(() => process.removeListener('exit', tell))
}

/** PostgreSQL writes `ready` on line 8 of its pid file, as pg_ctl reads it. Recovery may take minutes. */
async function isReady(server: Server, home: string): Promise<boolean> {
  const path = join(home, 'data', 'postmaster.pid')
  const until = performance.now() + READY_LIMIT_MS
  while (!hasEnded(server) && performance.now() < until) {
    const lines = readLines(path)
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return true
    await wait(5)
  }
  return false
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

function connectionTo({ sockets }: Server, home: string): PrivatePostgres['connection'] {
  return { host: sockets, port: PORT, user: SUPERUSER, password: readPassword(home), database: DATABASE }
}

/** Asked on every start: a kill may have fallen between making the cluster and making the database. */
async function ensureDatabase(connection: PrivatePostgres['connection']): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

async function stopServer(server: Server): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_LIMIT_MS],
    ['SIGQUIT', IMMEDIATE_LIMIT_MS],
    ['SIGKILL', IMMEDIATE_LIMIT_MS],
  ]
  for (const [signal, limitMs] of signals) {
    if (hasEnded(server)) break
    server.process.kill(signal)
    const patience = new AbortController()
    await Promise.race([server.ended, wait(limitMs, undefined, { signal: patience.signal }).catch(() => {})])
    patience.abort()
  }
  removeSocketDirectory(server.sockets)
}

function hasEnded({ process: child }: Server): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
