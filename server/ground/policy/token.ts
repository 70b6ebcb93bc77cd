import { sql } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import { hashSecret, randomSecret } from '../../base/crypto/index.ts'
import type { Actor, Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { rememberBriefly, rolesHeldBy } from '../parties/index.ts'
import { toldOf } from './names.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'

/** The channel on which every process tells the others that a plan or its tokens changed. */
export const changeChannel = 'policy_changed'

const prefix = 'zsa_'
/** Written among a token's roles, which nobody but policy reads: the one plan the token stands for. */
const planMark = 'plan:'

/** Makes a token for one agreement, good to a day (included) not beyond the agreement's own; it is shown this once. */
export async function issueToken(
  ctx: Ctx,
  planId: string,
  { expiresOn }: { expiresOn: Day },
): Promise<{ token: string; id: string }> {
  return tx(ctx, async (ctx) => {
    const plan = await db(ctx)
      .selectFrom('policy.plan')
      .select(['id', 'resource', 'provider', 'state', 'until_on'])
      .where('id', '=', planId)
      .forShare()
      .executeTakeFirst()
    if (!plan) throw refuse.unknownPlan({ plan: planId })
    if (plan.state === 'ended') throw refuse.ended(await toldOf(ctx, plan))
    const today = ctx.clock.today()
    if (expiresOn < today || expiresOn > plan.until_on)
      throw refuse.tokenOutlives({ today, until: plan.until_on })
    const token = `${prefix}${randomSecret()}`
    const id = ctx.ids.next('tok')
    await db(ctx)
      .insertInto('policy.token')
      .values({
        id,
        plan: planId,
        token_sha256: hashSecret(token),
        expires_on: expiresOn,
        issued_by: ctx.actor.id,
        issued_at: ctx.clock.now(),
        revoked_at: null,
      })
      .execute()
    await record(ctx, 'policy.tokenIssued', { subject: planId, token: id, expiresOn })
    return { token, id }
  })
}

/** Ends all tokens of an agreement; returns how many there were. */
export async function revokeTokens(ctx: Ctx, planId: string): Promise<number> {
  const revoked = await tx(ctx, async (ctx) => {
    const ended = await db(ctx)
      .updateTable('policy.token')
      .set({ revoked_at: ctx.clock.now() })
      .where('plan', '=', planId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    if (ended.length > 0)
      await record(ctx, 'policy.tokensRevoked', { subject: planId, tokens: ended.map(({ id }) => id) })
    await sql`select pg_notify(${changeChannel}, ${planId})`.execute(ctx.db)
    return ended.length
  })
  forgetTokens(ctx)
  return revoked
}

/** Who holds this token and for which agreement; undefined when it is unknown, revoked or past its day. */
export async function tokenActor(
  ctx: Ctx,
  bearer: string,
): Promise<{ actor: Actor; plan: string } | undefined> {
  const token = bearer.replace(/^Bearer +/i, '')
  if (!token.startsWith(prefix)) return undefined
  const found = await tokens.get(ctx, hashSecret(token))
  return found && found.expiresOn >= ctx.clock.today() ? found : undefined
}

/** The agreement a token's actor is bound to; undefined for everybody else. */
export function planOfToken({ roles }: Actor): string | undefined {
  return roles.find((role) => role.startsWith(planMark))?.slice(planMark.length)
}

export function forgetTokens(ctx: Ctx): void {
  tokens.forget(ctx)
}

interface Holder {
  readonly actor: Actor
  readonly plan: string
  readonly expiresOn: Day
}

const tokens = rememberBriefly<Holder>(async (ctx, key) => {
  const row = await db(ctx)
    .selectFrom('policy.token as token')
    .innerJoin('policy.plan as plan', 'plan.id', 'token.plan')
    .select(['token.id', 'token.plan', 'token.expires_on', 'plan.applicant'])
    .where('token.token_sha256', '=', key)
    .where('token.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const roles = [...rolesHeldBy('token'), `${planMark}${row.plan}`]
  return {
    actor: { kind: 'client', id: row.id, party: row.applicant, roles },
    plan: row.plan,
    expiresOn: row.expires_on,
  }
})
