import { type Selectable, sql } from 'kysely'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findCase } from './case.ts'
import { isBinding, isPast, loadClock, writeDue } from './clock.ts'
import { kindOf } from './kinds.ts'
import { db, type ItemRow } from './tables.ts'

const batch = 200

/** Marks every case whose last day has passed, each once; decides nothing. Returns how many were marked. */
export async function sweepOverdue(ctx: Ctx): Promise<number> {
  const today = ctx.clock.today()
  let marked = 0
  for (;;) {
    const due = await db(ctx)
      .selectFrom('cases.item')
      .select('id')
      .where('ended_at', 'is', null)
      .where('overdue', '=', false)
      .where((eb) =>
        eb.or([
          eb('due_at', '<', ctx.clock.now()),
          eb.and([eb('due_at', 'is', null), eb('due_on', '<', today)]),
        ]),
      )
      .where(isBindingSql)
      .orderBy('due_on')
      .limit(batch)
      .execute()
    if (due.length === 0) return marked
    let noted = 0
    for (const { id } of due) if (await markOverdue(ctx, id)) noted += 1
    // Others marked them first, or a lock is held: the next sweep comes in a minute.
    if (noted === 0) return marked
    marked += noted
  }
}

/** Of `cases.item`: no clock runs there under a rule that nobody has verified. */
export const isBindingSql = sql<boolean>`not exists (
  select from cases.clock c where c.case_id = cases.item.id and c.ended_at is null and c.evidence = 'unverified')`

function markOverdue(ctx: Ctx, id: string): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const item = await db(ctx)
      .selectFrom('cases.item')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    return item ? noteOverdue(ctx, item) : false
  })
}

/**
 * Notes once that the running clock of a locked case has run out: rule, article and what silence means
 * under that rule go on record. Nothing is decided by it; consent is never assumed.
 */
export async function noteOverdue(deciding: Ctx, item: Selectable<ItemRow>): Promise<boolean> {
  const ctx = actAs(deciding, systemActor('cases'))
  const late = isPast(ctx, item) && !item.overdue && item.ended_at === null
  const clock = late ? await loadClock(ctx, item.id) : undefined
  if (!clock || !isBinding(clock)) return false
  await db(ctx)
    .updateTable('cases.clock')
    .set({ overdue_at: ctx.clock.now() })
    .where('case_id', '=', item.id)
    .where('n', '=', clock.n)
    .execute()
  await db(ctx).updateTable('cases.item').set({ overdue: true }).where('id', '=', item.id).execute()
  await record(ctx, 'cases.overdue', {
    subject: item.id,
    kind: item.kind,
    matter: item.subject,
    handler: item.handler,
    dueOn: clock.due_on,
    ...(clock.due_at && { dueAt: clock.due_at.toISOString() }),
    rule: clock.rule,
    article: clock.article,
    silence: clock.silence,
    evidence: clock.evidence,
    pack: clock.pack,
    packVersion: clock.pack_version,
    provisional: clock.provisional,
  })
  await ctx.jobs.announce(ctx, 'cases.overdue', {
    case: item.id,
    kind: item.kind,
    subject: item.subject,
    rule: clock.rule,
  })
  await kindOf(item.kind).onOverdue?.(ctx, await findCase(ctx, item.id))
  return true
}

/**
 * Derives all last days anew when a holiday notice has appeared; every change goes on record.
 * A breach noted on a provisional day is lifted when the day moves into the future. Returns how many changed.
 */
export async function recomputeClocks(ctx: Ctx): Promise<number> {
  let changed = 0
  for (let after = ''; ; ) {
    const rows = await db(ctx)
      .selectFrom('cases.clock')
      .select('case_id')
      .where('ended_at', 'is', null)
      .where('case_id', '>', after)
      .orderBy('case_id')
      .limit(batch)
      .execute()
    for (const { case_id } of rows) if (await recomputeClock(ctx, case_id)) changed += 1
    const last = rows.at(-1)
    if (!last) return changed
    after = last.case_id
  }
}

function recomputeClock(ctx: Ctx, id: string): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    await db(ctx).selectFrom('cases.item').select('id').where('id', '=', id).forUpdate().execute()
    const turn = await writeDue(ctx, id)
    if (!turn || (turn.before === turn.after && turn.was === turn.provisional)) return false
    const lifted = turn.after !== null && !isPast(ctx, { due_on: turn.after, due_at: turn.afterAt })
    if (lifted) {
      await db(ctx).updateTable('cases.item').set({ overdue: false }).where('id', '=', id).execute()
      await db(ctx)
        .updateTable('cases.clock')
        .set({ overdue_at: null })
        .where('case_id', '=', id)
        .where('ended_at', 'is', null)
        .execute()
    }
    await record(ctx, 'cases.clockRecomputed', {
      subject: id,
      before: turn.before,
      after: turn.after,
      ...(turn.afterAt && { afterAt: turn.afterAt.toISOString() }),
      provisional: turn.provisional,
      calendar: turn.calendar,
    })
    return true
  })
}
