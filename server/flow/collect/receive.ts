import { createHash } from 'node:crypto'
import { open, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Ctx } from '../../base/ctx.ts'
import { refusedBy } from '../../base/db/index.ts'
import { refuseAtEdge } from '../../base/http/index.ts'
import { Problem } from '../../base/problem.ts'
import { actorName, beginDelivery, failDelivery, inboxPath, markReceived, toDelivery } from './delivery.ts'
import { refuse } from './problems.ts'
import { settings } from './settings.ts'
import { db } from './tables.ts'
import type { Delivery, Mode } from './types.ts'

export interface Upload {
  readonly resource: string
  readonly mode: Mode
  readonly name: string
  readonly sheet: string | null
  readonly mediaType: string
  /** as declared, null when the sender did not say */
  readonly sizeBytes: number | null
  readonly key: string | null
  readonly bytes: AsyncIterable<Buffer>
}

const formats: Record<string, 'csv' | 'xlsx'> = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

/**
 * Takes a file in (文件交付). It is answered only once file and row are durable; afterwards a job reads it, whatever
 * happens to this process. The same key with the same bytes gives the same delivery.
 */
export async function receiveUpload(ctx: Ctx, upload: Upload): Promise<Delivery> {
  const format = formats[upload.mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '']
  if (!format) throw refuse.mediaType()
  if (upload.key !== null && !/^[\x21-\x7e]{1,128}$/.test(upload.key)) throw refuseAtEdge.badKey()
  const { resource, mode, name, sheet } = upload
  await refuseWithoutRoom(ctx, upload.sizeBytes)
  const id = await beginDelivery(ctx, { resource, mode, name, sheet, format, origin: 'upload', source: null })
  const path = await inboxPath(ctx, id)
  let file: StoredFile | undefined
  try {
    file = await storeFile(path, upload.bytes, format)
    await markReceived(ctx, id, { ...file, key: upload.key })
    return await findRow(ctx, id)
  } catch (error) {
    await rm(path, { force: true })
    if (file && refusedBy(error) === 'delivery_by_key') return keptDelivery(ctx, id, upload, file)
    await failDelivery(ctx, id, error instanceof Problem ? error : refuse.interrupted(), null)
    throw error
  }
}

export interface StoredFile {
  readonly sizeBytes: number
  readonly sha256: string
}

/** Writes bytes to a file that is durable when this returns; leaves nothing behind when it fails. */
export async function storeFile(
  path: string,
  bytes: AsyncIterable<Buffer>,
  format: 'csv' | 'xlsx',
): Promise<StoredFile> {
  const limitBytes = settings.uploadLimitBytes()
  const hash = createHash('sha256')
  let sizeBytes = 0
  let head: Buffer | undefined = Buffer.alloc(0)
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const piece of readAll(bytes)) {
      sizeBytes += piece.length
      if (sizeBytes > limitBytes) throw refuse.tooLarge({ limitBytes })
      if (head) {
        head = Buffer.concat([head, piece])
        if (head.length >= 512) head = void refuseOther(head, format)
      }
      hash.update(piece)
      await file.writeFile(piece)
    }
    if (head && head.length > 0) refuseOther(head, format)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw isNoRoom(error) ? refuse.diskFull() : error
  } finally {
    await file.close()
  }
  await syncFolder(dirname(path))
  return { sizeBytes, sha256: hash.digest('hex') }
}

async function* readAll(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* bytes
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code } = error as { code?: string }
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
      throw refuse.cutOff()
    throw error
  }
}

const foreign = ['PK\x03\x04', '%PDF', '\xd0\xcf\x11\xe0', '\x7fELF', '\x1f\x8b', 'PAR1', 'Rar!', '\x89PNG']

// UTF-16 text holds zeros, so a zero alone does not tell a binary file.
function refuseOther(head: Buffer, format: 'csv' | 'xlsx'): void {
  const begin = head.toString('latin1', 0, 8)
  const isZip = begin.startsWith('PK\x03\x04')
  if (format === 'xlsx' ? !isZip : foreign.some((mark) => begin.startsWith(mark)))
    throw refuse.otherContent({ declared: format })
}

async function refuseWithoutRoom(ctx: Ctx, sizeBytes: number | null): Promise<void> {
  const limitBytes = settings.uploadLimitBytes()
  if (sizeBytes !== null && sizeBytes > limitBytes) throw refuse.tooLarge({ limitBytes })
  const { bavail, bsize } = await statfs(ctx.lake.root)
  if (bavail * bsize - (sizeBytes ?? 0) < settings.diskReserveBytes()) throw refuse.diskFull()
}

function isNoRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as { code?: string }).code ?? '')
}

// Someone used the key before: the same bytes for the same resource get that delivery, anything else is refused.
async function keptDelivery(
  ctx: Ctx,
  id: string,
  { key, resource, mode }: Upload,
  file: StoredFile,
): Promise<Delivery> {
  await db(ctx).deleteFrom('collect.delivery').where('id', '=', id).execute()
  const kept = await db(ctx)
    .selectFrom('collect.delivery')
    .selectAll()
    .where('actor', '=', actorName(ctx))
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (kept.resource !== resource || kept.mode !== mode || kept.sha256 !== file.sha256)
    throw refuseAtEdge.otherRequest()
  return toDelivery(kept)
}

async function findRow(ctx: Ctx, id: string): Promise<Delivery> {
  return toDelivery(
    await db(ctx).selectFrom('collect.delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
