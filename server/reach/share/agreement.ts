import type { Selectable } from 'kysely'
import { canonical, sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields, type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { findCase, moveCase } from '../../ground/cases/index.ts'
import { holdPublished } from '../../ground/catalog/index.ts'
import { competentFor } from '../../ground/parties/index.ts'
import { changePlan, mayAct, putPlan, revokeTokens } from '../../ground/policy/index.ts'
import { recordNews } from './news.ts'
import { writeOdrl } from './odrl.ts'
import { type PartFilter, partOf } from './part.ts'
import { refuse } from './problems.ts'
import { type AgreementRow, db } from './tables.ts'
import type { Agreement, Line, Terms } from './types.ts'
import { closeUndelivered } from './withdrawal.ts'

/** Puts the agreement into force: the ODRL text, its digest in the ledger, and the plan every channel asks. */
export async function signAgreement(ctx: Ctx, line: Line, terms: Terms): Promise<string> {
  const id = ctx.ids.next('agr')
  const submission = await db(ctx)
    .selectFrom('share.submission')
    .select(['use_from', 'purpose'])
    .where('id', '=', line.submission)
    .executeTakeFirstOrThrow()
  const from = submission.use_from > ctx.clock.today() ? submission.use_from : ctx.clock.today()
  const odrl = writeOdrl(id, line, { ...terms, from })
  const digest = sha256Hex(canonical(odrl))
  await db(ctx)
    .insertInto('share.agreement')
    .values({
      id,
      line: line.id,
      resource: line.resource,
      applicant: line.applicant,
      provider: line.provider,
      state: 'inForce',
      use_from: from,
      use_until: terms.until,
      odrl: JSON.stringify(odrl),
      sha256: digest,
      agreed_at: ctx.clock.now(),
      rectify_by: null,
      reason: null,
      ended_at: null,
    })
    .execute()
  const entry = (await holdPublished(ctx, [line.resource])).get(line.resource)
  if (!entry) throw refuse.entryWithdrawn({ resource: line.resource })
  const key = entry.items.find((item) => item.key)?.name
  const clear = terms.fields.some(({ name, mask }) => name === key && mask === null)
  await putPlan(ctx, {
    id,
    resource: line.resource,
    applicant: line.applicant,
    provider: line.provider,
    purpose: submission.purpose,
    fields: terms.fields,
    rows: terms.rows,
    modes: terms.modes,
    from,
    until: terms.until,
    state: 'inForce',
    revision: 1,
    keyField: key && clear ? key : null,
  })
  await recordNews(ctx, 'share.agreed', {
    subject: id,
    line: line.id,
    resource: line.resource,
    odrlSha256: digest,
  })
  return id
}

/** The data can now be read through every agreed mode: the line's case is closed (第二十二条). */
export async function noteDelivery(ctx: Ctx, { plan }: { plan: string }): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('share.agreement as agreement')
      .innerJoin('share.line as line', 'line.id', 'agreement.line')
      .select(['line.case_id', 'agreement.id'])
      .where('agreement.id', '=', plan)
      .executeTakeFirst()
    if (!row?.case_id) return
    const item = await findCase(ctx, row.case_id)
    if (item.state === 'agreed') await moveCase(ctx, row.case_id, 'deliver', { as: 'system' })
  })
}

/** Stops an agreement at once on every channel and sets a time to rectify (第二十七条第二款). */
export async function suspendAgreement(
  ctx: Ctx,
  id: string,
  input: { reason: string; rectifyBy: string },
): Promise<Agreement> {
  if (input.rectifyBy <= ctx.clock.today()) {
    const zh = '须晚于今天'
    const en = 'must be after today'
    throw invalidFields([{ field: '/rectifyBy', rule: 'future', zh, en }])
  }
  return change(ctx, id, ['inForce'], 'suspended', input)
}

/** Puts a suspended agreement back into force after the fault was mended. */
export async function resumeAgreement(ctx: Ctx, id: string, input: { reason: string }): Promise<Agreement> {
  return change(ctx, id, ['suspended'], 'inForce', input)
}

/**
 * Ends an agreement: purpose done, or not rectified after a suspension (第二十七条). The applicant
 * may end it any time; the provider only a suspended one, or with the consultation on file (第三款).
 */
export async function endAgreement(
  ctx: Ctx,
  id: string,
  input: { reason: string; consultation?: string },
): Promise<Agreement> {
  return change(ctx, id, ['inForce', 'suspended'], 'ended', input)
}

