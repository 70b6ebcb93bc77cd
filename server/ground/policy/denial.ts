import type { Ctx } from '../../base/ctx.ts'
import { type Facts, recordSoon } from '../ledger/index.ts'

/** Puts a denial on record for good: the transaction that it ends does not take it along. */
export async function recordDenial(ctx: Ctx, facts: Facts): Promise<void> {
  const put = (ctx: Ctx) => recordSoon(ctx, 'policy.denied', facts)
  if (ctx.afterwards) ctx.afterwards((db) => put({ ...ctx, db }))
  else await put(ctx)
}
