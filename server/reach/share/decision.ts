import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { moveCase, restartClock } from '../../ground/cases/index.ts'
import { findResource, holdPublished } from '../../ground/catalog/index.ts'
import { checkFilter, type Filter } from '../../ground/policy/index.ts'
import { signAgreement } from './agreement.ts'
import { noteStanding } from './follow.ts'
import { findLine, toOffer } from './line.ts'
import { recordNews } from './news.ts'
import { refuseUnknownMasks } from './preview.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Decision, Line, Terms } from './types.ts'

type Of<K extends Decision['decision']> = Extract<Decision, { decision: K }>

/**
 * The provider's office answers one line: agree, counter-offer, ask once for what is missing,
 * or refuse with reasons (第二十一条). Silence is never consent; a late answer stays a breach.
 */
export async function decideLine(ctx: Ctx, id: string, decision: Decision): Promise<Line> {
  return tx(ctx, async (ctx) => {
    const line = await lockLine(ctx, id)
    if (decision.decision !== 'refuse') await refuseWithdrawn(ctx, line.resource)
    await recordNews(ctx, 'share.decided', {
      subject: id,
      decision: decision.decision,
      resource: line.resource,
    })
    if (decision.decision === 'agree') await agree(ctx, line)
    else if (decision.decision === 'counter') await counter(ctx, line, decision)
    else if (decision.decision === 'askSupplement') await askSupplement(ctx, line, decision)
    else await refuseLine(ctx, line, decision)
    return findLine(ctx, id)
  })
}

/** Decides many lines alike in one act; either all are decided or none (批量答复). */
export async function decideLines(ctx: Ctx, ids: readonly string[], decision: Decision): Promise<Line[]> {
  return tx(ctx, async (ctx) => {
    const lines: Line[] = []
    // Locked in one order, so that two bulk answers wait for each other instead of dying together.
    for (const id of [...ids].sort()) lines.push(await decideLine(ctx, id, decision))
    return lines
  })
}

/** The applicant accepts the open counter-offer; the agreement holds the offered terms. */
export async function acceptOffer(ctx: Ctx, id: string): Promise<Line> {
  return tx(ctx, async (ctx) => {
    const line = await lockLine(ctx, id)
    refuseNoOffer(ctx, line)
    await moveCase(ctx, caseOf(line), 'accept', {})
    const offer = await closeOffer(ctx, line, 'accepted')
    await conclude(ctx, line, offer)
    return findLine(ctx, id)
  })
}

/** The applicant declines; the line goes back to the provider and its clock runs on. */
export async function declineOffer(ctx: Ctx, id: string, reason: string): Promise<Line> {
  return tx(ctx, async (ctx) => {
    const line = await lockLine(ctx, id)
    refuseNoOffer(ctx, line)
    await moveCase(ctx, caseOf(line), 'decline', { reason })
    await closeOffer(ctx, line, 'declined')
    return findLine(ctx, id)
  })
}

// The entry may have been taken back a moment ago; until its lines are closed, only a refusal with reasons is left.
async function refuseWithdrawn(ctx: Ctx, resource: string): Promise<void> {
  const held = await holdPublished(ctx, [resource])
  if (!held.has(resource)) throw refuse.entryWithdrawn({ resource })
}

async function agree(ctx: Ctx, line: Line): Promise<void> {
  await moveCase(ctx, caseOf(line), 'agree', {})
  const until = await periodEnd(ctx, line)
  await conclude(ctx, line, {
    fields: line.fields.map((name) => ({ name, mask: null })),
    rows: line.rows,
    modes: line.modes,
    until,
  })
}

async function counter(ctx: Ctx, line: Line, offer: Of<'counter'>): Promise<void> {
  if (line.attribute === 'unconditional') throw refuse.conditionsOnUnconditional()
  await refuseWider(ctx, line, offer)
  await moveCase(ctx, caseOf(line), 'counter', { reason: offer.note })
  await db(ctx)
    .insertInto('share.offer')
    .values({
      id: ctx.ids.next('off'),
      line: line.id,
      fields: JSON.stringify(offer.fields),
      row_filter: jsonOf(narrow(line.rows, offer.rows)),
      modes: offer.modes,
      use_until: offer.until,
      note: offer.note,
      state: 'open',
      made_by: ctx.actor.id,
      made_at: ctx.clock.now(),
    })
    .execute()
}

