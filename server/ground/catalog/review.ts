import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Case, openCase, settleChange } from '../cases/index.ts'
import { record } from '../ledger/index.ts'
import { competentFor } from '../parties/index.ts'
import { gate } from './gate.ts'
import { refuse } from './problems.ts'
import { lockResource, refuseStranger, revisionOf, workingResource } from './resource.ts'
import { showInSearch } from './shown.ts'
import { db } from './tables.ts'

/**
 * Sends the draft through the gate to the competent department of its level (第十六条). A first review
 * has no statutory number of days; a change of a published entry has (第十七条第三款).
 */
export async function submitResource(ctx: Ctx, id: string): Promise<Case> {
  return tx(ctx, async (ctx) => {
    const row = await lockResource(ctx, id)
    refuseStranger(ctx, row.provider)
    const revision = await revisionOf(ctx, id, row.revision)
    if (revision.state === 'inReview') throw refuse.inReview({ case: revision.case_id })
    if (revision.state !== 'draft') throw refuse.nothingToSubmit({ resource: id })
    await refuseFaulty(ctx, id)
    const { id: handler } = await competentFor(ctx, row.provider)
    const item = await openCase(ctx, {
      kind: 'catalog.review',
      subject: id,
      title: revision.entry.name,
      opener: row.provider,
      handler,
      competent: handler,
      ...(row.published !== null && { rule: 'catalog.change.review' }),
      facts: { revision: row.revision },
    })
    await db(ctx)
      .updateTable('catalog.revision')
      .set({
        state: 'inReview',
        submitted_by: ctx.actor.id,
        submitted_at: ctx.clock.now(),
        case_id: item.id,
        return_reason: null,
      })
      .where('resource', '=', id)
      .where('n', '=', row.revision)
      .execute()
    await settleChange(ctx, id)
    await record(ctx, 'catalog.submitted', { subject: id, revision: row.revision, case: item.id })
    return item
  })
}

/** Publishes the reviewed revision in place of the former one; the law of today decides, so the gate runs again. */
export async function publishResource(ctx: Ctx, { id: caseId, subject: id }: Case): Promise<void> {
  const row = await lockResource(ctx, id)
  const { submitted_by } = await revisionOf(ctx, id, row.revision)
  if (submitted_by === ctx.actor.id) throw refuse.ownReview({ person: submitted_by })
  await refuseFaulty(ctx, id)
  const today = ctx.clock.today()
  await db(ctx)
    .updateTable('catalog.revision')
    .set({ state: 'superseded' })
    .where('resource', '=', id)
    .where('state', '=', 'published')
    .execute()
  await db(ctx)
    .updateTable('catalog.revision')
    .set({ state: 'published', decided_by: ctx.actor.id, decided_at: ctx.clock.now() })
    .where('resource', '=', id)
    .where('n', '=', row.revision)
    .execute()
  await db(ctx)
    .updateTable('catalog.resource')
    .set({ published: row.revision, published_on: today })
    .where('id', '=', id)
    .execute()
  await showInSearch(ctx, id)
  await record(ctx, 'catalog.published', { subject: id, revision: row.revision, case: caseId, on: today })
  await ctx.jobs.announce(ctx, 'catalog.published', { resource: id })
}

/** Gives the revision back to its provider as a draft, with the reason of the last move. */
export async function returnResource(ctx: Ctx, item: Case): Promise<void> {
  const row = await lockResource(ctx, item.subject)
  const last = item.history.at(-1)
  await db(ctx)
    .updateTable('catalog.revision')
    .set({
      state: 'draft',
      decided_by: ctx.actor.id,
      decided_at: ctx.clock.now(),
      return_reason: last?.reason ?? null,
    })
    .where('resource', '=', item.subject)
    .where('n', '=', row.revision)
    .execute()
  await showInSearch(ctx, item.subject)
  await record(ctx, 'catalog.returned', {
    subject: item.subject,
    revision: row.revision,
    case: item.id,
    move: last?.move,
  })
}

async function refuseFaulty(ctx: Ctx, id: string): Promise<void> {
  const faults = await gate(ctx, await workingResource(ctx, id))
  const errors = faults.filter(({ severity }) => severity === 'refusal')
  if (errors.length > 0) throw refuse.gate({ errors, count: errors.length })
}
