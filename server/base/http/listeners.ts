import type { FastifyReply } from 'fastify'
import type { Ctx } from '../ctx.ts'
import type { Jobs } from '../jobs/index.ts'
import { refuse } from './refusals.ts'

/** How many streams that last may be open at a time: of one person or system, and in this process. */
export interface ListenerLimits {
  readonly ofOne: number
  readonly inAll: number
}

/** More windows than anybody works in; more officials than one process serves well. */
const usualLimits: ListenerLimits = { ofOne: 24, inAll: 4000 }

const rooms = new WeakMap<Jobs, Map<string, number>>()

/**
 * Takes a place for an answer that lasts (server-sent events) until its connection closes; refuses with 429 whoever
 * holds too many, and with 503 where the house is full.
 */
export function takePlace(ctx: Ctx, { raw }: FastifyReply, limits = usualLimits): void {
  // Gone already: nothing would give its place back.
  if (raw.destroyed) return
  const held = rooms.get(ctx.jobs) ?? new Map<string, number>()
  rooms.set(ctx.jobs, held)
  const holder = `${ctx.actor.kind}:${ctx.actor.id}`
  const own = held.get(holder) ?? 0
  if (own >= limits.ofOne) throw refuse.tooManyStreams({ limit: limits.ofOne, retryAfterSeconds: 60 })
  const all = [...held.values()].reduce((sum, count) => sum + count, 0)
  if (all >= limits.inAll) throw refuse.streamsFull({ retryAfterSeconds: 60 })
  held.set(holder, own + 1)
  raw.once('close', () => {
    const left = (held.get(holder) ?? 1) - 1
    if (left > 0) held.set(holder, left)
    else held.delete(holder)
  })
}
