import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { changePlan, revokeTokens } from '../../ground/policy/index.ts'
import { recordNews } from './news.ts'
import { db } from './tables.ts'
import { closeUndelivered } from './withdrawal.ts'

/**
 * Ends agreements whose period of use is over (使用时限). No channel has read through them since the
 * last day ended, for policy looks at the clock itself; this closes the books and the tokens.
 */
export async function expireAgreements(ctx: Ctx): Promise<number> {
  const over = await db(ctx)
    .selectFrom('share.agreement')
    .select('id')
    .where('state', '!=', 'ended')
    .where('use_until', '<', ctx.clock.today())
    .execute()
  for (const { id } of over) await tx(ctx, (ctx) => expire(ctx, id))
  return over.length
}

async function expire(ctx: Ctx, id: string): Promise<void> {
  const reason = '使用时限届满 / the period of use is over'
  const ended = await db(ctx)
    .updateTable('share.agreement')
    .set({ state: 'ended', reason, ended_at: ctx.clock.now() })
    .where('id', '=', id)
    .where('state', '!=', 'ended')
    .returning('line')
    .executeTakeFirst()
  if (!ended) return
  await changePlan(ctx, id, { state: 'ended', reason })
  await revokeTokens(ctx, id)
  await closeUndelivered(ctx, ended.line, reason)
  await recordNews(ctx, 'share.expired', { subject: id })
}
