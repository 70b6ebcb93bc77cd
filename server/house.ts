import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Clock, systemClock } from './base/clock/index.ts'
import { openKeys } from './base/crypto/index.ts'
import { type Actor, type Ctx, publicActor, systemActor } from './base/ctx.ts'
import { type Connection, type Database, openDatabase } from './base/db/index.ts'
import { migrate, readMigrations } from './base/db/migrate.ts'
import { buildServer, collectRoutes, type RouteEntry } from './base/http/index.ts'
import { type Ids, timeIds } from './base/ids.ts'
import { installQueue, openJobs } from './base/jobs/index.ts'
import { openLake } from './base/lake/index.ts'
import { type Log, lineLog } from './base/log.ts'
import { loadRules } from './base/rules/index.ts'
import { migrationSources } from './domain.ts'
import { domains } from './domains.ts'
import { registerKinds } from './ground/cases/index.ts'
import { authenticate, credentialsOf, findSender } from './ground/parties/index.ts'
import { authorise, listenForChanges, tokenActor } from './ground/policy/index.ts'

export interface HouseOptions {
  readonly connection: Connection
  /** holds `lake/` and `keys/` */
  readonly directory: string
  readonly clock?: Clock
  readonly ids?: Ids
  readonly log?: Log
}

/** The whole platform over one database and one directory, not yet listening. */
export interface House {
  readonly ctx: Ctx
  readonly server: FastifyInstance
  /** starts what runs by itself: sequencer, jobs, clocks */
  wake(): Promise<void>
  close(): Promise<void>
}

/** Brings the database up to date; returns the names of the migrations that landed now. */
export async function prepareDatabase(database: Database): Promise<string[]> {
  await installQueue(database.pool)
  return migrate(database.pool, await readMigrations(migrationSources(domains)))
}

/** Puts the rooms together: the composition root. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const log = options.log ?? lineLog()
  const database = openDatabase(options.connection)
  await prepareDatabase(database)
  const lakeRoot = join(options.directory, 'lake')
  await mkdir(lakeRoot, { recursive: true })
  registerKinds(domains.flatMap(({ caseKinds }) => caseKinds ?? []))
  const work = domains.map(({ name: room, jobs, subscriptions, schedules }) => ({
    room,
    ...(jobs && { jobs }),
    ...(subscriptions && { subscriptions }),
    ...(schedules && { schedules }),
  }))
  const jobs = openJobs(options.connection, work, (error) => log.error('queue', { error: String(error) }))
  const ctx: Ctx = {
    db: database.db,
    lake: await openLake({ root: lakeRoot }),
    clock: options.clock ?? systemClock(),
    ids: options.ids ?? timeIds(),
    rules: await loadRules(),
    keys: await openKeys(join(options.directory, 'keys')),
    jobs,
    actor: systemActor('house'),
    log,
  }
  const server = buildServer(ctx, { authenticate: identify, recognise, authorise }, routeEntries())
  const stops: (() => Promise<void>)[] = []
  return {
    ctx,
    server,
    async wake() {
      for (const { name, start } of domains)
        if (start) stops.push(await start({ ...ctx, actor: systemActor(name) }))
      stops.push(await listenForChanges(ctx, options.connection))
      await jobs.start(ctx)
    },
    async close() {
      // Requests under way get two seconds; streams of news and lingering connections are then cut.
      const cut = setTimeout(() => server.server.closeAllConnections(), 2000)
      await server.close()
      clearTimeout(cut)
      await jobs.stop()
      for (const stop of stops.reverse()) await stop()
      await ctx.lake.close()
      await database.close()
    },
  }
}

/** Every endpoint of the house, for the server and for the OpenAPI document. */
export function routeEntries(): RouteEntry[] {
  return collectRoutes(domains)
}

async function identify(ctx: Ctx, request: FastifyRequest): Promise<Actor> {
  return (await authenticate(ctx, credentialsOf(request))) ?? holderOf(ctx, request)
}

async function recognise(ctx: Ctx, request: FastifyRequest): Promise<Actor> {
  return (await findSender(ctx, credentialsOf(request)))?.actor ?? holderOf(ctx, request)
}

/** Who holds the token of an agreement; else nobody who is signed in. */
async function holderOf(ctx: Ctx, request: FastifyRequest): Promise<Actor> {
  const bearer = request.headers.authorization?.replace(/^Bearer /i, '')
  const holder = bearer ? await tokenActor(ctx, bearer) : undefined
  return holder?.actor ?? publicActor
}
