import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import type { JobHandler } from '../../base/jobs/index.ts'
import { failDelivery, leaseSeconds } from './delivery.ts'
import { readDelivery } from './land.ts'
import { refuse } from './problems.ts'
import { fetchPull } from './pull.ts'
import { keepFileDays } from './settings.ts'
import { db } from './tables.ts'

interface DeliveryJob {
  readonly delivery: string
}

export const jobs: Record<string, JobHandler> = {
  'collect.read': async (ctx, { delivery }: DeliveryJob) => readDelivery(ctx, delivery),
  'collect.pull': async (ctx, { delivery }: DeliveryJob) => fetchPull(ctx, delivery),
  'collect.sweep': async (ctx) => sweepDeliveries(ctx),
}

/** After a start, looks once more as soon as the leases of a killed process have run out. */
export async function sweepSoon(ctx: Ctx): Promise<() => Promise<void>> {
  const sweep = () =>
    sweepDeliveries(ctx).catch((error) => ctx.log.warn('collect.sweep', { error: String(error) }))
  const timer = setTimeout(sweep, (leaseSeconds + 1) * 1000)
  timer.unref()
  return async () => clearTimeout(timer)
}

/** Takes up again what a killed process left, ends what was never received, clears files no longer needed. */
export async function sweepDeliveries(ctx: Ctx): Promise<void> {
  const orphans = await db(ctx)
    .selectFrom('collect.delivery')
    .select('id')
    .where('state', 'in', ['received', 'reading'])
    .where((eb) =>
      eb.or([
        eb('leased_until', '<', sql<Date>`now()`),
        eb('received_at', '<', new Date(ctx.clock.now().getTime() - 60_000)),
      ]),
    )
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', sql<Date>`now()`)]))
    .execute()
  // Sent twice it is read once: the lease lets one reader in, and a landed delivery none.
  for (const { id } of orphans) await ctx.jobs.send(ctx, 'collect.read', { delivery: id })
  const dayAgo = new Date(ctx.clock.now().getTime() - 24 * 3_600_000)
  const lost = await db(ctx)
    .selectFrom('collect.delivery')
    .select('id')
    .where('state', '=', 'receiving')
    .where('begun_at', '<', dayAgo)
    .execute()
  for (const { id } of lost) await failDelivery(ctx, id, refuse.interrupted(), null)
  await clearInbox(ctx)
}

async function clearInbox(ctx: Ctx): Promise<void> {
  const folder = join(ctx.lake.root, 'inbox')
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  const before = new Date(ctx.clock.now().getTime() - keepFileDays * 24 * 3_600_000)
  const kept = await db(ctx)
    .selectFrom('collect.delivery')
    .select('id')
    .where('id', 'in', names)
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>=', before)]))
    .execute()
  const needed = new Set(kept.map(({ id }) => id))
  for (const name of names) if (!needed.has(name)) await rm(join(folder, name), { force: true })
}
