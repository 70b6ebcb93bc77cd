import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { findCases } from '../../ground/cases/index.ts'
import { mayAct } from '../../ground/policy/index.ts'
import { refuse } from './problems.ts'
import { db, type LineRow, type OfferRow } from './tables.ts'
import type { Line, Offer } from './types.ts'

/** All lines of one submission, each with its case and an open counter-offer. */
export async function linesOf(ctx: Ctx, submission: string): Promise<Line[]> {
  return complete(
    ctx,
    await lineQuery(ctx).where('line.submission', '=', submission).orderBy('line.position').execute(),
  )
}

/** One line, for its applicant, its provider, and the supervisors. */
export async function findLine(ctx: Ctx, id: string): Promise<Line> {
  const [line] = await complete(ctx, await lineQuery(ctx).where('line.id', '=', id).execute())
  const parties = [line?.applicant, line?.provider, line?.case?.handler, line?.case?.competent]
  const sees =
    ctx.actor.kind === 'system' || parties.includes(ctx.actor.party ?? '') || mayAct(ctx, 'share.supervise')
  if (!line || !sees) throw refuse.noLine({ line: id })
  return line
}

/** The lines filed with the actor's organisation, newest first: the decider's bundle. */
export async function listLines(
  ctx: Ctx,
  page: { cursor?: string; limit?: number; submission?: string },
): Promise<Page<Line>> {
  const limit = page.limit ?? 50
  const after = readCursor(page.cursor, 1)
  let query = lineQuery(ctx)
    .where('line.case_id', 'is not', null)
    .orderBy('line.id', 'desc')
    .limit(limit + 1)
  if (!mayAct(ctx, 'share.supervise')) query = query.where('line.provider', '=', ctx.actor.party ?? '')
  if (page.submission) query = query.where('line.submission', '=', page.submission)
  if (after) query = query.where('line.id', '<', String(after[0]))
  const lines = await complete(ctx, await query.execute())
  return pageOf(
    lines,
    limit,
    (line) => line,
    (line) => [line.id],
  )
}

type JoinedRow = Selectable<LineRow> & { applicant: string; purpose: string; agreement: string | null }

function lineQuery(ctx: Ctx) {
  return db(ctx)
    .selectFrom('share.line as line')
    .innerJoin('share.submission as submission', 'submission.id', 'line.submission')
    .leftJoin('share.agreement as agreement', 'agreement.line', 'line.id')
    .selectAll('line')
    .select(['submission.applicant', 'submission.purpose', 'agreement.id as agreement'])
}

async function complete(ctx: Ctx, rows: readonly JoinedRow[]): Promise<Line[]> {
  if (rows.length === 0) return []
  const cases = await findCases(
    ctx,
    rows.flatMap(({ case_id }) => case_id ?? []),
  )
  const offers = await db(ctx)
    .selectFrom('share.offer')
    .selectAll()
    .where(
      'line',
      'in',
      rows.map(({ id }) => id),
    )
    .where('state', '=', 'open')
    .execute()
  const extensions = await db(ctx)
    .selectFrom('share.extension')
    .select(['line', 'days', 'reason', 'state', 'ruling'])
    .where(
      'line',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  return rows.map((row) => {
    const extension = extensions.find(({ line }) => line === row.id)
    const offer = offers.find(({ line }) => line === row.id)
    return {
      id: row.id,
      submission: row.submission,
      applicant: row.applicant,
      purpose: row.purpose,
      resource: row.resource,
      provider: row.provider,
      attribute: row.attribute,
      fields: row.fields,
      rows: row.row_filter,
      modes: row.modes,
      offer: offer ? toOffer(offer) : null,
      extension: extension
        ? { days: extension.days, reason: extension.reason, state: extension.state, ruling: extension.ruling }
        : null,
      agreement: row.agreement,
      case: (row.case_id && cases.get(row.case_id)) || null,
    }
  })
}

export function toOffer(row: Selectable<OfferRow>): Offer {
  return {
    id: row.id,
    fields: row.fields,
    rows: row.row_filter,
    modes: row.modes,
    until: row.use_until,
    note: row.note,
    state: row.state,
    madeAt: row.made_at.toISOString(),
  }
}
