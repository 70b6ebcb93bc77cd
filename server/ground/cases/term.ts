import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findCase, lockCase } from './case.ts'
import { endClock, isBinding, isPast, loadClock, startClocks, startOfClock, writeDue } from './clock.ts'
import { noteOverdue } from './overdue.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Case } from './types.ts'

/** Begins the next statutory term of a case, such as delivery after the answer; the old clock ends. */
export async function restartClock(
  ctx: Ctx,
  id: string,
  { rule, ...event }: { rule: string; from?: Day; fromAt?: Date },
): Promise<Case> {
  return tx(ctx, async (ctx) => {
    const item = await lockCase(ctx, id)
    await noteOverdue(ctx, item)
    const before = await loadClock(ctx, id)
    if (before) await endClock(ctx, before)
    const start = { caseId: id, n: (before?.n ?? 0) + 1, rule, ground: item.state }
    const started = await startClocks(ctx, [{ ...start, ...startOfClock(ctx, event) }])
    await db(ctx).updateTable('cases.item').set({ overdue: false }).where('id', '=', id).execute()
    await record(ctx, 'cases.clockStarted', { subject: id, rule, ...started.get(id) })
    return findCase(ctx, id)
  })
}

/**
 * Extends the term once, before it ends, within the limit of the rule's extension, by the
 * competent department (`days` in the unit of the term; 政务数据共享条例 第二十一条第一款).
 * `rule` is the extension rule, or the rule of the term itself.
 */
export async function extendClock(
  ctx: Ctx,
  id: string,
  { rule, days, reason }: { rule: string; days: number; reason: string },
): Promise<Case> {
  return tx(ctx, async (ctx) => {
    const item = await lockCase(ctx, id)
    if (ctx.actor.party !== item.competent) {
      throw refuse.notYourMove({ move: '延长期限 (extend the term)', by: 'competent', party: item.competent })
    }
    if (!reason.trim()) throw refuse.reasonNeeded({ move: '延长期限 (extend the term)' })
    await noteOverdue(ctx, item)
    const clock = await loadClock(ctx, id)
    if (!clock || clock.ended_at !== null) throw refuse.noClock({ case: id })
    if (isBinding(clock) && isPast(ctx, clock)) throw refuse.clockOver({ dueOn: clock.due_on })
    if (clock.extended_by > 0) throw refuse.extendedOnce({ extendedBy: clock.extended_by })
    const most = clock.extension_most
    if (most === null || ![clock.extension_rule, clock.rule].includes(rule))
      throw refuse.notExtensible({ rule: clock.rule })
    if (!Number.isInteger(days) || days < 1 || days > most)
      throw refuse.extensionTooLong({ most, days, unit: clock.unit })
    await db(ctx)
      .updateTable('cases.clock')
      .set({ extended_by: days, extension_reason: reason })
      .where('case_id', '=', id)
      .where('n', '=', clock.n)
      .execute()
    const turn = await writeDue(ctx, id)
    const facts = {
      rule: clock.rule,
      extension: clock.extension_rule,
      days,
      before: clock.due_on,
      after: turn?.after ?? null,
      ...(turn?.afterAt && { afterAt: turn.afterAt.toISOString() }),
    }
    await record(ctx, 'cases.clockExtended', { subject: id, ...facts })
    await ctx.jobs.announce(ctx, 'cases.clockExtended', {
      case: id,
      kind: item.kind,
      subject: item.subject,
      ...facts,
    })
    return findCase(ctx, id)
  })
}
