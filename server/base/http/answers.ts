import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tx } from '../db/index.ts'
import { refuse } from './refusals.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/**
 * Makes an effect once per Idempotency-Key: the effect and its kept answer are one transaction,
 * so a repeated request, even one that arrives meanwhile, gets the first one's answer.
 */
export async function answerOnce(
  ctx: Ctx,
  key: string,
  request: { method: string; url: string; body: unknown },
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer> {
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) throw refuse.badKey()
  const digest = createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body]))
    .digest('hex')
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  return tx(ctx, async (ctx) => {
    const claim = await sql`insert into base.answer (actor, key, request_sha256, status)
      values (${actor}, ${key}, ${digest}, 0) on conflict do nothing`.execute(ctx.db)
    if (!claim.numAffectedRows) return keptAnswer(ctx, actor, key, digest)
    const answer = await work(ctx)
    await sql`update base.answer set status = ${answer.status}, body = ${JSON.stringify(answer.body)}::jsonb
      where actor = ${actor} and key = ${key}`.execute(ctx.db)
    return answer
  })
}

/** Forgets answers after seven days; a key used again then is a new request. */
export async function sweepAnswers(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - 7 * 86_400_000)
  await sql`delete from base.answer where answered_at < ${before}`.execute(ctx.db)
}

async function keptAnswer(ctx: Ctx, actor: string, key: string, digest: string): Promise<Answer> {
  const { rows } = await sql<{ request_sha256: string; status: number; body: unknown }>`
    select request_sha256, status, body from base.answer where actor = ${actor} and key = ${key}`.execute(
    ctx.db,
  )
  const [kept] = rows
  if (!kept || kept.request_sha256 !== digest) throw refuse.otherRequest()
  return { status: kept.status, body: kept.body }
}
