import { type Selectable, type SqlBool, sql } from 'kysely'
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

/** Which lines an office asks for; without a part, those filed with it. */
export interface LineFilter {
  readonly submission?: string
  readonly resource?: string
  readonly state?: 'open' | 'ended'
  readonly extension?: 'asked' | 'granted' | 'denied' | 'lapsed'
  readonly role?: 'provider' | 'applicant' | 'competent'
  /** `timeLeft`: open lines by last day, then those whose clock rests, then ended ones; newest first unless said */
  readonly order?: 'newest' | 'timeLeft'
  readonly cursor?: string
  readonly limit?: number
}

/** The filed lines in which the actor's organisation has a part: the decider's bundle. */
export async function listLines(ctx: Ctx, filter: LineFilter): Promise<Page<Line>> {
  const limit = filter.limit ?? 50
  const byTime = filter.order === 'timeLeft'
  const after = readCursor(filter.cursor, byTime ? 3 : 1)
  let query = whose(ctx, filter)
  if (filter.submission) query = query.where('line.submission', '=', filter.submission)
  if (filter.resource) query = query.where('line.resource', '=', filter.resource)
  if (filter.state) query = query.where('standing.ended_at', filter.state === 'open' ? 'is' : 'is not', null)
  if (filter.extension) {
    const asked = db(ctx).selectFrom('share.extension').select('line').where('state', '=', filter.extension)
    query = query.where('line.id', 'in', asked)
  }
  if (byTime) {
    query = query.orderBy(isOver).orderBy(lastDay).orderBy('line.id')
    if (after)
      query = query.where(
        sql<SqlBool>`(${isOver}, ${lastDay}, line.id) > (${after[0]}::int = 1, ${after[1]}::date, ${after[2]})`,
      )
  } else {
    query = query.orderBy('line.id', 'desc')
    if (after) query = query.where('line.id', '<', String(after[0]))
  }
  const cut = pageOf(
    await query.limit(limit + 1).execute(),
    limit,
    (row) => row,
    ({ id, ended_at, due_on }) => (byTime ? [ended_at ? 1 : 0, due_on ?? 'infinity', id] : [id]),
  )
  return { items: await complete(ctx, cut.items), ...(cut.next !== undefined && { next: cut.next }) }
}

const isOver = sql<boolean>`(standing.ended_at is not null)`
const lastDay = sql<string>`coalesce(standing.due_on, 'infinity'::date)`

/** Only lines of which the actor's organisation may know, by the part it has in them. */
function whose(ctx: Ctx, { role, extension }: LineFilter) {
  const party = ctx.actor.party ?? ''
  const query = lineQuery(ctx)
    .innerJoin('share.standing as standing', 'standing.line', 'line.id')
    .select(['standing.due_on', 'standing.ended_at'])
  if (role === 'applicant') return query.where('submission.applicant', '=', party)
  if (role === 'competent') return query.where('standing.competent', '=', party)
  if (!role && mayAct(ctx, 'share.supervise')) return query
  return query.where(({ or, eb }) =>
    or([
      eb('line.provider', '=', party),
      eb('standing.handler', '=', party),
      // Whoever rules on extensions finds what was asked without knowing who asked.
      ...(!role && extension ? [eb('standing.competent', '=', party)] : []),
    ]),
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
