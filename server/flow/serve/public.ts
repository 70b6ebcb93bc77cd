import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { digestFile } from '../../base/lake/disk.ts'
import type { Lake } from '../../base/lake/index.ts'
import { decide } from '../../ground/policy/index.ts'
import { accountRead, openAccess, throughLake } from './access.ts'
import { sendFile } from './file.ts'
import { readPage, readRowsAsk, writeOut } from './rows.ts'
import type { Snapshot } from './types.ts'

export interface Preview {
  readonly version: number
  readonly rows: readonly Record<string, unknown>[]
  /** the ledger entry of this read */
  readonly receipt: string
}

/** The first rows of an agreement that meet a condition, for a room that shows them in its own words. */
export async function previewRows(
  ctx: Ctx,
  agreement: string,
  { filter, limit }: { filter?: string; limit: number },
): Promise<Preview> {
  const { snapshot } = await openAccess(ctx, agreement, 'api')
  const ask = readRowsAsk(snapshot, { ...(filter !== undefined && { filter }) })
  const { rows } = await throughLake(() => readPage(ctx, snapshot, ask, { limit }))
  const receipt = await accountRead(ctx, snapshot, {
    mode: 'api',
    rows: rows.length,
    bytes: Buffer.byteLength(JSON.stringify(rows)),
    fields: ask.columns.map(({ name }) => name),
    ...(ask.filter && { filter: ask.filter }),
  })
  return { version: snapshot.version, rows, receipt }
}

/** The newest rows of an agreement as one CSV, written once and handed out to many; ranges and ETag as for batches. */
export async function sendWholeFile(
  ctx: Ctx,
  agreement: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { snapshot } = await openAccess(ctx, agreement, 'file')
  const { path, sizeBytes, sha256, rows } = await wholeFile(ctx, snapshot)
  return sendFile(ctx, request, reply, {
    path,
    sizeBytes,
    etag: sha256,
    type: 'text/csv; charset=utf-8',
    name: `${snapshot.resource}-v${snapshot.version}.csv`,
    snapshot,
    read: { mode: 'file', rows, part: 'whole' },
    ask: () => decide(ctx, agreement, 'file'),
  })
}

interface WholeFile {
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly rows: number
}

// Made anew by each process from the digest-checked table, so a file damaged meanwhile is never handed out.
const files = new WeakMap<Lake, Map<string, { table: string; file: Promise<WholeFile> }>>()

function wholeFile(ctx: Ctx, snapshot: Snapshot): Promise<WholeFile> {
  const known = files.get(ctx.lake) ?? new Map<string, { table: string; file: Promise<WholeFile> }>()
  files.set(ctx.lake, known)
  const table = `${snapshot.table} ${snapshot.deltaVersion}`
  const found = known.get(snapshot.plan)
  if (found?.table === table) return found.file
  const file = throughLake(() => makeFile(ctx, snapshot))
  known.set(snapshot.plan, { table, file })
  file.catch(() => known.delete(snapshot.plan))
  return file
}

async function makeFile(ctx: Ctx, snapshot: Snapshot): Promise<WholeFile> {
  const scratch = await ctx.lake.scratch()
  try {
    const ask = { columns: snapshot.columns, filter: undefined }
    const written = await writeOut(ctx, snapshot, ask, 'csv', scratch.path)
    const sha256 = await digestFile(written.path)
    const folder = join(ctx.lake.root, 'agreements', snapshot.plan, 'whole')
    const path = join(folder, `v${snapshot.version}-${sha256.slice(0, 12)}.csv`)
    await mkdir(dirname(path), { recursive: true })
    await rename(written.path, path)
    await dropFormer(folder, snapshot.version)
    return { path, sizeBytes: written.sizeBytes, sha256, rows: written.rows }
  } finally {
    await scratch.dispose()
  }
}

/** Keeps the version before, which somebody may still be reading. */
async function dropFormer(folder: string, version: number): Promise<void> {
  const former = (await readdir(folder)).filter((name) => Number(/^v(\d+)-/.exec(name)?.[1]) < version - 1)
  for (const name of former) await rm(join(folder, name), { force: true })
}
