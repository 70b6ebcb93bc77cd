import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { plansFor } from '../policy/index.ts'
import { refuse } from './problems.ts'
import { lockResource, refuseStranger, revisionOf, workingResource } from './resource.ts'
import { showInSearch } from './shown.ts'
import { db } from './tables.ts'
import type { Resource } from './types.ts'

/**
 * Takes a published entry back, by its provider, while nobody has an agreement on it: nobody else finds it any more.
 * What it said and the versions of its data stay on record; a new revision may be submitted later.
 */
export async function withdrawResource(ctx: Ctx, id: string, reason: string): Promise<Resource> {
  return tx(ctx, async (ctx) => {
    const row = await lockResource(ctx, id)
    refuseStranger(ctx, row.provider)
    if (row.published === null) throw refuse.notPublished({ resource: id })
    const working = await revisionOf(ctx, id, row.revision)
    if (working.state === 'inReview') throw refuse.inReview({ case: working.case_id })
    await refuseInUse(ctx, id)
    await db(ctx)
      .updateTable('catalog.revision')
      .set({
        state: 'withdrawn',
        decided_by: ctx.actor.id,
        decided_at: ctx.clock.now(),
        return_reason: reason,
      })
      .where('resource', '=', id)
      .where('n', '=', row.published)
      .execute()
    await db(ctx)
      .updateTable('catalog.resource')
      .set({ published: null, published_on: null })
      .where('id', '=', id)
      .execute()
    await showInSearch(ctx, id)
    await record(ctx, 'catalog.withdrawn', { subject: id, revision: row.published, reason })
    const withdrawnAt = ctx.clock.now().toISOString()
    await ctx.jobs.announce(ctx, 'catalog.withdrawn', { resource: id, reason, withdrawnAt })
    return workingResource(ctx, id)
  })
}

// Suspended agreements may be resumed, so they hold the entry as well.
async function refuseInUse(ctx: Ctx, resource: string): Promise<void> {
  const inForce = await plansFor(ctx, { resource, state: 'inForce' })
  const suspended = await plansFor(ctx, { resource, state: 'suspended' })
  const agreements = [...inForce, ...suspended].map(({ id }) => id)
  if (agreements.length > 0) throw refuse.inUse({ resource, agreements })
}
