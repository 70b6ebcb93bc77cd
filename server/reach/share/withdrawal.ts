import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { findCase, moveCase } from '../../ground/cases/index.ts'
import { recordNews } from './news.ts'
import { db } from './tables.ts'

/** The news of the catalogue: which entry was taken back, when, and why. */
export interface Withdrawal {
  readonly resource: string
  readonly reason: string
  readonly withdrawnAt: string
}

/**
 * A catalogue entry was taken back while lines on it were open: each is closed by the platform, and the applicant is
 * told the provider's reason (说明理由, 第二十一条第二款). Lines filed after the entry was published anew stay, and
 * news that comes twice finds nothing left to close. No agreement is touched: those end by their own parties.
 */
export async function closeLinesOf(ctx: Ctx, { resource, reason, withdrawnAt }: Withdrawal): Promise<number> {
  const lines = await db(ctx)
    .selectFrom('share.line as line')
    .innerJoin('share.submission as submission', 'submission.id', 'line.submission')
    .innerJoin('share.standing as standing', 'standing.line', 'line.id')
    .select('line.id')
    .where('line.resource', '=', resource)
    .where('standing.ended_at', 'is', null)
    .where('submission.filed_at', '<=', new Date(withdrawnAt))
    .orderBy('line.id')
    .execute()
  const told = `提供方已撤下该目录条目，理由：${reason} / the provider withdrew the catalogue entry: ${reason}`
  let closed = 0
  for (const { id } of lines) if (await tx(ctx, (ctx) => closeLine(ctx, id, told))) closed += 1
  return closed
}

/** The agreement of a line ended before its data was ever delivered: nothing is owed any more, and its clock stops. */
export async function closeUndelivered(ctx: Ctx, line: string, reason: string): Promise<void> {
  await closeLine(ctx, line, `协议在交付前终止：${reason} / the agreement ended before delivery: ${reason}`)
}

async function closeLine(ctx: Ctx, id: string, reason: string): Promise<boolean> {
  const line = await db(ctx)
    .selectFrom('share.line')
    .select(['case_id', 'resource'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!line?.case_id) return false
  const { state, moves } = await findCase(ctx, line.case_id)
  if (!moves.includes('lapse')) return false
  await recordNews(ctx, 'share.lapsed', {
    subject: id,
    resource: line.resource,
    state,
    rule: 'share.refusal.reasoned',
  })
  await moveCase(ctx, line.case_id, 'lapse', { as: 'system', reason })
  return true
}
