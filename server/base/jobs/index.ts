import { sql } from 'kysely'
import type { Pool } from 'pg'
import { fromKysely, getConstructionPlans, PgBoss } from 'pg-boss'
import type { Ctx } from '../ctx.ts'
import { type Connection, tx } from '../db/index.ts'
import { newsChannel, openNews } from './news.ts'

/** A job does one step of work; it may come twice, so its effect is guarded by state or by `once` below. */
export type JobHandler = (ctx: Ctx, payload: never, job: { id: string }) => Promise<void>

/** What a room works off: its own jobs by name, and the news of rooms below by topic. */
export interface Work {
  readonly room: string
  readonly jobs?: Record<string, JobHandler>
  readonly subscriptions?: Record<string, JobHandler>
  /** cron expressions (Asia/Shanghai) by job name */
  readonly schedules?: Record<string, string>
}

/** Sending is part of the caller's transaction: no job without the change, no change without the job. */
export interface Jobs {
  /** queues one job of the own room, e.g. `collect.land` */
  send(ctx: Ctx, job: string, payload: object, options?: { startAfter?: Date }): Promise<void>
  /** tells all rooms upstairs, e.g. `catalog.version.served` */
  announce(ctx: Ctx, topic: string, payload: object): Promise<void>
  /** works off what is queued until nothing is left; for tests and `--once` */
  drain(ctx: Ctx): Promise<number>
  /** hears the topics announced by any process; returns how to stop */
  subscribe(listener: (topic: string) => void): () => void
  /** how many jobs wait, run and have failed for good, by name */
  standing(): Promise<QueueStanding[]>
  start(ctx: Ctx): Promise<void>
  stop(): Promise<void>
}

export interface QueueStanding {
  readonly job: string
  readonly waiting: number
  readonly active: number
  readonly failed: number
}

const schema = 'pgboss'

/** A job whose worker has been silent this long died with it, and is taken up again. */
const heartbeatSeconds = 20

/** Installs the queue's tables (pg-boss) where they are missing. */
export async function installQueue(pool: Pool): Promise<void> {
  const { rows } = await pool.query(`select to_regclass('${schema}.version') is not null as present`)
  if (!rows[0]?.present) await pool.query(getConstructionPlans(schema))
}

/** The queue over PostgreSQL; `work` is the list of all rooms' jobs and subscriptions. */
export function openJobs(
  connection: Connection,
  work: readonly Work[],
  report: (error: Error) => void,
): Jobs {
  const boss = new PgBoss({
    ...connection,
    schema,
    max: 6,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', report)
  const news = openNews(connection)
  const handlers = new Map<string, JobHandler>()
  const listeners = new Map<string, string[]>()
  for (const room of work) register(room, handlers, listeners)
  let opening: Promise<void> | undefined
  const open = () => {
    opening ??= boss.start().then(() => createQueues(boss, [...handlers.keys()]))
    return opening
  }

  const queue = async (ctx: Ctx, name: string, payload: object, options: { startAfter?: Date } = {}) => {
    await open()
    const db = ctx.db.isTransaction ? fromKysely(ctx.db as never) : undefined
    await boss.send(name, payload, {
      retryLimit: 5,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: 3600,
      ...(options.startAfter && { startAfter: options.startAfter }),
      ...(db && { db }),
    })
  }

  return {
    send(ctx, job, payload, options) {
      if (!handlers.has(job)) throw new Error(`no room works off the job ${job}`)
      return queue(ctx, job, payload, options)
    },
    async announce(ctx, topic, payload) {
      for (const name of listeners.get(topic) ?? []) await queue(ctx, name, payload)
      await sql`select pg_notify(${newsChannel}, ${topic})`.execute(ctx.db)
    },
    subscribe: (listener) => news.subscribe(listener),
    async standing() {
      await open()
      const queues = await boss.getQueues([...handlers.keys()])
      return queues.map(({ name, queuedCount, activeCount, failedCount }) => ({
        job: name,
        waiting: queuedCount,
        active: activeCount,
        failed: failedCount,
      }))
    },
    async drain(ctx) {
      await open()
      let done = 0
      for (let before = -1; before !== done; ) {
        before = done
        for (const [name, handler] of handlers) done += await workOff(boss, ctx, name, handler)
      }
      return done
    },
    async start(ctx) {
      await open()
      for (const room of work) {
        for (const [job, cron] of Object.entries(room.schedules ?? {})) {
          await boss.schedule(job, cron, {}, { tz: 'Asia/Shanghai' })
        }
      }
      for (const [name, handler] of handlers) {
        await boss.work(name, { pollingIntervalSeconds: 2, localConcurrency: 2 }, async ([job]) => {
          if (job) await runJob(ctx, name, handler, job)
        })
      }
    },
    async stop() {
      await news.close()
      if (opening) await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

/** Runs `work` in one transaction unless this consumer has already made this event's effect. */
export async function once(
  ctx: Ctx,
  consumer: string,
  event: string,
  work: (ctx: Ctx) => Promise<void>,
): Promise<void> {
  await tx(ctx, async (ctx) => {
    const claimed = await sql`insert into base.effect (consumer, event) values (${consumer}, ${event})
      on conflict do nothing`.execute(ctx.db)
    if (claimed.numAffectedRows) await work(ctx)
  })
}

async function runJob(
  ctx: Ctx,
  name: string,
  handler: JobHandler,
  job: { id: string; data: unknown },
): Promise<void> {
  try {
    await handler(ctx, job.data as never, { id: job.id })
  } catch (error) {
    ctx.log.error('job', { job: name, id: job.id, error: String((error as Error).stack ?? error) })
    throw error
  }
}

function register(room: Work, handlers: Map<string, JobHandler>, listeners: Map<string, string[]>): void {
  for (const [job, handler] of Object.entries(room.jobs ?? {})) handlers.set(job, handler)
  for (const [topic, handler] of Object.entries(room.subscriptions ?? {})) {
    const name = `${room.room}.hears.${topic}`
    handlers.set(name, handler)
    listeners.set(topic, [...(listeners.get(topic) ?? []), name])
  }
}

async function createQueues(boss: PgBoss, names: readonly string[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name))
  for (const name of names) {
    if (!known.has(name)) await boss.createQueue(name, { policy: 'standard', notify: true, heartbeatSeconds })
  }
}

async function workOff(boss: PgBoss, ctx: Ctx, name: string, handler: JobHandler): Promise<number> {
  let done = 0
  for (;;) {
    const [job] = await boss.fetch<object>(name)
    if (!job) return done
    await handler(ctx, job.data as never, { id: job.id })
    await boss.complete(name, job.id)
    done += 1
  }
}
