import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '../../base/ctx.ts'
import { findDelivery } from './delivery.ts'

const everyMs = 500
const quietLimitMs = 15_000
const longestMs = 30 * 60_000

/** A delivery's progress as server-sent events, one per change, until it has ended or the reader leaves. */
export async function* tellDelivery(ctx: Ctx, id: string, signal: AbortSignal): AsyncGenerator<string> {
  let told = ''
  let quietMs = 0
  for (let passedMs = 0; passedMs < longestMs && !signal.aborted; passedMs += everyMs) {
    const delivery = await findDelivery(ctx, id)
    const text = JSON.stringify(delivery)
    if (text !== told) yield `event: progress\ndata: ${text}\n\n`
    else if (quietMs >= quietLimitMs) yield ': waiting\n\n'
    quietMs = text !== told || quietMs >= quietLimitMs ? 0 : quietMs + everyMs
    told = text
    if (delivery.state === 'landed' || delivery.state === 'failed') return
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
