import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readRange } from './range.ts'

export interface HandedFile {
  readonly path: string
  readonly sizeBytes: number
  /** without quotes */
  readonly etag: string
  readonly type: string
  /** offered name, for downloads */
  readonly name?: string
  /** runs before the first byte with the bytes to go; returns what to do at the end */
  readonly account: (bytes: number) => Promise<(sent: number, whole: boolean) => void>
}

/** Answers GET and HEAD for a file: exact length, ETag, one byte range, 206, 304 and 416 (RFC 9110). */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: HandedFile,
): Promise<unknown> {
  const etag = `"${file.etag}"`
  reply.header('accept-ranges', 'bytes').header('etag', etag).header('cache-control', 'private, no-cache')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const range =
    request.headers['if-range'] === undefined || request.headers['if-range'] === etag
      ? readRange(request.headers.range, file.sizeBytes)
      : 'whole'
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()

  reply.type(file.type)
  if (file.name) reply.header('content-disposition', disposition(file.name))
  const { start, end } = range === 'whole' ? { start: 0, end: file.sizeBytes - 1 } : range
  const length = end - start + 1
  reply.header('content-length', length)
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${start}-${end}/${file.sizeBytes}`)
  if (request.method === 'HEAD') return reply.send()
  const close = await file.account(length)
  return reply.send(countBytes(file.path, start, end, close))
}

/** The address the caller reached us by. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}

/** An attachment with a name in any script (RFC 6266). */
export function disposition(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

function countBytes(path: string, start: number, end: number, close: (sent: number, whole: boolean) => void) {
  const length = end - start + 1
  let sent = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length
      done(null, chunk)
    },
  })
  const source = createReadStream(path, { start, end, highWaterMark: 1 << 18 })
  source.on('error', (error) => counted.destroy(error))
  counted.once('close', () => {
    source.destroy()
    close(sent, sent === length)
  })
  return source.pipe(counted)
}
