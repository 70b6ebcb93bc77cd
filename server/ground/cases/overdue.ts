import type { Selectable } from 'kysely'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findCase } from './case.ts'
import { loadClock, writeDue } from './clock.ts'
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
      .where('due_on', '<', today)
      .orderBy('due_on')
      .limit(batch)
      .execute()
    if (due.length === 0) return marked
    for (const { id } of due) if (await markOverdue(ctx, id)) marked += 1
  }
}

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
  const late =
    item.due_on !== null && item.due_on < ctx.clock.today() && !item.overdue && item.ended_at === null
  const clock = late ? await loadClock(ctx, item.id) : undefined
  if (!clock) return false
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
    const lifted = turn.after !== null && turn.after >= ctx.clock.today()
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
      provisional: turn.provisional,
      calendar: turn.calendar,
    })
    return true
  })
}
