import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { invalidFields } from '../../base/http/index.ts'
import { accountRead, accountSent, openAccess, throughLake } from './access.ts'
import { openBatchFile } from './batch.ts'
import { disposition, sendFile } from './file.ts'
import { excelLead, readLed } from './lead.ts'
import { findRowBytes } from './lookup.ts'
import { type RowsAsk, readPage, readRowsAsk, writeOut } from './rows.ts'
import { type Ask, askingFor, type Running, whileAgreed } from './running.ts'
import type { Snapshot } from './types.ts'

const defaultPageRows = 500
/** What goes out in one piece; a larger answer may find a slow reader and is watched. */
const atOnceBytes = 64 * 1024

/** One row by key, its bytes as they lie in the look-up; the only wait is for the ledger line. */
export async function giveRow(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { agreement, key } = request.params as { agreement: string; key: string }
  const { snapshot } = await openAccess(ctx, agreement, 'api')
  const bytes = await throughLake(() => findRowBytes(ctx, snapshot, key))
  const entry = await accountRead(ctx, snapshot, {
    mode: 'api',
    rows: 1,
    bytes: bytes.length,
    fields: namesOf(snapshot),
    filter: { key },
  })
  const etag = `"${sha256Hex(bytes).slice(0, 32)}"`
  tellVersion(reply, snapshot, entry).header('etag', etag)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(bytes)
}

/** Rows in pages as JSON, or all of them as CSV. */
export async function giveRows(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { agreement } = request.params as { agreement: string }
  const query = request.query as Record<string, string | undefined>
  const version = query.version === undefined ? undefined : Number(query.version)
  const { snapshot } = await openAccess(ctx, agreement, 'api', version)
  const ask = readRowsAsk(snapshot, {
    ...(query.fields !== undefined && { fields: query.fields }),
    ...(query.filter !== undefined && { filter: query.filter }),
  })
  const csv = wantsCsv(request, query)
  if (!csv) refuseLead(query)
  const call = { reply, snapshot, ask, query, stands: askingFor(request, agreement, 'api') }
  return csv ? giveCsv(ctx, call) : givePage(ctx, call)
}

/** A finished batch, whole or in ranges. */
export async function giveBatchFile(
  ctx: Ctx,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { agreement, batch } = request.params as { agreement: string; batch: string }
  const query = request.query as Record<string, string | undefined>
  const { row, snapshot, path, sizeBytes, sha256 } = await openBatchFile(ctx, agreement, batch)
  if (row.format !== 'csv') refuseLead(query)
  return sendFile(ctx, request, reply, {
    path,
    sizeBytes,
    etag: sha256,
    type: row.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.apache.parquet',
    name: `${row.resource}-v${row.resource_version}.${row.format}`,
    ...(query.bom === 'true' && { lead: excelLead }),
    snapshot,
    read: { mode: 'file', rows: row.row_count, part: row.id },
    ask: askingFor(request, agreement, 'file'),
  })
}

interface RowsCall {
  readonly reply: FastifyReply
  readonly snapshot: Snapshot
  readonly ask: RowsAsk
  readonly query: Record<string, string | undefined>
  /** whether the answer may still go out */
  readonly stands: Ask
}

async function givePage(ctx: Ctx, { reply, snapshot, ask, query, stands }: RowsCall): Promise<unknown> {
  const { cursor, limit } = query
  const page = {
    limit: limit === undefined ? defaultPageRows : Number(limit),
    ...(cursor !== undefined && { cursor }),
  }
  const { rows, next } = await throughLake(() => readPage(ctx, snapshot, ask, page))
  const body = JSON.stringify({
    agreement: snapshot.plan,
    version: snapshot.version,
    rows,
    ...(next && { next }),
  })
  const entry = await accountRead(ctx, snapshot, {
    ...readOf(ask),
    rows: rows.length,
    bytes: Buffer.byteLength(body),
  })
  tellVersion(reply, snapshot, entry).type('application/json; charset=utf-8')
  const bytes = Buffer.from(body)
  if (bytes.length <= atOnceBytes) return reply.send(bytes)
  reply.header('content-length', bytes.length)
  const source = Readable.from(piecesOf(bytes))
  return reply.send(whileAgreed(reply, source, running(ctx, snapshot, stands, entry, bytes.length)))
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += atOnceBytes) yield bytes.subarray(at, at + atOnceBytes)
}

function running(
  ctx: Ctx,
  snapshot: Snapshot,
  ask: Ask,
  entry: string,
  sizeBytes: number,
  dispose: () => void = () => undefined,
): Running {
  return {
    snapshot,
    ask,
    close({ sentBytes, stopped }) {
      const whole = sentBytes === sizeBytes && stopped === undefined
      accountSent(ctx, entry, snapshot.plan, { bytes: sentBytes, whole, stopped })
      dispose()
    },
  }
}

// Written to a file of our own first: length and rows are known, and accounted for, before the first byte.
async function giveCsv(ctx: Ctx, { reply, snapshot, ask, query, stands }: RowsCall): Promise<unknown> {
  refusePaging(query)
  const scratch = await ctx.lake.scratch()
  try {
    const { path, rows, sizeBytes } = await throughLake(() =>
      writeOut(ctx, snapshot, ask, 'csv', scratch.path),
    )
    const entry = await accountRead(ctx, snapshot, { ...readOf(ask), rows, bytes: sizeBytes })
    const lead = query.bom === 'true' ? excelLead : Buffer.alloc(0)
    const length = lead.length + sizeBytes
    const file = readLed(lead, path, 0, length - 1)
    const run = running(ctx, snapshot, stands, entry, length, () => void scratch.dispose())
    return tellVersion(reply, snapshot, entry)
      .type('text/csv; charset=utf-8')
      .header('content-length', length)
      .header('content-disposition', disposition(`${snapshot.resource}-v${snapshot.version}.csv`))
      .send(whileAgreed(reply, file, run))
  } catch (error) {
    await scratch.dispose()
    throw error
  }
}

function wantsCsv(request: FastifyRequest, { format }: Record<string, string | undefined>): boolean {
  if (format !== undefined) return format === 'csv'
  return /^\s*text\/csv\b/.test(request.headers.accept ?? '')
}

function refusePaging(query: Record<string, string | undefined>): void {
  const faults = ['cursor', 'limit']
    .filter((name) => query[name] !== undefined)
    .map((name) => ({
      field: `/query/${name}`,
      rule: 'format',
      zh: 'CSV 是整份文件，不分页',
      en: 'CSV comes whole and has no pages',
    }))
  if (faults.length > 0) throw invalidFields(faults)
}

function refuseLead({ bom }: Record<string, string | undefined>): void {
  if (bom === undefined) return
  throw invalidFields([
    {
      field: '/query/bom',
      rule: 'format',
      zh: '字节顺序标记只用于 CSV',
      en: 'a byte order mark goes before CSV alone',
    },
  ])
}

function readOf({ columns, filter }: RowsAsk) {
  return { mode: 'api', fields: columns.map(({ name }) => name), ...(filter && { filter }) } as const
}

const names = new WeakMap<Snapshot, readonly string[]>()

function namesOf(snapshot: Snapshot): readonly string[] {
  const found = names.get(snapshot) ?? snapshot.columns.map(({ name }) => name)
  names.set(snapshot, found)
  return found
}

function tellVersion(reply: FastifyReply, { version }: Snapshot, entry: string): FastifyReply {
  return reply
    .header('cache-control', 'private, no-cache')
    .header('zhishu-version', version)
    .header('zhishu-receipt', entry)
}
