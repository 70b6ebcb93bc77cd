import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../../base/clock/index.ts'
import { canonical, sha256 } from '../../base/crypto/index.ts'
import type { Actor, Ctx } from '../../base/ctx.ts'
import type { Handle } from '../../base/db/index.ts'
import { poke } from './bell.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Facts } from './types.ts'

/** The longest canonical body; with its frame an entry keeps below the 65,535 bytes of an entry bundle. */
const bodyLimitBytes = 60 * 1024
const waitMs = 4
const queueLimit = 10_000
const flushLimit = 1_024
/** Behind the merge delay an alarm is raised; behind thirty times as much, work stops rather than go unlogged. */
export const patience = 30

type Draft = {
  id: string
  at: Date
  kind: string
  subject: string
  entry: string
  body: string
  salt: Buffer
}

/**
 * Puts one event on record in the caller's transaction: no change without its record, no record without its change.
 * Gives the entry's id. Kinds are `room.verb`. Refuses (503) while the ledger is broken or behind.
 * @throws Error outside a transaction
 */
export async function record(ctx: Ctx, kind: string, facts: Facts): Promise<string> {
  const [id = ''] = await recordMany(ctx, kind, [facts])
  return id
}

/** Puts many events of one kind on record in one statement, in the caller's transaction. */
export async function recordMany(ctx: Ctx, kind: string, events: readonly Facts[]): Promise<string[]> {
  if (!ctx.db.isTransaction)
    throw new Error(`record(${kind}) outside a transaction: use recordSoon for reads`)
  if (events.length === 0) return []
  const drafts = events.map((facts) => draft(ctx, kind, facts))
  await insertPending(ctx, ctx.db, drafts)
  return drafts.map(({ id }) => id)
}

type Waiting = { draft: Draft; done: (id: string) => void; failed: (error: unknown) => void }
type Queue = { waiting: Waiting[]; timer: NodeJS.Timeout | undefined; underWay: number }

const queues = new WeakMap<Handle, Queue>()

/**
 * Puts a read on record in a durable transaction of its own, and the promise resolves when that is committed: a read
 * that comes alone at once, of many the events of some 4 ms together. Within a transaction it is `record`.
 */
export async function recordSoon(ctx: Ctx, kind: string, facts: Facts): Promise<string> {
  if (ctx.db.isTransaction) return record(ctx, kind, facts)
  const queue = queues.get(ctx.db) ?? { waiting: [], timer: undefined, underWay: 0 }
  queues.set(ctx.db, queue)
  if (queue.waiting.length >= queueLimit) throw refuse.busy()
  const drafted = draft(ctx, kind, facts)
  return new Promise((done, failed) => {
    queue.waiting.push({ draft: drafted, done, failed })
    queue.timer ??= setTimeout(() => flush(ctx, queue), queue.underWay === 0 ? 0 : waitMs)
  })
}

async function flush(ctx: Ctx, queue: Queue): Promise<void> {
  const batch = queue.waiting.splice(0, flushLimit)
  queue.timer = queue.waiting.length > 0 ? setTimeout(() => flush(ctx, queue), waitMs) : undefined
  queue.underWay += 1
  try {
    await insertPending(
      ctx,
      ctx.db,
      batch.map(({ draft }) => draft),
    )
    for (const { draft, done } of batch) done(draft.id)
  } catch (error) {
    for (const { failed } of batch) failed(error)
  } finally {
    queue.underWay -= 1
  }
}

function draft(ctx: Ctx, kind: string, { subject, ...facts }: Facts): Draft {
  if (!/^[a-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9-]*)+$/.test(kind))
    throw new Error(`Not a kind of record: ${kind}`)
  if (!isSubject(subject)) throw new Error(`Not a subject of a record: ${JSON.stringify(subject)}`)
  const body = write(facts)
  const salt = randomBytes(16)
  const digest = sha256(Buffer.concat([salt, Buffer.from(body, 'utf8')]))
  const id = ctx.ids.next('led')
  const { at, instant } = stamp(ctx.clock)
  const { actor, party } = actorOf(ctx.actor)
  const entry = canonical({
    id,
    at: instant,
    kind,
    actor,
    party,
    subject,
    digest: Buffer.from(digest).toString('hex'),
  })
  return { id, at, kind, subject, entry, body, salt }
}

const stamps = new WeakMap<Clock, { ms: number; n: number }>()

/** The instant in microseconds, of which the last three digits count what came in one millisecond: time orders records. */
function stamp(clock: Clock): { at: Date; instant: string } {
  const at = clock.now()
  const last = stamps.get(clock)
  const n = last?.ms === at.getTime() ? Math.min(last.n + 1, 999) : 0
  stamps.set(clock, { ms: at.getTime(), n })
  return { at, instant: at.toISOString().replace('Z', `${String(n).padStart(3, '0')}Z`) }
}

function write(facts: object): string {
  let body: string
  try {
    body = canonical(facts)
  } catch {
    throw refuse.notWritable()
  }
  if (Buffer.byteLength(body) > bodyLimitBytes) throw refuse.tooLarge({ limitBytes: bodyLimitBytes })
  return body
}

function actorOf({ kind, id, party }: Actor): { actor: string; party: string | null } {
  return { actor: `${kind}:${id}`, party }
}

function isSubject(subject: string): boolean {
  return (
    typeof subject === 'string' && subject !== '' && subject.length <= 512 && !/[\p{Cc}\p{Cs}]/u.test(subject)
  )
}

async function insertPending(ctx: Ctx, handle: Handle, drafts: readonly Draft[]): Promise<void> {
  const column = <T>(of: (draft: Draft) => T) => drafts.map(of)
  const limit = patience * ctx.rules.param<number>('local.ledger.mergeDelay', 'seconds')
  const { rows } = await sql<{ service: string }>`select ledger.put(
    ${column(({ id }) => id)}, ${column(({ at }) => at.toISOString())}, ${column(({ kind }) => kind)},
    ${column(({ subject }) => subject)}, ${column(({ entry }) => entry)}, ${column(({ body }) => body)},
    ${column(({ salt }) => salt.toString('hex'))}, ${limit}) as service`.execute(handle)
  const service = rows[0]?.service
  if (service === 'behind') throw refuse.behind()
  if (service === 'broken') throw refuse.broken(await brokenBy({ db: handle }))
  poke()
}

async function brokenBy(ctx: Pick<Ctx, 'db'>): Promise<{ reason: string }> {
  const head = await db(ctx).selectFrom('ledger.head').select('broken').executeTakeFirstOrThrow()
  return { reason: head.broken ?? '' }
}
