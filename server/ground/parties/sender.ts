import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { hashSecret } from '../../base/crypto/index.ts'
import type { Actor, Ctx } from '../../base/ctx.ts'
import type { Jobs } from '../../base/jobs/index.ts'
import { type Credentials, readToken, refuseForeignOrigin } from './credentials.ts'
import { rememberBriefly } from './memory.ts'
import { rolesHeldBy } from './role.ts'
import { db } from './tables.ts'

const minuteMs = 60_000
const idleMs = 30 * minuteMs
/** A session's use is written down at most this often. */
const touchMs = minuteMs

export const sessionPrefix = 'zss_'
export const clientPrefix = 'zsc_'

/** The person of a session or the client of a token, as they stand now. */
export interface Sender {
  readonly actor: Actor
  /** when the session or token runs out by itself, unless a session is used again before */
  readonly endsAt: Date
}

/**
 * Who sends this request: the person of a session, or the client of a token; undefined when neither.
 * It counts as a use of the session. A write that only a cookie vouches for must come from our own pages, else 403.
 */
export async function authenticate(ctx: Ctx, request: Credentials): Promise<Actor | undefined> {
  const found = await findStanding(ctx, request)
  if (!found || endOf(found.standing) <= ctx.clock.now()) return undefined
  const { key, standing } = found
  if (standing.usedAt) refuseForeignOrigin(request)
  await touch(ctx, key, standing)
  return standing.actor
}

/**
 * Who stands behind a request that is still being answered, with the roles of now: undefined once somebody ended the
 * session, the token or its holder. Asking is no use of the session, and one that merely ran out is still told.
 */
export async function findSender(ctx: Ctx, request: Credentials): Promise<Sender | undefined> {
  const found = await findStanding(ctx, request)
  return found && { actor: found.standing.actor, endsAt: endOf(found.standing) }
}

/** Has one session or token, or everybody's, read anew with the next request: it has ended, roles or people have changed. */
export function forgetActors(ctx: Ctx, key?: string): void {
  standings.forget(ctx, key)
}

interface Standing {
  readonly actor: Actor
  readonly expiresAt: Date
  /** of a session alone */
  usedAt: Date | null
}

async function findStanding(ctx: Ctx, request: Credentials) {
  const token = readToken(request)
  if (!token?.startsWith(sessionPrefix) && !token?.startsWith(clientPrefix)) return undefined
  const key = hashSecret(token)
  const standing = await standings.get(ctx, key)
  return standing && { key, standing }
}

function endOf({ expiresAt, usedAt }: Standing): Date {
  return usedAt ? new Date(Math.min(expiresAt.getTime(), usedAt.getTime() + idleMs)) : expiresAt
}

async function touch(ctx: Ctx, key: string, standing: Standing): Promise<void> {
  const now = ctx.clock.now()
  if (!standing.usedAt || now.getTime() - standing.usedAt.getTime() < touchMs) return
  standing.usedAt = now
  await db(ctx)
    .updateTable('parties.session')
    .set({ used_at: now })
    .where('token_sha256', '=', key)
    .where('used_at', '<', now)
    .execute()
}

const standings = rememberBriefly<Standing>(async (ctx, key) =>
  ctx.db.isTransaction ? (await readStandings(ctx, [key])).get(key) : readTogether(ctx, key),
)

interface Round {
  readonly keys: Set<string>
  readonly read: Promise<Map<string, Standing>>
}

const rounds = new WeakMap<Jobs, Round>()

/** Whatever is asked in one turn of a process is one query: those who listen or download all ask on one beat. */
async function readTogether(ctx: Ctx, key: string): Promise<Standing | undefined> {
  const round = rounds.get(ctx.jobs) ?? beginRound(ctx)
  round.keys.add(key)
  return (await round.read).get(key)
}

function beginRound(ctx: Ctx): Round {
  const keys = new Set<string>()
  const read = nextTurn().then(() => {
    rounds.delete(ctx.jobs)
    return readStandings(ctx, [...keys])
  })
  rounds.set(ctx.jobs, { keys, read })
  return { keys, read }
}

interface StandingRow {
  readonly key: string
  readonly id: string
  readonly org: string
  readonly used_at: Date | null
  readonly expires_at: Date
  readonly roles: readonly string[] | null
}

async function readStandings(ctx: Ctx, keys: readonly string[]): Promise<Map<string, Standing>> {
  const now = ctx.clock.now()
  const { rows } = await sql<StandingRow>`
    select s.token_sha256 as key, p.id, p.org, s.used_at, s.expires_at,
      array(select g.role from parties.role_grant g
        where g.person = p.id and tstzrange(g.since_at, g.until_at) @> ${now}::timestamptz order by g.role) as roles
    from parties.session s join parties.person p on p.id = s.person
    where s.token_sha256 = any(${keys}::text[]) and s.ended_at is null and p.disabled_at is null
    union all
    select t.token_sha256, c.id, c.org, null, t.expires_at, null
    from parties.client_token t join parties.client c on c.id = t.client
    where t.token_sha256 = any(${keys}::text[]) and c.disabled_at is null`.execute(ctx.db)
  return new Map(rows.map((row) => [row.key, toStanding(row)]))
}

function toStanding({ id, org, used_at, expires_at, roles }: StandingRow): Standing {
  const actor: Actor = roles
    ? { kind: 'person', id, party: org, roles }
    : { kind: 'client', id, party: org, roles: rolesHeldBy('client') }
  return { actor, expiresAt: expires_at, usedAt: used_at }
}
