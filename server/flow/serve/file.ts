import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { accountRead, accountSent, type Read } from './access.ts'
import { readLed } from './lead.ts'
import { readRange } from './range.ts'
import { type Ask, whileAgreed } from './running.ts'
import type { Snapshot } from './types.ts'

export interface HandedFile {
  readonly path: string
  readonly sizeBytes: number
  /** without quotes */
  readonly etag: string
  readonly type: string
  /** goes before the file, and into its length */
  readonly lead?: Buffer
  /** offered name, for downloads */
  readonly name?: string
  readonly snapshot: Snapshot
  /** what is put on record before the first byte; of a range, its rows in proportion to its bytes */
  readonly read: Omit<Read, 'bytes' | 'fields'>
  readonly ask: Ask
}

const nothing = Buffer.alloc(0)

/**
 * Answers GET and HEAD for a file: exact length, ETag, one byte range, 206, 304 and 416 (RFC 9110). The read is
 * accounted for first, and the file breaks off when its agreement falls or its reader's session ends.
 */
export async function sendFile(
  ctx: Ctx,
  request: FastifyRequest,
  reply: FastifyReply,
  file: HandedFile,
): Promise<unknown> {
  const { lead = nothing } = file
  const sizeBytes = lead.length + file.sizeBytes
  const etag = `"${file.etag}${lead.length > 0 ? '-led' : ''}"`
  reply.header('accept-ranges', 'bytes').header('etag', etag).header('cache-control', 'private, no-cache')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const range =
    request.headers['if-range'] === undefined || request.headers['if-range'] === etag
      ? readRange(request.headers.range, sizeBytes)
      : 'whole'
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send()

  reply.type(file.type)
  if (file.name) reply.header('content-disposition', disposition(file.name))
  const { start, end } = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range
  const length = end - start + 1
  reply.header('content-length', length)
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${start}-${end}/${sizeBytes}`)
  if (request.method === 'HEAD') return reply.send()
  const { path, snapshot, read, ask } = file
  const fields = snapshot.columns.map(({ name }) => name)
  const rows = read.rows === null ? null : Math.ceil((read.rows * length) / Math.max(sizeBytes, 1))
  const entry = await accountRead(ctx, snapshot, { ...read, rows, fields, bytes: length })
  const source = readLed(lead, path, start, end)
  const close = ({ sentBytes, stopped }: { sentBytes: number; stopped: string | undefined }) =>
    accountSent(ctx, entry, snapshot.plan, {
      bytes: sentBytes,
      whole: sentBytes === length && stopped === undefined,
      stopped,
    })
  return reply.send(whileAgreed(reply, source, { snapshot, ask, close }))
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