/** One agreement, for its two parties, the provider's competent department and the supervisors. */
export async function findAgreement(ctx: Ctx, id: string): Promise<Agreement> {
  const row = await db(ctx).selectFrom('share.agreement').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !(await seesAgreement(ctx, row))) throw refuse.noAgreement({ agreement: id })
  return toAgreement(row)
}

async function seesAgreement(ctx: Ctx, { applicant, provider }: Selectable<AgreementRow>): Promise<boolean> {
  const party = ctx.actor.party ?? ''
  if (ctx.actor.kind === 'system' || [applicant, provider].includes(party)) return true
  return mayAct(ctx, 'share.supervise') || (await competentFor(ctx, provider)).id === party
}

/** The agreements in which the actor's organisation receives or provides, newest first; supervisors see all. */
export async function listAgreements(
  ctx: Ctx,
  filter: PartFilter & { resource?: string; state?: State; cursor?: string; limit?: number },
): Promise<Page<Agreement>> {
  const limit = filter.limit ?? 50
  const after = readCursor(filter.cursor, 1)
  let query = db(ctx)
    .selectFrom('share.agreement as agreement')
    .selectAll('agreement')
    .where(partOf(ctx, filter))
    .orderBy('agreement.id', 'desc')
    .limit(limit + 1)
  if (filter.resource) query = query.where('agreement.resource', '=', filter.resource)
  if (filter.state) query = query.where('agreement.state', '=', filter.state)
  if (after) query = query.where('agreement.id', '<', String(after[0]))
  return pageOf(await query.execute(), limit, toAgreement, (row) => [row.id])
}

type State = AgreementRow['state']

async function change(
  ctx: Ctx,
  id: string,
  from: readonly State[],
  to: State,
  input: { reason: string; rectifyBy?: string; consultation?: string },
): Promise<Agreement> {
  return tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('share.agreement')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || !(await seesAgreement(ctx, row))) throw refuse.noAgreement({ agreement: id })
    await refuseOutsider(ctx, row, to)
    const endsService = to === 'ended' && row.state === 'inForce' && ctx.actor.party === row.provider
    if (endsService && !input.consultation) throw refuse.notConsulted({ field: '/consultation' })
    if (!from.includes(row.state))
      throw refuse.wrongAgreementState({ state: row.state, possible: possible(row.state) })
    await db(ctx)
      .updateTable('share.agreement')
      .set({
        state: to,
        reason: input.reason,
        rectify_by: input.rectifyBy ?? null,
        ended_at: to === 'ended' ? ctx.clock.now() : null,
      })
      .where('id', '=', id)
      .execute()
    await changePlan(ctx, id, { state: to, reason: input.reason })
    if (to === 'ended') {
      await revokeTokens(ctx, id)
      await closeUndelivered(ctx, row.line, input.reason)
    }
    await recordNews(ctx, `share.${to === 'inForce' ? 'resumed' : to}`, {
      subject: id,
      resource: row.resource,
      rule: ruleOf(to),
      rectifyBy: input.rectifyBy ?? null,
      consulted: input.consultation !== undefined,
    })
    return findAgreement(ctx, id)
  })
}

async function refuseOutsider(ctx: Ctx, row: Selectable<AgreementRow>, to: State): Promise<void> {
  const party = ctx.actor.party ?? ''
  const competent = (await competentFor(ctx, row.provider)).id
  const allowed = to === 'ended' ? [row.provider, competent, row.applicant] : [row.provider, competent]
  if (!allowed.includes(party)) throw refuse.notParty({ who: allowed })
}

function possible(state: State): string[] {
  return { inForce: ['suspend', 'end'], suspended: ['resume', 'end'], ended: [] }[state]
}

function ruleOf(state: State): string {
  return { inForce: 'share.suspend', suspended: 'share.suspend', ended: 'share.terminate' }[state]
}

function toAgreement(row: Selectable<AgreementRow>): Agreement {
  return {
    id: row.id,
    line: row.line,
    resource: row.resource,
    applicant: row.applicant,
    provider: row.provider,
    state: row.state,
    from: row.use_from,
    until: row.use_until,
    rectifyBy: row.rectify_by,
    reason: row.reason,
    sha256: row.sha256,
    odrl: row.odrl,
    agreedAt: row.agreed_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
