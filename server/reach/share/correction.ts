import type { Selectable } from 'kysely'
import { sha256Hex } from '../../base/crypto/index.ts'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { correctValues } from '../../flow/quality/index.ts'
import { findCases, moveCase, openCase } from '../../ground/cases/index.ts'
import { findResource, servedVersion } from '../../ground/catalog/index.ts'
import { routeMatter } from '../../ground/duties/index.ts'
import { planOf } from '../../ground/policy/index.ts'
import { findAgreement } from './agreement.ts'
import { recordNews } from './news.ts'
import { type PartFilter, partOf } from './part.ts'
import { refuse } from './problems.ts'
import { type CorrectionRow, db } from './tables.ts'
import type { Correction, CorrectionAnswer, CorrectionInput } from './types.ts'

/** A demander reports a wrong value it received: the provider verifies and answers on its clock (第二十六条). */
export async function reportWrongValue(ctx: Ctx, input: CorrectionInput): Promise<Correction> {
  return tx(ctx, async (ctx) => {
    const agreement = await findAgreement(ctx, input.agreement)
    if (agreement.applicant !== ctx.actor.party) throw refuse.notParty({ who: [agreement.applicant] })
    const plan = await planOf(ctx, agreement.id)
    if (!plan?.fields.some(({ name }) => name === input.field))
      throw refuse.unknownCell({ field: input.field })
    const id = ctx.ids.next('cor')
    const resource = await findResource(ctx, agreement.resource)
    const { handler } = await routeMatter(ctx, 'share.correction', agreement.provider)
    const item = await openCase(ctx, {
      kind: 'share.correction',
      subject: id,
      title: resource.name,
      opener: agreement.applicant,
      handler,
      rule: 'share.correction',
      from: ctx.clock.today(),
      facts: { agreement: agreement.id, field: input.field },
    })
    await db(ctx)
      .insertInto('share.correction')
      .values({
        id,
        agreement: agreement.id,
        resource: agreement.resource,
        case_id: item.id,
        key: input.key,
        field: input.field,
        seen: input.seen ?? null,
        proposed: input.proposed ?? null,
        reason: input.reason,
        answer: null,
        version: null,
        reported_at: ctx.clock.now(),
      })
      .execute()
    await recordNews(ctx, 'share.correctionAsked', {
      subject: id,
      agreement: agreement.id,
      field: input.field,
      keySha256: sha256Hex(input.key),
    })
    return findCorrection(ctx, id)
  })
}

/**
 * The provider corrects the value in a new version, or keeps it with reasons. Writing the version
 * touches the lake, so it stands between two transactions; the middle state may be entered again.
 */
export async function answerCorrection(ctx: Ctx, id: string, answer: CorrectionAnswer): Promise<Correction> {
  const correction = await findCorrection(ctx, id)
  const handler = correction.case?.handler
  if (handler !== ctx.actor.party) throw refuse.notParty({ who: [handler] })
  if (answer.decision === 'keep') return keepValue(ctx, correction, answer.reason)
  if (correction.case?.state !== 'correcting') await moveCase(ctx, caseOf(correction), 'correct', {})
  const version = await correctValues(
    ctx,
    correction.resource,
    [{ key: correction.key, field: correction.field, value: answer.value }],
    correction.reason,
  )
  await tx(ctx, async (ctx) => {
    await db(ctx)
      .updateTable('share.correction')
      .set({ answer: answer.note ?? '已更正', version: version.n })
      .where('id', '=', id)
      .execute()
    await recordNews(ctx, 'share.corrected', {
      subject: id,
      resource: correction.resource,
      version: version.n,
    })
  })
  await reportIfServed(actAs(ctx, systemActor('share')), correction.resource, version.n)
  return findCorrection(ctx, id)
}

/** The corrected version is served: the result is reported to the demander and the case closed. */
export async function reportResult(ctx: Ctx, served: { resource: string; n: number }): Promise<void> {
  await tx(ctx, async (ctx) => {
    const rows = await db(ctx)
      .selectFrom('share.correction')
      .select(['case_id'])
      .where('resource', '=', served.resource)
      .where('version', '<=', served.n)
      .execute()
    const cases = await findCases(
      ctx,
      rows.flatMap(({ case_id }) => case_id ?? []),
    )
    for (const item of cases.values()) {
      if (item.state === 'correcting') await moveCase(ctx, item.id, 'report', { as: 'system' })
    }
  })
}

/** The news of the served version may have come before the correction knew its number; then it is told now. */
async function reportIfServed(ctx: Ctx, resource: string, n: number): Promise<void> {
  const served = await servedVersion(ctx, resource)
  if (served && served.n >= n) await reportResult(ctx, { resource, n: served.n })
}

/** One correction request, for the parties of its agreement. */
export async function findCorrection(ctx: Ctx, id: string): Promise<Correction> {
  const row = await db(ctx).selectFrom('share.correction').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse.noCorrection({ correction: id })
  await findAgreement(ctx, row.agreement)
  const [found] = await withCases(ctx, [row])
  if (!found) throw refuse.noCorrection({ correction: id })
  return found
}

/** Correction requests of the agreements the actor's organisation is a party of, newest first; supervisors see all. */
export async function listCorrections(
  ctx: Ctx,
  filter: PartFilter & {
    resource?: string
    agreement?: string
    state?: 'open' | 'ended'
    cursor?: string
    limit?: number
  },
): Promise<Page<Correction>> {
  const limit = filter.limit ?? 50
  const after = readCursor(filter.cursor, 1)
  let query = db(ctx)
    .selectFrom('share.correction as correction')
    .innerJoin('share.agreement as agreement', 'agreement.id', 'correction.agreement')
    .selectAll('correction')
    .where(partOf(ctx, filter))
    .orderBy('correction.id', 'desc')
    .limit(limit + 1)
  if (filter.resource) query = query.where('correction.resource', '=', filter.resource)
  if (filter.agreement) query = query.where('correction.agreement', '=', filter.agreement)
  if (filter.state)
    query = query.where('correction.ended_at', filter.state === 'open' ? 'is' : 'is not', null)
  if (after) query = query.where('correction.id', '<', String(after[0]))
  return pageOf(
    await withCases(ctx, await query.execute()),
    limit,
    (it) => it,
    (it) => [it.id],
  )
}

async function keepValue(ctx: Ctx, correction: Correction, reason: string): Promise<Correction> {
  return tx(ctx, async (ctx) => {
    await moveCase(ctx, caseOf(correction), 'keep', { reason })
    await db(ctx)
      .updateTable('share.correction')
      .set({ answer: reason })
      .where('id', '=', correction.id)
      .execute()
    await recordNews(ctx, 'share.valueKept', { subject: correction.id, resource: correction.resource })
    return findCorrection(ctx, correction.id)
  })
}

function caseOf(correction: Correction): string {
  if (!correction.case) throw refuse.noCorrection({ correction: correction.id })
  return correction.case.id
}

async function withCases(ctx: Ctx, rows: readonly Selectable<CorrectionRow>[]): Promise<Correction[]> {
  const cases = await findCases(
    ctx,
    rows.flatMap(({ case_id }) => case_id ?? []),
  )
  return rows.map((row) => ({
    id: row.id,
    agreement: row.agreement,
    resource: row.resource,
    key: row.key,
    field: row.field,
    seen: row.seen,
    proposed: row.proposed,
    reason: row.reason,
    answer: row.answer,
    version: row.version,
    case: (row.case_id && cases.get(row.case_id)) || null,
    reportedAt: row.reported_at.toISOString(),
  }))
}
