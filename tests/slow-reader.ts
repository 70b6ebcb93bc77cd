import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** An answer of which only the first bytes have been taken. */
export interface BegunReading {
  readonly response: IncomingMessage
  readonly received: () => number
  /** whether the connection was broken off, once all is over */
  readonly broken: Promise<boolean>
}

/** Takes the first bytes of an answer and then none until it is resumed. */
export async function beginReading(
  url: URL,
  options: { headers?: Record<string, string> },
): Promise<BegunReading> {
  const request = get(url, { ...options, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(response.statusCode, 200)
  request.on('error', () => undefined)
  const broken = new Promise<boolean>((tell) => {
    response.once('error', () => tell(true))
    response.once('end', () => tell(false))
  })
  let bytes = 0
  response.once('data', () => response.pause())
  response.on('data', (piece: Buffer) => {
    bytes += piece.length
  })
  await once(response, 'pause')
  return { response, received: () => bytes, broken }
}

/** Takes the first bytes, lets something happen, reads nothing for a second and then takes whatever there is. */
export async function readSlowly(
  url: URL,
  options: { headers?: Record<string, string> },
  meanwhile: () => Promise<unknown>,
): Promise<{ received: number; announced: number; broken: boolean }> {
  const { response, received, broken } = await beginReading(url, options)
  await meanwhile()
  await pause(1000)
  response.resume()
  return {
    broken: await broken,
    received: received(),
    announced: Number(response.headers['content-length']),
  }
}
