import { sql } from 'kysely'
import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { record } from '../ledger/index.ts'
import { chainOf, findOrgs, refuseOutside } from '../parties/index.ts'
import { refuse } from './problems.ts'
import { type DutyRow, db } from './tables.ts'
import type { Duty, DutyInput } from './types.ts'

/** Puts an organisation in charge of a matter for a scope; 409 names who is in charge already. */
export async function assignDuty(ctx: Ctx, input: DutyInput): Promise<Duty> {
  return tx(ctx, async (ctx) => {
    await findOrgs(ctx, [input.scope, input.handler])
    await refuseOutside(ctx, input.scope)
    const row: DutyRow = {
      rule: null,
      ...input,
      since_at: ctx.clock.now(),
      until_at: null,
      assigned_by: ctx.actor.id,
    }
    const made = await db(ctx)
      .insertInto('duties.duty')
      .values(row)
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw await refuseDuty(ctx, row)
    const { id: subject, matter, scope, handler, basis, rule } = row
    await record(ctx, 'duties.assigned', { subject, matter, scope, handler, basis, rule })
    return toDuty(row)
  })
}

/** Ends a duty from now on; that it was held stays. */
export async function endDuty(ctx: Ctx, id: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('duties.duty')
      .select(['scope', 'matter', 'handler'])
      .where('id', '=', id)
      .where('until_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw refuse.unknownDuty({ duty: id })
    await refuseOutside(ctx, row.scope)
    await db(ctx).updateTable('duties.duty').set({ until_at: ctx.clock.now() }).where('id', '=', id).execute()
    await record(ctx, 'duties.ended', { subject: id, ...row })
  })
}

/** Whose matter it is: the duty of the organisation itself, else of the nearest one above it; none → 409 noDuty. */
export async function routeMatter(
  ctx: Ctx,
  matter: string,
  org: string,
): Promise<{ handler: string; duty: string }> {
  const chain = await chainOf(ctx, org)
  const now = ctx.clock.now()
  const duty = await db(ctx)
    .selectFrom('duties.duty')
    .select(['id', 'handler'])
    .where('matter', '=', matter)
    .where('scope', '=', sql<string>`any(${chain}::text[])`)
    .where(sql<boolean>`tstzrange(since_at, until_at) @> ${now}::timestamptz`)
    .orderBy(sql`array_position(${chain}::text[], scope)`)
    .executeTakeFirst()
  if (!duty) throw refuse.noDuty({ matter, org })
  return { handler: duty.handler, duty: duty.id }
}

/** The duties in force, a page at a time. */
export async function listDuties(
  ctx: Ctx,
  filter: { matter?: string; scope?: string; handler?: string; cursor?: string; limit?: number },
): Promise<Page<Duty>> {
  const { matter, scope, handler, limit = 100 } = filter
  const after = readCursor(filter.cursor, 1)
  let query = db(ctx)
    .selectFrom('duties.duty')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', ctx.clock.now())]))
  if (matter !== undefined) query = query.where('matter', '=', matter)
  if (scope !== undefined) query = query.where('scope', '=', scope)
  if (handler !== undefined) query = query.where('handler', '=', handler)
  if (after) query = query.where('id', '>', String(after[0]))
  return pageOf(await query.execute(), limit, toDuty, (row) => [row.id])
}

async function refuseDuty(ctx: Ctx, { id, matter, scope, since_at }: DutyRow) {
  const held = await db(ctx)
    .selectFrom('duties.duty')
    .select(['id', 'handler', 'since_at'])
    .where('matter', '=', matter)
    .where('scope', '=', scope)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', since_at)]))
    .executeTakeFirst()
  if (!held) return refuse.taken({ duty: id })
  return refuse.secondHandler({
    matter,
    scope,
    held: held.handler,
    since: dayOf(held.since_at),
    duty: held.id,
  })
}

function toDuty({ id, matter, scope, handler, basis, rule, since_at }: DutyRow): Duty {
  return { id, matter, scope, handler, basis, rule, since: dayOf(since_at) }
}
