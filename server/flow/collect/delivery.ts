import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import type { Problem } from '../../base/problem.ts'
import { findResource, type Resource } from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { competentFor } from '../../ground/parties/index.ts'
import { refuse } from './problems.ts'
import type { Progress } from './read.ts'
import { type DeliveryTable, db } from './tables.ts'
import type { Delivery, FailureText, Mode, ReadingPlan } from './types.ts'

export type DeliveryRow = Selectable<DeliveryTable>

export interface NewDelivery {
  readonly resource: string
  readonly mode: Mode
  readonly origin: 'upload' | 'pull'
  readonly format: 'csv' | 'xlsx'
  readonly name: string
  readonly sheet: string | null
  readonly source: string | null
}

/** Lease of whoever reads a delivery, renewed with its progress; afterwards another may take it up. */
export const leaseSeconds = 15
const attemptLimit = 5

/** Where the delivered file of a delivery lies until it is no longer needed. */
export async function inboxPath(ctx: Ctx, delivery: string): Promise<string> {
  const folder = join(ctx.lake.root, 'inbox')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return join(folder, delivery)
}

/** Opens a delivery of the acting provider; refuses others and withdrawn resources. */
export async function beginDelivery(ctx: Ctx, given: NewDelivery): Promise<string> {
  const resource = await findResource(ctx, given.resource)
  if (resource.provider !== ctx.actor.party && ctx.actor.kind !== 'system') {
    throw refuse.notProvider({ provider: resource.provider })
  }
  if (resource.state === 'withdrawn') throw refuse.withdrawn()
  const id = ctx.ids.next('dlv')
  await db(ctx)
    .insertInto('collect.delivery')
    .values({
      ...given,
      id,
      party: resource.provider,
      actor: actorName(ctx),
      key: null,
      state: 'receiving',
      size_bytes: null,
      sha256: null,
      plan: null,
      version: null,
      fault: null,
      bytes_read: 0,
      records: 0,
      rejected: 0,
      attempts: 0,
      leased_until: null,
      begun_at: ctx.clock.now(),
      received_at: null,
      ended_at: null,
    })
    .execute()
  return id
}

/** The file is durable: the delivery is received, and its reading is queued with that (in one transaction). */
export async function markReceived(
  ctx: Ctx,
  id: string,
  file: { sizeBytes: number; sha256: string; key: string | null },
): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .updateTable('collect.delivery')
      .set({
        state: 'received',
        size_bytes: file.sizeBytes,
        sha256: file.sha256,
        key: file.key,
        received_at: ctx.clock.now(),
      })
      .where('id', '=', id)
      .where('state', '=', 'receiving')
      .returning(['resource', 'origin'])
      .executeTakeFirst()
    if (!row) throw refuse.interrupted()
    await record(ctx, 'collect.received', {
      subject: row.resource,
      delivery: id,
      origin: row.origin,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
    })
    await ctx.jobs.send(ctx, 'collect.read', { delivery: id })
  })
}

/** Takes a received delivery for reading; undefined when it is ended or another is at it. */
export async function leaseDelivery(ctx: Ctx, id: string): Promise<DeliveryRow | undefined> {
  const row = await db(ctx)
    .updateTable('collect.delivery')
    .set((eb) => ({
      state: 'reading',
      attempts: eb('attempts', '+', 1),
      leased_until: sql<Date>`now() + ${leaseSeconds} * interval '1 second'`,
    }))
    .where('id', '=', id)
    .where('state', 'in', ['received', 'reading'])
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', sql<Date>`now()`)]))
    .returningAll()
    .executeTakeFirst()
  return row && row.attempts > attemptLimit ? giveUp(ctx, id) : row
}

/** Lets a delivery go that could not be read for a passing reason, so that the next attempt need not wait. */
export async function releaseLease(ctx: Ctx, id: string): Promise<void> {
  await db(ctx)
    .updateTable('collect.delivery')
    .set({ leased_until: null })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .execute()
}

/** Publishes how far reading has come, and holds the lease. */
export async function tellProgress(
  ctx: Ctx,
  id: string,
  progress: Progress,
  plan: ReadingPlan | null,
): Promise<void> {
  await db(ctx)
    .updateTable('collect.delivery')
    .set({
      bytes_read: progress.bytesRead,
      records: progress.records,
      rejected: progress.rejected,
      leased_until: sql<Date>`now() + ${leaseSeconds} * interval '1 second'`,
      ...(plan && { plan: JSON.stringify(plan) }),
    })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .execute()
}

/** Ends a delivery that cannot become a version, with the reason in both languages. */
export async function failDelivery(
  ctx: Ctx,
  id: string,
  problem: Problem,
  plan: ReadingPlan | null,
): Promise<void> {
  const fault: FailureText = { type: problem.type, ...problem.text, facts: problem.facts }
  await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .updateTable('collect.delivery')
      .set({
        state: 'failed',
        fault: JSON.stringify(fault),
        ended_at: ctx.clock.now(),
        leased_until: null,
        ...(plan && { plan: JSON.stringify(plan) }),
      })
      .where('id', '=', id)
      .where('state', 'in', ['receiving', 'received', 'reading'])
      .returning(['resource'])
      .executeTakeFirst()
    if (!row) return
    await record(ctx, 'collect.failed', { subject: row.resource, delivery: id, reason: problem.type })
    await ctx.jobs.announce(ctx, 'collect.failed', { resource: row.resource, delivery: id })
  })
}

/** A delivery as its provider and the competent department see it. */
export async function findDelivery(ctx: Ctx, id: string): Promise<Delivery> {
  return toDelivery(await readableRow(ctx, id))
}

/** The reading plan of a delivery, once its first bytes were looked at. */
export async function findPlan(ctx: Ctx, id: string): Promise<ReadingPlan | null> {
  return (await readableRow(ctx, id)).plan
}

/** The latest deliveries of a resource, newest first. */
export async function listDeliveries(ctx: Ctx, resource: string): Promise<Delivery[]> {
  await refuseOutsiders(ctx, await findResource(ctx, resource))
  const rows = await db(ctx)
    .selectFrom('collect.delivery')
    .selectAll()
    .where('resource', '=', resource)
    .orderBy('begun_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map(toDelivery)
}

/** Only the provider and its competent department see what was wrong with a delivery. */
export async function refuseOutsiders(ctx: Ctx, resource: Pick<Resource, 'provider'>): Promise<void> {
  const { party, kind } = ctx.actor
  if (kind === 'system' || party === resource.provider) return
  if (party !== null && (await competentFor(ctx, resource.provider)).id === party) return
  throw refuse.notYours()
}

export function actorName(ctx: Ctx): string {
  return `${ctx.actor.kind}:${ctx.actor.id}`
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    resource: row.resource,
    mode: row.mode,
    origin: row.origin,
    format: row.format,
    name: row.name,
    state: row.state,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    bytesRead: row.bytes_read,
    records: row.records,
    rejected: row.rejected,
    version: row.version,
    fault: row.fault,
    begunAt: row.begun_at.toISOString(),
    receivedAt: row.received_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

async function readableRow(ctx: Ctx, id: string): Promise<DeliveryRow> {
  const row = await db(ctx).selectFrom('collect.delivery').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse.unknownDelivery()
  await refuseOutsiders(ctx, await findResource(ctx, row.resource))
  return row
}

async function giveUp(ctx: Ctx, id: string): Promise<undefined> {
  await failDelivery(ctx, id, refuse.broken(), null)
  return undefined
}
