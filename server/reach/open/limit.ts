import { isIP } from 'node:net'
import type { Ctx } from '../../base/ctx.ts'
import type { Jobs } from '../../base/jobs/index.ts'
import { refuse } from './problems.ts'

/** What a call of the public is: a page, rows, the whole catalogue or a whole file. */
export type Call = 'page' | 'rows' | 'catalog' | 'file'

/**
 * Lets a call of the public through or refuses it with 429 and Retry-After: each address has an allowance that
 * comes back second by second (rule local.open.requests). Known in this process alone, at most `mostAddresses`.
 */
export function limitCalls(ctx: Ctx, address: string, call: Call): void {
  const cost = ctx.rules.param<Record<Call, number>>('local.open.requests', 'costs')[call]
  const waitSeconds = takeTokens(ctx, networkOf(address), cost)
  if (waitSeconds === 0) return
  throw refuse.tooMany({ retryAfterSeconds: waitSeconds })
}

/** About a megabyte; the address not heard of for longest is forgotten first, and starts afresh. */
export const mostAddresses = 10_000

interface Bucket {
  tokens: number
  atMs: number
}

// The queue is opened once per house, so it tells houses apart where several share a process.
const shelves = new WeakMap<Jobs, Map<string, Bucket>>()

/** Takes what a call costs from an address's allowance; seconds to wait when it does not suffice, 0 when it does. */
export function takeTokens(ctx: Ctx, address: string, cost: number): number {
  const allowance = ctx.rules.param<number>('local.open.requests', 'allowance')
  const perSecond = ctx.rules.param<number>('local.open.requests', 'perSecond')
  const buckets = shelves.get(ctx.jobs) ?? new Map<string, Bucket>()
  shelves.set(ctx.jobs, buckets)
  const nowMs = ctx.clock.now().getTime()
  const { tokens, atMs } = buckets.get(address) ?? { tokens: allowance, atMs: nowMs }
  const grown = Math.min(allowance, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond)
  const left = grown >= cost ? grown - cost : grown
  buckets.delete(address)
  buckets.set(address, { tokens: left, atMs: nowMs })
  const [oldest] = buckets.keys()
  if (buckets.size > mostAddresses && oldest !== undefined) buckets.delete(oldest)
  return grown >= cost ? 0 : Math.ceil((cost - grown) / perSecond)
}

/** Whom a call counts for: of an IPv6 address its /64, since one subscriber has all of it; an IPv4 address is itself. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (plain) return plain
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const all = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return `${all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
