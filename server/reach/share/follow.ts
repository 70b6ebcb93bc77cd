import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Case, findCase } from '../../ground/cases/index.ts'
import { recordNews } from './news.ts'
import { db } from './tables.ts'

const batch = 200

/** The states in which the provider still owes an answer. */
export const unanswered: readonly string[] = ['received', 'supplementing', 'offered']

/**
 * Keeps beside the line where its case stands, in the transaction of the case's move. What hangs on a line that is
 * answered or over ends with it: an open counter-offer, and an extension on which nobody ruled.
 */
export async function followLine(ctx: Ctx, item: Case): Promise<void> {
  await noteStanding(ctx, item)
  if (!unanswered.includes(item.state)) await lapseExtension(ctx, item)
  if (item.endedAt === null) return
  await db(ctx)
    .updateTable('share.offer')
    .set({ state: 'lapsed' })
    .where('line', '=', item.subject)
    .where('state', '=', 'open')
    .execute()
}

/** The last day of a line and whether it is over; a paused clock has no last day. */
export async function noteStanding(ctx: Ctx, item: Case): Promise<void> {
  const { line, ...standing } = standingOf(item)
  await db(ctx).updateTable('share.standing').set(standing).where('line', '=', line).execute()
}

/** What a line keeps of its case. */
export function standingOf({ subject, handler, competent, clock, endedAt }: Case) {
  return {
    line: subject,
    handler,
    competent,
    due_on: endedAt === null ? (clock?.dueOn ?? null) : null,
    ended_at: endedAt === null ? null : new Date(endedAt),
  }
}

/** Notes the last days of all open lines anew: a holiday notice may have moved them. Returns how many were read. */
export async function followOpenLines(ctx: Ctx): Promise<number> {
  let read = 0
  for (let after = ''; ; ) {
    const lines = await db(ctx)
      .selectFrom('share.standing as standing')
      .innerJoin('share.line as line', 'line.id', 'standing.line')
      .select(['line.id', 'line.case_id'])
      .where('standing.ended_at', 'is', null)
      .where('line.id', '>', after)
      .orderBy('line.id')
      .limit(batch)
      .execute()
    const last = lines.at(-1)
    if (!last) return read
    for (const { id, case_id } of lines) if (case_id) await followCase(ctx, id, case_id)
    read += lines.length
    after = last.id
  }
}

async function followCase(ctx: Ctx, line: string, item: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    await holdStanding(ctx, line)
    await noteStanding(ctx, await findCase(ctx, item))
  })
}

/** Has a move of this line's case wait until the transaction ends; what is read after this is not overtaken. */
export async function holdStanding(ctx: Ctx, line: string): Promise<void> {
  await db(ctx).selectFrom('share.standing').select('line').where('line', '=', line).forUpdate().execute()
}

/** Keeps beside a correction request whether it is over. */
export async function followCorrection(ctx: Ctx, { subject, endedAt }: Case): Promise<void> {
  await db(ctx)
    .updateTable('share.correction')
    .set({ ended_at: endedAt === null ? null : new Date(endedAt) })
    .where('id', '=', subject)
    .execute()
}

async function lapseExtension(ctx: Ctx, { subject, state }: Case): Promise<void> {
  const lapsed = await db(ctx)
    .updateTable('share.extension')
    .set({
      state: 'lapsed',
      ruled_by: ctx.actor.id,
      ruled_at: ctx.clock.now(),
      ruling:
        '申请条目已答复或者办结，无须再批 / the line was answered or has ended; nothing is left to rule on',
    })
    .where('line', '=', subject)
    .where('state', '=', 'asked')
    .executeTakeFirst()
  if (!lapsed.numUpdatedRows) return
  await recordNews(ctx, 'share.extensionLapsed', { subject, state, rule: 'share.answer.extension' })
}
