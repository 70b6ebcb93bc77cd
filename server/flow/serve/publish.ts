import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { advanceVersion, findVersion } from '../../ground/catalog/index.ts'
import { plansFor } from '../../ground/policy/index.ts'

/**
 * Takes a checked version to served and has every agreement in force cut anew from it.
 * One job per agreement, sent in the same transaction: a fault in one holds up no other.
 */
export async function publishVersion(ctx: Ctx, resource: string, n: number): Promise<void> {
  await tx(ctx, async (ctx) => {
    const version = await findVersion(ctx, resource, n)
    if (version.state !== 'checked') return
    await advanceVersion(ctx, resource, n, { from: 'checked', to: 'served' })
    const plans = await plansFor(ctx, { resource, state: 'inForce' })
    for (const { id } of plans) await ctx.jobs.send(ctx, 'serve.prepare', { plan: id })
  })
}

/** Prepares what no news has reached: agreements resumed, or changed while the platform stood still. */
export async function catchUp(ctx: Ctx): Promise<void> {
  const plans = await plansFor(ctx, { state: 'inForce' })
  for (const { id } of plans) await ctx.jobs.send(ctx, 'serve.prepare', { plan: id })
}
