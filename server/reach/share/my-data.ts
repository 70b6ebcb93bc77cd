import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import type { Term } from '../../base/rules/index.ts'
import { newestSnapshot } from '../../flow/serve/index.ts'
import { findResources, findVersion, type Resource } from '../../ground/catalog/index.ts'
import { type AccessPlan, plansFor } from '../../ground/policy/index.ts'
import { partyOf } from './submission.ts'
import type { MyData } from './types.ts'

/** What the own organisation may read now: its agreements in force with their newest rows, newest agreement first. */
export async function listMyData(ctx: Ctx, page: { cursor?: string; limit?: number }): Promise<Page<MyData>> {
  const limit = page.limit ?? 50
  const after = readCursor(page.cursor, 1)
  const plans = (await plansFor(ctx, { applicant: partyOf(ctx), state: 'inForce' }))
    .reverse()
    .filter(({ id }) => after === undefined || id < String(after[0]))
    .slice(0, limit + 1)
  const resources = await findResources(
    ctx,
    plans.map(({ resource }) => resource),
  )
  const cut = pageOf(
    plans,
    limit,
    (plan) => plan,
    ({ id }) => [id],
  )
  const items = await Promise.all(cut.items.map((plan) => toMyData(ctx, plan, resources.get(plan.resource))))
  return { items, ...(cut.next !== undefined && { next: cut.next }) }
}

async function toMyData(ctx: Ctx, plan: AccessPlan, resource: Resource | undefined): Promise<MyData> {
  const newest = await newestSnapshot(ctx, plan)
  const version = newest && (await findVersion(ctx, plan.resource, newest.version))
  const cycle = resource?.cycle ?? null
  return {
    agreement: plan.id,
    resource: plan.resource,
    name: resource?.name ?? { zh: plan.resource, en: plan.resource },
    provider: plan.provider,
    purpose: plan.purpose,
    modes: [...plan.modes],
    columns: plan.fields.length,
    keyField: plan.keyField,
    from: plan.from,
    until: plan.until,
    cycle,
    served: newest
      ? {
          version: newest.version,
          rows: newest.rows,
          sizeBytes: newest.sizeBytes,
          committedAt: newest.committedAt.toISOString(),
        }
      : null,
    freshness: version ? freshnessOf(ctx, cycle, new Date(version.at)) : null,
  }
}

/** By the catalogue's cycle on the statutory calendar, as quality counts timeliness. */
function freshnessOf(ctx: Ctx, cycle: string | null, at: Date): MyData['freshness'] {
  const term = ctx.rules.param<Record<string, Term>>('local.quality.cycles', 'cycles')[cycle ?? '']
  if (!term) return null
  const dueOn = ctx.rules.add(term, dayOf(at)).on
  return { dueOn, late: ctx.clock.today() > dueOn }
}
