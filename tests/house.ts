import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { demoPassword, settle } from '../city/settle.ts'
import { type FixedClock, fixedClock } from '../server/base/clock/index.ts'
import { type Ctx, systemActor } from '../server/base/ctx.ts'
import { startPostgres } from '../server/base/db/embedded.ts'
import { type Connection, openDatabase } from '../server/base/db/index.ts'
import { digestOf, readMigrations } from '../server/base/db/migrate.ts'
import { countingIds } from '../server/base/ids.ts'
import { silentLog } from '../server/base/log.ts'
import { migrationSources } from '../server/domain.ts'
import { domains } from '../server/domains.ts'
import { type House, openHouse, prepareDatabase } from '../server/house.ts'
import type { Town } from './cast.ts'

/** A context whose clock the test may move. */
export type TestCtx = Ctx & { readonly clock: FixedClock }

export interface Setting {
  /** the instant at which the test begins */
  readonly at?: string
}

export interface Site extends Town {
  readonly url: string
  /** calls the server as one of the cast; `as` absent = nobody signed in */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
}

export interface CallOptions {
  readonly as?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server answered
  readonly body: any
}

type Scene<T> = (place: T) => Promise<void>

const michaelmas = '2025-09-29T09:00:00+08:00'

/** An empty house on a fresh database: no organisation, no resource. */
export function inHouse(scene: Scene<TestCtx>): Promise<void>
export function inHouse(setting: Setting, scene: Scene<TestCtx>): Promise<void>
export async function inHouse(first: Setting | Scene<TestCtx>, second?: Scene<TestCtx>): Promise<void> {
  const { setting, scene } = read(first, second)
  await withHouse('empty', setting, (house) => scene(house.ctx as TestCtx))
}

/** A house in which the people of the demo city live. */
export function inTown(scene: Scene<Town>): Promise<void>
export function inTown(setting: Setting, scene: Scene<Town>): Promise<void>
export async function inTown(first: Setting | Scene<Town>, second?: Scene<Town>): Promise<void> {
  const { setting, scene } = read(first, second)
  await withHouse('town', setting, (house) => scene(townOf(house)))
}

/** The town behind its real HTTP server, with jobs and sequencer running. */
export function onServer(scene: Scene<Site>): Promise<void>
export function onServer(setting: Setting, scene: Scene<Site>): Promise<void>
export async function onServer(first: Setting | Scene<Site>, second?: Scene<Site>): Promise<void> {
  const { setting, scene } = read(first, second)
  await withHouse('town', setting, async (house) => {
    await house.ctx.jobs.start(house.ctx)
    const url = await house.server.listen({ host: '127.0.0.1', port: 0 })
    const tokens = new Map<string, Promise<string>>()
    const signIn = async (login: string) => {
      const reply = await send(url, 'POST', '/api/parties/session', {
        body: { login, password: demoPassword(login) },
      })
      return reply.body.token as string
    }
    const call = async (method: string, path: string, options: CallOptions = {}) => {
      const { as } = options
      if (!as) return send(url, method, path, options)
      if (!tokens.has(as)) tokens.set(as, signIn(as))
      const authorization = `Bearer ${await tokens.get(as)}`
      return send(url, method, path, { ...options, headers: { authorization, ...options.headers } })
    }
    await scene({ ...townOf(house), url, call })
  })
}

function townOf(house: House): Town {
  const ctx = house.ctx as TestCtx
  return { ctx, as: (person) => personCtx(ctx, person) }
}

function personCtx(ctx: TestCtx, person: string): TestCtx {
  const actor = castActors.get(person)
  if (!actor) throw new Error(`nobody called ${person} is in the cast`)
  return { ...ctx, actor }
}

const castActors = new Map<string, Ctx['actor']>()

async function send(url: string, method: string, path: string, options: CallOptions): Promise<Reply> {
  const json =
    options.body !== undefined && typeof options.body !== 'string' && !(options.body instanceof Uint8Array)
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(json && { 'content-type': 'application/json' }), ...options.headers },
    ...(options.body !== undefined && {
      body: (json ? JSON.stringify(options.body) : options.body) as NonNullable<RequestInit['body']>,
    }),
  })
  const text = await response.text()
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : text,
  }
}

