import { addDays } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { authorise, decide, issueToken } from '../../ground/policy/index.ts'
import type { Profile } from './types.ts'

/** A profile is a bearer secret in a file: short life, and never longer than the agreement. */
const profileDays = 90

/**
 * The profile file of Delta Sharing with a token of its own, bound to this one agreement; no token makes another.
 * `origin` is how the caller reached us.
 */
export async function makeProfile(ctx: Ctx, agreement: string, origin: string): Promise<Profile> {
  await authorise(ctx, 'signedIn')
  const plan = await decide(ctx, agreement, 'delta')
  const latest = addDays(ctx.clock.today(), profileDays)
  const expiresOn = plan.until < latest ? plan.until : latest
  const token = await tx(ctx, async (ctx) => {
    const issued = await issueToken(ctx, agreement, { expiresOn })
    await record(ctx, 'serve.profiled', { subject: agreement, token: issued.id, expiresOn })
    return issued.token
  })
  return {
    shareCredentialsVersion: 1,
    endpoint: `${origin}/delta-sharing`,
    bearerToken: token,
    expirationTime: `${expiresOn}T23:59:59.000+08:00`,
  }
}
