import { createReadStream } from 'node:fs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addDays } from '../../base/clock/index.ts'
import { sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields } from '../../base/http/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { authorise, decide, issueToken } from '../../ground/policy/index.ts'
import { accountRead, accountSent, openAccess, throughLake } from './access.ts'
import { openBatchFile } from './batch.ts'
import { disposition, originOf, sendFile } from './file.ts'
import { findRowBytes } from './lookup.ts'
import { type RowsAsk, readPage, readRowsAsk, writeOut } from './rows.ts'
import type { Snapshot } from './types.ts'

const defaultPageRows = 500
/** A profile is a bearer secret in a file: short life, and never longer than the agreement. */
const profileDays = 90

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
  return wantsCsv(request, query)
    ? giveCsv(ctx, reply, snapshot, ask, query)
    : givePage(ctx, reply, snapshot, ask, query)
}

/** A finished batch, whole or in ranges. */
export async function giveBatchFile(
  ctx: Ctx,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { agreement, batch } = request.params as { agreement: string; batch: string }
  const { row, snapshot, path, sizeBytes, sha256 } = await openBatchFile(ctx, agreement, batch)
  return sendFile(request, reply, {
    path,
    sizeBytes,
    etag: sha256,
    type: row.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.apache.parquet',
    name: `${row.resource}-v${row.resource_version}.${row.format}`,
    account: async (bytes) => {
      const read = {
        mode: 'file',
        rows: row.row_count,
        bytes,
        fields: namesOf(snapshot),
        part: row.id,
      } as const
      const entry = await accountRead(ctx, snapshot, read)
      return (sent, whole) => accountSent(ctx, entry, agreement, sent, whole)
    },
  })
}

/** The profile file of Delta Sharing with a token of its own, bound to this one agreement; no token makes another. */
export async function giveProfile(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { agreement } = request.params as { agreement: string }
  await authorise(ctx, 'signedIn')
  const plan = await decide(ctx, agreement, 'delta')
  const latest = addDays(ctx.clock.today(), profileDays)
  const expiresOn = plan.until < latest ? plan.until : latest
  const token = await tx(ctx, async (ctx) => {
    const issued = await issueToken(ctx, agreement, { expiresOn })
    await record(ctx, 'serve.profiled', { subject: agreement, token: issued.id, expiresOn })
    return issued.token
  })
  const profile = {
    shareCredentialsVersion: 1,
    endpoint: `${originOf(request)}/delta-sharing`,
    bearerToken: token,
    expirationTime: `${expiresOn}T23:59:59.000+08:00`,
  }
  return reply
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-disposition', disposition(`${agreement}.share`))
    .send(JSON.stringify(profile, null, 2))
}

async function givePage(
  ctx: Ctx,
  reply: FastifyReply,
  snapshot: Snapshot,
  ask: RowsAsk,
  { cursor, limit }: Record<string, string | undefined>,
): Promise<unknown> {
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
  return tellVersion(reply, snapshot, entry).type('application/json; charset=utf-8').send(body)
}

// Written to a file of our own first: length and rows are known, and accounted for, before the first byte.
async function giveCsv(
  ctx: Ctx,
  reply: FastifyReply,
  snapshot: Snapshot,
  ask: RowsAsk,
  query: Record<string, string | undefined>,
): Promise<unknown> {
  refusePaging(query)
  const scratch = await ctx.lake.scratch()
  try {
    const { path, rows, sizeBytes } = await throughLake(() =>
      writeOut(ctx, snapshot, ask, 'csv', scratch.path),
    )
    const entry = await accountRead(ctx, snapshot, { ...readOf(ask), rows, bytes: sizeBytes })
    const file = createReadStream(path, { highWaterMark: 1 << 18 })
    file.once('close', () => {
      accountSent(ctx, entry, snapshot.plan, file.bytesRead, file.bytesRead === sizeBytes)
      void scratch.dispose()
    })
    return tellVersion(reply, snapshot, entry)
      .type('text/csv; charset=utf-8')
      .header('content-length', sizeBytes)
      .header('content-disposition', disposition(`${snapshot.resource}-v${snapshot.version}.csv`))
      .send(file)
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
