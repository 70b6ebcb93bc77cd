import { hashSecret, randomSecret, sameSecret, sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { type Credentials, readToken } from './credentials.ts'
import { verifyPassword } from './password.ts'
import { refuse } from './problems.ts'
import { clientPrefix, forgetActors, sessionPrefix } from './sender.ts'
import { db } from './tables.ts'
import { countAttempt, forgiveAttempt, refuseTooMany } from './throttle.ts'

const minuteMs = 60_000
const absoluteMs = 8 * 60 * minuteMs
const clientTokenMs = 30 * minuteMs

export interface SignedIn {
  readonly token: string
  readonly expiresAt: Date
  readonly person: string
}

/**
 * Opens a session for login and password. Every attempt is recorded; wrong login, wrong password and
 * disabled account answer alike and in the same time. `source` is the caller's address.
 */
export async function signIn(
  ctx: Ctx,
  input: { login: string; password: string; source?: string },
): Promise<SignedIn> {
  const { login, password, source = 'local' } = input
  await countAttempt(ctx, login, source)
  const person = await db(ctx)
    .selectFrom('parties.person')
    .select(['id', 'org', 'password_hash', 'disabled_at'])
    .where('login', '=', login)
    .executeTakeFirst()
  const right = await verifyPassword(person?.password_hash ?? null, password)
  if (!person || !right || person.disabled_at) {
    await tx(ctx, (ctx) =>
      record(ctx, 'parties.signInFailed', {
        subject: person?.id ?? 'unknown',
        login: sha256Hex(login),
        source,
      }),
    )
    throw refuse.wrongSignIn()
  }
  return tx(ctx, async (ctx) => {
    await forgiveAttempt(ctx, login, source)
    const token = `${sessionPrefix}${randomSecret()}`
    const now = ctx.clock.now()
    const expiresAt = new Date(now.getTime() + absoluteMs)
    await db(ctx)
      .insertInto('parties.session')
      .values({
        token_sha256: hashSecret(token),
        person: person.id,
        source,
        opened_at: now,
        used_at: now,
        expires_at: expiresAt,
        ended_at: null,
      })
      .execute()
    await record(ctx, 'parties.signedIn', { subject: person.id, org: person.org, source })
    return { token, expiresAt, person: person.id }
  })
}

/** Ends the session of these credentials; nothing happens when there is none. */
export async function signOut(ctx: Ctx, credentials: Credentials): Promise<void> {
  const token = readToken(credentials)
  if (!token?.startsWith(sessionPrefix)) return
  const key = hashSecret(token)
  await tx(ctx, async (ctx) => {
    const ended = await db(ctx)
      .updateTable('parties.session')
      .set({ ended_at: ctx.clock.now() })
      .where('token_sha256', '=', key)
      .where('ended_at', 'is', null)
      .returning('person')
      .executeTakeFirst()
    if (ended) await record(ctx, 'parties.signedOut', { subject: ended.person })
  })
  forgetActors(ctx, key)
}

/**
 * Gives a department's system a token for its secret; it lives half an hour. Wrong tries alone are counted, so that
 * the many workers of one system may ask at once; beyond the limit nothing is recorded and nobody gets in.
 */
export async function issueClientToken(
  ctx: Ctx,
  input: { client: string; secret: string; source?: string },
): Promise<{ token: string; expiresAt: Date }> {
  const { source = 'local' } = input
  // Counted apart from a person's login of the same name.
  const account = `client ${input.client}`
  const client = await db(ctx)
    .selectFrom('parties.client')
    .select(['id', 'org', 'secret_sha256', 'disabled_at'])
    .where('id', '=', input.client)
    .executeTakeFirst()
  const right = sameSecret(client?.secret_sha256 ?? '', hashSecret(input.secret))
  if (!client || !right || client.disabled_at) {
    await countAttempt(ctx, account, source)
    await tx(ctx, (ctx) =>
      record(ctx, 'parties.signInFailed', {
        subject: client?.id ?? 'unknown',
        login: sha256Hex(input.client),
        source,
      }),
    )
    throw refuse.wrongSecret()
  }
  await refuseTooMany(ctx, account, source)
  return tx(ctx, async (ctx) => {
    const token = `${clientPrefix}${randomSecret()}`
    const expiresAt = new Date(ctx.clock.now().getTime() + clientTokenMs)
    await db(ctx)
      .insertInto('parties.client_token')
      .values({ token_sha256: hashSecret(token), client: client.id, expires_at: expiresAt })
      .execute()
    await record(ctx, 'parties.signedIn', { subject: client.id, org: client.org, source })
    return { token, expiresAt }
  })
}

/** Removes what has long ended: sessions, tokens and counts of attempts. */
export async function sweepSessions(ctx: Ctx): Promise<void> {
  const dayAgo = new Date(ctx.clock.now().getTime() - 24 * 60 * minuteMs)
  await db(ctx).deleteFrom('parties.session').where('expires_at', '<', dayAgo).execute()
  await db(ctx).deleteFrom('parties.client_token').where('expires_at', '<', dayAgo).execute()
  await db(ctx).deleteFrom('parties.sign_in_attempts').where('window_at', '<', dayAgo).execute()
}
