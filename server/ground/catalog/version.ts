import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { refuse } from './problems.ts'
import { lockResource } from './resource.ts'
import { showQuality } from './shown.ts'
import { db, type VersionRow } from './tables.ts'
import type { Version, VersionState, VersionTables } from './types.ts'

export interface VersionInput {
  readonly resource: string
  readonly origin: Version['origin']
  readonly delivery: string | null
  /** rows that landed */
  readonly landed: number
  readonly tables: VersionTables
}

export interface VersionStep {
  readonly from: VersionState
  readonly to: VersionState
  readonly accepted?: number
  readonly rejected?: number
  /** added to the tables the version has */
  readonly tables?: VersionTables
  readonly score?: number
}

const steps: Record<VersionState, readonly VersionState[]> = {
  landed: ['checked', 'failed'],
  checked: ['served', 'failed'],
  served: [],
  failed: [],
}

/** Adds the next version of a resource, in the state `landed`; versions count 1, 2, 3 … without gaps. */
export async function addVersion(
  ctx: Ctx,
  { resource, origin, delivery, landed, tables }: VersionInput,
): Promise<Version> {
  return tx(ctx, async (ctx) => {
    await lockResource(ctx, resource)
    const { last } = await db(ctx)
      .selectFrom('catalog.version')
      .select(({ fn }) => fn.max('n').as('last'))
      .where('resource', '=', resource)
      .executeTakeFirstOrThrow()
    const n = (last ?? 0) + 1
    const row = await db(ctx)
      .insertInto('catalog.version')
      .values({
        resource,
        n,
        state: 'landed',
        origin,
        delivery,
        landed,
        accepted: null,
        rejected: null,
        tables: JSON.stringify(tables),
        score: null,
        at: ctx.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, 'catalog.landed', { subject: resource, n, origin, delivery, landed })
    await ctx.jobs.announce(ctx, 'catalog.version.landed', { resource, n })
    return toVersion(row)
  })
}

/** Takes a version one step on its way; of two who try at once, the second is told the state it found. */
export async function advanceVersion(
  ctx: Ctx,
  resource: string,
  n: number,
  step: VersionStep,
): Promise<Version> {
  return tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('catalog.version')
      .selectAll()
      .where('resource', '=', resource)
      .where('n', '=', n)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw refuse.noVersion({ resource, n })
    const { from, to } = step
    if (row.state !== from || !steps[from].includes(to))
      throw refuse.versionState({ resource, n, state: row.state, from, to })
    const { accepted = row.accepted, rejected = row.rejected, score = row.score } = step
    if (to !== 'failed' && accepted !== null && row.landed !== accepted + (rejected ?? 0)) {
      throw refuse.rowsDoNotAddUp({ landed: row.landed, accepted, rejected })
    }
    const written = await db(ctx)
      .updateTable('catalog.version')
      .set({
        state: to,
        accepted,
        rejected,
        score,
        tables: JSON.stringify({ ...row.tables, ...step.tables }),
        at: ctx.clock.now(),
      })
      .where('resource', '=', resource)
      .where('n', '=', n)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (to === 'served') await showQuality(ctx, resource)
    await record(ctx, `catalog.${to}`, {
      subject: resource,
      n,
      landed: row.landed,
      accepted,
      rejected,
      score,
    })
    await ctx.jobs.announce(ctx, `catalog.version.${to}`, { resource, n })
    return toVersion(written)
  })
}

/** All versions of a resource, newest first. */
export async function versionsOf(ctx: Ctx, resource: string): Promise<Version[]> {
  const rows = await db(ctx)
    .selectFrom('catalog.version')
    .selectAll()
    .where('resource', '=', resource)
    .orderBy('n', 'desc')
    .execute()
  return rows.map(toVersion)
}

/** One version by number, the newest without one. */
export async function findVersion(ctx: Ctx, resource: string, n?: number): Promise<Version> {
  const row = await db(ctx)
    .selectFrom('catalog.version')
    .selectAll()
    .where('resource', '=', resource)
    .$if(n !== undefined, (it) => it.where('n', '=', n as number))
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw refuse.noVersion({ resource, n: n ?? 1 })
  return toVersion(row)
}

/** The version that is served now, if any. */
export async function servedVersion(ctx: Ctx, resource: string): Promise<Version | undefined> {
  const row = await db(ctx)
    .selectFrom('catalog.version')
    .selectAll()
    .where('resource', '=', resource)
    .where('state', '=', 'served')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toVersion(row)
}

function toVersion(row: Selectable<VersionRow>): Version {
  const { resource, n, state, origin, delivery, landed, accepted, rejected, tables, score, at } = row
  return {
    resource,
    n,
    state,
    origin,
    delivery,
    landed,
    accepted,
    rejected,
    tables,
    score,
    at: at.toISOString(),
  }
}
