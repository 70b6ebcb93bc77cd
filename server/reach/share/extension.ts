import type { Ctx } from '../../base/ctx.ts'
import { refusedBy, tx } from '../../base/db/index.ts'
import { extendClock } from '../../ground/cases/index.ts'
import { holdStanding, noteStanding, unanswered } from './follow.ts'
import { findLine } from './line.ts'
import { recordNews } from './news.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Line } from './types.ts'

/** The provider asks for a longer answer period, once, with its special reason (第二十一条第一款). */
export async function askExtension(
  ctx: Ctx,
  id: string,
  input: { days: number; reason: string },
): Promise<Line> {
  return tx(ctx, async (ctx) => {
    await holdStanding(ctx, id)
    const line = await findLine(ctx, id)
    if (line.case?.handler !== ctx.actor.party)
      throw refuse.notParty({ who: [line.case?.handler ?? line.provider] })
    if (!unanswered.includes(line.case.state)) throw refuse.nothingToExtend({ state: line.case.state })
    await db(ctx)
      .insertInto('share.extension')
      .values({
        line: id,
        ...input,
        state: 'asked',
        asked_by: ctx.actor.id,
        asked_at: ctx.clock.now(),
        ruled_by: null,
        ruled_at: null,
        ruling: null,
      })
      .execute()
      .catch((error: unknown) => {
        throw refusedBy(error) === 'extension_pkey' ? refuse.extensionAsked() : error
      })
    await recordNews(ctx, 'share.extensionAsked', {
      subject: id,
      days: input.days,
      rule: 'share.answer.extension',
    })
    return findLine(ctx, id)
  })
}

/** The competent department of the provider's level grants or denies it; the demander sees it with the line. */
export async function ruleExtension(
  ctx: Ctx,
  id: string,
  input: { grant: boolean; ruling: string },
): Promise<Line> {
  return tx(ctx, async (ctx) => {
    const line = await findLine(ctx, id)
    if (line.case?.competent !== ctx.actor.party)
      throw refuse.notCompetent({ competent: line.case?.competent })
    const asked = await db(ctx)
      .selectFrom('share.extension')
      .select(['days', 'reason'])
      .where('line', '=', id)
      .where('state', '=', 'asked')
      .executeTakeFirst()
    if (!asked) throw refuse.noExtension({ line: id })
    // The case first, then what hangs on it: in the order in which a move takes them.
    if (input.grant)
      await noteStanding(
        ctx,
        await extendClock(ctx, line.case.id, {
          rule: 'share.answer.extension',
          days: asked.days,
          reason: asked.reason,
        }),
      )
    const ruled = await db(ctx)
      .updateTable('share.extension')
      .set({
        state: input.grant ? 'granted' : 'denied',
        ruled_by: ctx.actor.id,
        ruled_at: ctx.clock.now(),
        ruling: input.ruling,
      })
      .where('line', '=', id)
      .where('state', '=', 'asked')
      .executeTakeFirst()
    if (!ruled.numUpdatedRows) throw refuse.noExtension({ line: id })
    await recordNews(ctx, input.grant ? 'share.extensionGranted' : 'share.extensionDenied', {
      subject: id,
      rule: 'share.answer.extension',
    })
    return findLine(ctx, id)
  })
}
