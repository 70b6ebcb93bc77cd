import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { credentialsOf, findSender } from '../../ground/parties/index.ts'
import { authorise } from '../../ground/policy/index.ts'
import { findDelivery } from './delivery.ts'

const everyMs = 500
const quietLimitMs = 15_000
const longestMs = 30 * 60_000

/** Who reads, asked anew: undefined once nobody with the right to reads any more. */
export type AskReader = () => Promise<Ctx | undefined>

/**
 * A delivery's progress as server-sent events, one per change, until it has ended, the reader leaves or may no more:
 * before each look session and right are asked for again.
 */
export async function* tellDelivery(
  id: string,
  signal: AbortSignal,
  askReader: AskReader,
): AsyncGenerator<string> {
  let told = ''
  let quietMs = 0
  for (let passedMs = 0; passedMs < longestMs && !signal.aborted; passedMs += everyMs) {
    const reader = await askReader().catch(() => undefined)
    if (!reader) return
    const delivery = await findDelivery(reader, id)
    const text = JSON.stringify(delivery)
    if (text !== told) yield `event: progress\ndata: ${text}\n\n`
    else if (quietMs >= quietLimitMs) yield ': waiting\n\n'
    quietMs = text !== told || quietMs >= quietLimitMs ? 0 : quietMs + everyMs
    told = text
    if (delivery.state === 'landed' || delivery.state === 'failed') return
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Asks again who sent a request and whether they may still read deliveries; a denial is recorded and thrown. */
export function readerOf(ctx: Ctx, request: Pick<FastifyRequest, 'headers' | 'method' | 'ip'>): AskReader {
  const credentials = credentialsOf(request)
  return async () => {
    const sender = await findSender(ctx, credentials)
    if (!sender || sender.endsAt <= ctx.clock.now()) return undefined
    const reader = { ...ctx, actor: sender.actor }
    await authorise(reader, 'collect.read')
    return reader
  }
}
