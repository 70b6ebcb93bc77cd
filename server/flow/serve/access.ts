import { canonical, sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { DamagedFile, LakeBusy, QueryTimeout } from '../../base/lake/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { type AccessPlan, decide, type Mode, planOf } from '../../ground/policy/index.ts'
import { refuse } from './problems.ts'
import { scopeOf } from './sealed.ts'
import { findSnapshot } from './snapshot.ts'
import type { Snapshot } from './types.ts'

/** A permitted access: the plan policy answered with, and the rows cut by exactly that plan. */
export interface Access {
  readonly plan: AccessPlan
  readonly snapshot: Snapshot
}

/** The gate of every channel: policy decides on each request, then the rows are found. */
export async function openAccess(ctx: Ctx, agreement: string, mode: Mode, version?: number): Promise<Access> {
  const plan = await decide(ctx, agreement, mode)
  return { plan, snapshot: await findSnapshot(ctx, plan, version) }
}

/** The same for what is not bound to one mode (schema, versions): any agreed mode will do. */
export async function openAnyMode(ctx: Ctx, agreement: string): Promise<AccessPlan> {
  const plan = await planOf(ctx, agreement)
  if (!plan) throw refuse.unknownAgreement({ agreement })
  return decide(ctx, agreement, plan.modes[0] ?? 'api')
}

/** Runs work on the lake; what the engine could not do is told in our words, never in its own. */
export async function throughLake<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LakeBusy) throw refuse.busy()
    if (error instanceof QueryTimeout) throw refuse.tooSlow()
    if (error instanceof DamagedFile) throw refuse.damagedFile()
    throw error
  }
}

export interface Read {
  readonly mode: Mode
  readonly rows: number | null
  readonly bytes: number
  readonly fields: readonly string[]
  readonly filter?: unknown
  /** e.g. a file of a share, a batch */
  readonly part?: string
}

/** An answer of addresses: its rows and bytes are put on record with the files when these are fetched. */
export const addressesAlone = { rows: 0, bytes: 0 } as const

/** Writes down a read and waits until the line is durable: only then may the body leave. */
export async function accountRead(ctx: Ctx, snapshot: Snapshot, read: Read): Promise<string> {
  return recordSoon(ctx, 'serve.read', {
    subject: snapshot.plan,
    resource: snapshot.resource,
    version: snapshot.version,
    mode: read.mode,
    rows: read.rows,
    bytes: read.bytes,
    fieldsDigest: fieldsDigest(read.fields),
    filterDigest: read.filter === undefined ? null : await digestFilter(ctx, read.filter),
    ...(read.part !== undefined && { part: read.part }),
  })
}

export interface Sent {
  readonly bytes: number
  readonly whole: boolean
  /** why it was broken off, by the refusal's name */
  readonly stopped?: string | undefined
}

/** The closing line of a stream: what really went out, at most, and why it ended early where we ended it. */
export function accountSent(ctx: Ctx, entry: string, plan: string, sent: Sent): void {
  const { bytes, whole, stopped } = sent
  recordSoon(ctx, 'serve.sent', {
    subject: plan,
    entry,
    bytes,
    whole,
    ...(stopped !== undefined && { stopped }),
  }).catch((error) => ctx.log.error('serve.sent', { entry, error: String(error) }))
}

// With a secret in front: a condition may hold an identity number, and a bare digest of one is as good as
// the number. Plain SHA-256 and not HMAC, since nothing is authenticated by it and it stands in the hot path.
export async function digestFilter(ctx: Ctx, filter: unknown): Promise<string> {
  const secret = await ctx.keys.secret('serve.filters')
  return sha256Hex(`${Buffer.from(secret).toString('base64')}\n${canonical(filter)}`)
}

const digests = new WeakMap<readonly string[], string>()

function fieldsDigest(fields: readonly string[]): string {
  const found = digests.get(fields) ?? scopeOf(fields)
  digests.set(fields, found)
  return found
}
