import type { Ctx } from '../../base/ctx.ts'
import type { Facts } from '../../base/problem.ts'
import { record } from '../../ground/ledger/index.ts'

/** Puts an event of this room on record and tells whoever listens that it happened: topic and id, nothing else. */
export async function recordNews(ctx: Ctx, kind: string, facts: Facts & { subject: string }): Promise<void> {
  await record(ctx, kind, facts)
  await ctx.jobs.announce(ctx, kind, { subject: facts.subject })
}
