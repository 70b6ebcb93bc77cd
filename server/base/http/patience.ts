import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './refusals.ts'

/** How long the edge waits for a sender. A limit on whole requests would cut off a large upload, so bodies have their own. */
export interface Patience {
  /** for the headers of a request */
  readonly headersMs: number
  /** for the whole body where it is read at once */
  readonly bodyMs: number
  /** an upload must bring `uploadBytes` in each of these spans */
  readonly uploadMs: number
  readonly uploadBytes: number
}

/** A kilobyte a second is slower than any line in use; a gigabyte at that pace is let through. */
export const usualPatience: Patience = {
  headersMs: 20_000,
  bodyMs: 30_000,
  uploadMs: 30_000,
  uploadBytes: 30_720,
}

/** Ends a request whose body does not come (slow-body attacks): 408 where it is read at once, cut off where it streams. */
export function awaitBody(
  request: FastifyRequest,
  reply: FastifyReply,
  { bodyMs, uploadMs, uploadBytes }: Patience,
  streams: boolean,
): void {
  const { raw } = request
  if (!announcesBody(request)) return
  let before = raw.socket.bytesRead
  const look = (): void => {
    if (raw.complete) clearInterval(timer)
    else if (streams) lookAtUpload()
    else refuseSlow(request, reply)
  }
  const lookAtUpload = (): void => {
    const bytes = raw.socket.bytesRead
    // What lies here unread was sent in time: then we are the slow ones.
    const slow = bytes - before < uploadBytes && raw.readableLength === 0
    before = bytes
    if (slow) raw.destroy(Object.assign(new Error('the upload stood still'), { code: 'ECONNRESET' }))
  }
  const timer = setInterval(look, streams ? uploadMs : bodyMs)
  timer.unref()
  raw.once('close', () => clearInterval(timer))
}

const readerMs = 60_000

/** Cuts off a reader who in a minute takes nothing of what lies ready: it would hold the answer and all behind it for ever. */
export function awaitReader({ raw }: FastifyReply, spanMs = readerMs): void {
  raw.setTimeout(spanMs, () => {
    // With nothing to take it is we who are slow, or a stream that has no news.
    if ((raw.socket?.writableLength ?? 0) > 0) raw.destroy()
    else raw.socket?.setTimeout(spanMs)
  })
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function refuseSlow(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return
  reply.raw.once('finish', () => request.raw.destroy())
  reply.header('connection', 'close').send(refuse.tooSlow())
}
