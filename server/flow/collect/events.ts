import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { authenticate } from '../../ground/parties/index.ts'
import { authorise } from '../../ground/policy/index.ts'
import { findDelivery } from './delivery.ts'

const everyMs = 500
const quietLimitMs = 15_000
const longestMs = 30 * 60_000
/** A reader whose session has ended or whose role was taken hears no more than this. */
const rightsMs = 10_000

/** Who reads, asked anew: undefined once nobody with the right to reads any more. */
export type AskReader = () => Promise<Ctx | undefined>

/** A delivery's progress as server-sent events, one per change, until it has ended, the reader leaves or may no more. */
export async function* tellDelivery(
  ctx: Ctx,
  id: string,
  signal: AbortSignal,
  askReader: AskReader,
  askEveryMs = rightsMs,
): AsyncGenerator<string> {
  let reader = ctx
  let told = ''
  let quietMs = 0
  let askedMs = 0
  for (let passedMs = 0; passedMs < longestMs && !signal.aborted; passedMs += everyMs) {
    if (passedMs - askedMs >= askEveryMs) {
      const known = await askReader().catch(() => undefined)
      if (!known) return
      reader = known
      askedMs = passedMs
    }
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

/** Asks again who sent a request and whether that person may still read deliveries; a denial is recorded and thrown. */
export function readerOf(
  ctx: Ctx,
  { headers, method, ip }: Pick<FastifyRequest, 'headers' | 'method' | 'ip'>,
): AskReader {
  const { authorization, cookie, host } = headers
  const credentials = {
    method,
    address: ip,
    ...(authorization && { authorization }),
    ...(cookie && { cookie }),
    ...(host && { host }),
  }
  return async () => {
    const actor = await authenticate(ctx, credentials)
    if (!actor) return undefined
    const reader = { ...ctx, actor }
    await authorise(reader, 'collect.read')
    return reader
  }
}