/** Rows the applicant limited itself stay limited, whatever the counter-offer says. */
function narrow(asked: Filter | null, offered: Filter | null): Filter | null {
  if (!asked || !offered) return offered ?? asked
  return JSON.stringify(asked) === JSON.stringify(offered) ? asked : { and: [asked, offered] }
}

function jsonOf(rows: Filter | null): string | null {
  return rows && JSON.stringify(rows)
}

async function askSupplement(ctx: Ctx, line: Line, { missing }: Of<'askSupplement'>): Promise<void> {
  const asked = await db(ctx)
    .updateTable('share.line')
    .set({ supplements: 1 })
    .where('id', '=', line.id)
    .where('supplements', '=', 0)
    .executeTakeFirst()
  if (!asked.numUpdatedRows) throw refuse.askedBefore()
  await moveCase(ctx, caseOf(line), 'askSupplement', { reason: missing.join('；'), facts: { missing } })
}

async function refuseLine(ctx: Ctx, line: Line, { ground, reason }: Of<'refuse'>): Promise<void> {
  if (ground === 'incomplete') throw refuse.refusedForForm()
  if (line.attribute === 'unconditional' && ground !== 'lawForbids') throw refuse.conditionsOnUnconditional()
  await moveCase(ctx, caseOf(line), 'refuse', { reason, facts: { ground } })
}

async function conclude(ctx: Ctx, line: Line, terms: Terms): Promise<void> {
  await noteStanding(
    ctx,
    await restartClock(ctx, caseOf(line), { rule: 'share.deliver', from: ctx.clock.today() }),
  )
  await signAgreement(ctx, line, terms)
}

// After the case has moved: whoever moves it locks the case before what hangs on it.
async function closeOffer(ctx: Ctx, line: Line, state: 'accepted' | 'declined'): Promise<Terms> {
  const offer = await db(ctx)
    .updateTable('share.offer')
    .set({ state })
    .where('line', '=', line.id)
    .where('state', '=', 'open')
    .returningAll()
    .executeTakeFirst()
  if (!offer) throw refuse.noOffer({ line: line.id })
  return toOffer(offer)
}

function refuseNoOffer(ctx: Ctx, line: Line): void {
  if (!line.offer || line.applicant !== ctx.actor.party) throw refuse.noOffer({ line: line.id })
}

async function refuseWider(ctx: Ctx, line: Line, offer: Of<'counter'>): Promise<void> {
  const names = offer.fields.map(({ name }) => name)
  const wider = names.filter((name) => !line.fields.includes(name))
  const modes = offer.modes.filter((mode) => !line.modes.includes(mode))
  const later = offer.until > (await periodEnd(ctx, line)) ? [offer.until] : []
  const what = [...wider, ...modes, ...later]
  if (what.length > 0) throw refuse.widerThanAsked({ what })
  refuseUnknownMasks(offer.fields)
  if (offer.rows)
    checkFilter(
      offer.rows,
      (await findResource(ctx, line.resource)).items.map(({ name }) => name),
    )
}

async function periodEnd(ctx: Ctx, line: Line): Promise<string> {
  const row = await db(ctx)
    .selectFrom('share.submission')
    .select('use_until')
    .where('id', '=', line.submission)
    .executeTakeFirstOrThrow()
  return row.use_until
}

async function lockLine(ctx: Ctx, id: string): Promise<Line> {
  await db(ctx).selectFrom('share.line').select('id').where('id', '=', id).forUpdate().execute()
  return findLine(ctx, id)
}

function caseOf(line: Line): string {
  if (!line.case) throw refuse.noLine({ line: line.id })
  return line.case.id
}
