import { sql } from 'kysely'
import { sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { refuse } from './problems.ts'

const windowMs = 15 * 60_000

/**
 * Attempts in a quarter of an hour. The pair of account and source is held tightest, so that an outsider
 * cannot lock an official out from elsewhere; account and source alone stop guessing that is spread out.
 */
const limits = { pair: 5, account: 40, source: 60 }

type Counter = keyof typeof limits

interface Count {
  readonly key: string
  readonly attempts: number
  readonly window_at: Date
}

/** Counts an attempt before the password is compared, so that many at once cannot all slip by; 429 beyond a limit. */
export async function countAttempt(ctx: Ctx, login: string, source: string): Promise<void> {
  const now = ctx.clock.now()
  const keys = keysOf(login, source)
  // Sorted, so that two attempts take the same rows in the same order.
  const sorted = Object.values(keys).sort()
  const { rows } = await sql<Count>`
    insert into parties.sign_in_attempts as it (key, window_at, attempts)
    select key, ${now}, 1 from unnest(${sorted}::text[]) with ordinality as asked (key, n) order by n
    on conflict (key) do update set
      attempts = case when it.window_at <= ${new Date(now.getTime() - windowMs)} then 1 else least(it.attempts + 1, 1000000) end,
      window_at = case when it.window_at <= ${new Date(now.getTime() - windowMs)} then excluded.window_at else it.window_at end
    returning key, attempts, window_at`.execute(ctx.db)
  refuseOver(
    rows.filter(({ key, attempts }) => attempts > limitOf(key, keys)),
    now,
  )
}

/** 429 where the attempts counted so far have reached a limit; this one is not counted. */
export async function refuseTooMany(ctx: Ctx, login: string, source: string): Promise<void> {
  const now = ctx.clock.now()
  const keys = keysOf(login, source)
  const { rows } = await sql<Count>`select key, attempts, window_at from parties.sign_in_attempts
    where key = any(${Object.values(keys)}::text[]) and window_at > ${new Date(now.getTime() - windowMs)}`.execute(
    ctx.db,
  )
  refuseOver(
    rows.filter(({ key, attempts }) => attempts >= limitOf(key, keys)),
    now,
  )
}

/** Takes a rightful attempt out of the count again. */
export async function forgiveAttempt(ctx: Ctx, login: string, source: string): Promise<void> {
  const { pair, account, source: from } = keysOf(login, source)
  await sql`update parties.sign_in_attempts set attempts = case when key = ${pair} then 0 else greatest(attempts - 1, 0) end
    where key = any(${[pair, account, from]}::text[])`.execute(ctx.db)
}

function refuseOver(over: readonly Count[], now: Date): void {
  if (over.length === 0) return
  const endMs = Math.max(...over.map(({ window_at }) => window_at.getTime() + windowMs))
  throw refuse.tooManyAttempts({ retryAfterSeconds: Math.max(1, Math.ceil((endMs - now.getTime()) / 1000)) })
}

function keysOf(login: string, source: string): Record<Counter, string> {
  // A digest: what is typed as a login may be a password in the wrong field.
  const account = sha256Hex(login.toLowerCase()).slice(0, 32)
  const from = sha256Hex(source).slice(0, 32)
  return { account: `account:${account}`, pair: `pair:${account}:${from}`, source: `source:${from}` }
}

function limitOf(key: string, keys: Record<Counter, string>): number {
  const counter = (Object.keys(limits) as Counter[]).find((name) => keys[name] === key)
  return counter ? limits[counter] : 0
}