function read<T>(
  first: Setting | Scene<T>,
  second: Scene<T> | undefined,
): { setting: Setting; scene: Scene<T> } {
  if (typeof first === 'function') return { setting: {}, scene: first }
  if (!second) throw new Error('a scene is needed')
  return { setting: first, scene: second }
}

let databases = 0

async function withHouse(
  template: 'empty' | 'town',
  setting: Setting,
  work: (house: House) => Promise<void>,
): Promise<void> {
  const source = await templateOf(template)
  databases += 1
  const name = `zhishu_test_${process.pid}_${databases}`
  await administer(`create database ${name} template ${source}`)
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-test-'))
  const house = await openHouse({
    connection: await connectionTo(name),
    directory,
    clock: fixedClock(setting.at ?? michaelmas),
    ids: countingIds(),
    log: silentLog,
  })
  const stops: (() => Promise<void>)[] = []
  try {
    for (const { name, start } of domains)
      if (start) stops.push(await start({ ...house.ctx, actor: systemActor(name) }))
    await work(house)
  } finally {
    for (const stop of stops.reverse()) await stop()
    await house.close()
    await administer(`drop database ${name} with (force)`)
    await rm(directory, { recursive: true, force: true })
  }
}

const templates = new Map<string, Promise<string>>()

function templateOf(kind: 'empty' | 'town'): Promise<string> {
  const found = templates.get(kind) ?? makeTemplate(kind)
  templates.set(kind, found)
  return found
}

async function makeTemplate(kind: 'empty' | 'town'): Promise<string> {
  const digest = digestOf(await readMigrations(migrationSources(domains)))
  const name = `zhishu_${kind}_${digest}_${process.pid}`
  const base = kind === 'town' ? await templateOf('empty') : undefined
  await administer(`drop database if exists ${name} with (force)`)
  await administer(`create database ${name}${base ? ` template ${base}` : ''}`)
  const connection = await connectionTo(name)
  if (kind === 'empty') {
    const database = openDatabase(connection)
    await prepareDatabase(database)
    await database.close()
  }
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-town-'))
  const house = await openHouse({
    connection,
    directory,
    clock: fixedClock('2025-01-02T09:00:00+08:00'),
    log: silentLog,
  })
  const stops: (() => Promise<void>)[] = []
  for (const { name, start } of domains)
    if (start) stops.push(await start({ ...house.ctx, actor: systemActor(name) }))
  if (kind === 'town') for (const [id, actor] of await settle(house.ctx)) castActors.set(id, actor)
  await house.ctx.jobs.drain(house.ctx)
  for (const stop of stops.reverse()) await stop()
  await house.close()
  await rm(directory, { recursive: true, force: true })
  // A template must have no visitors; what the queue still holds open is sent away.
  await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  return name
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client(await serverConnection())
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function connectionTo(database: string): Promise<Connection> {
  const connection = await serverConnection()
  if (!('connectionString' in connection)) return { ...connection, database }
  const url = connection.connectionString.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`)
  return { connectionString: url }
}

let server: Promise<Connection> | undefined

/** The test server of `npm test`, or a private one when a test file is run by hand. */
function serverConnection(): Promise<Connection> {
  const url = process.env.ZHISHU_TEST_DATABASE_URL ?? process.env.ZHISHU_DATABASE_URL
  server ??= url ? Promise.resolve({ connectionString: url }) : startOwn()
  return server
}

async function startOwn(): Promise<Connection> {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-pg-'))
  // PostgreSQL runs as nobody where the tests run as root, and has to walk in.
  await chmod(directory, 0o711)
  const postgres = await startPostgres({ directory: join(directory, 'data'), settings: { fsync: 'off' } })
  process.once('exit', () => process.kill(postgres.pid, 'SIGQUIT'))
  return postgres.connection
}

/** The password of everybody in the demo city. */
export const passwordOf = demoPassword
