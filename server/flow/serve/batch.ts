import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import type { Lake } from '../../base/lake/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { planOf } from '../../ground/policy/index.ts'
import { openAccess } from './access.ts'
import { refuse } from './problems.ts'
import { writeOut } from './rows.ts'
import { shapeOf } from './shape.ts'
import { findSnapshot } from './snapshot.ts'
import { type BatchRow, db } from './tables.ts'
import type { Batch, BatchOrder, Snapshot } from './types.ts'

/** Asks for all agreed rows of a version as one file (批量文件); a job makes it. */
export async function orderBatch(ctx: Ctx, agreement: string, order: BatchOrder): Promise<Batch> {
  const { plan, snapshot } = await openAccess(ctx, agreement, 'file', order.version)
  const row: BatchRow = {
    id: ctx.ids.next('bat'),
    plan: agreement,
    shape: shapeOf(plan),
    resource: snapshot.resource,
    resource_version: snapshot.version,
    format: order.format,
    state: 'queued',
    row_count: null,
    size_bytes: null,
    sha256: null,
    asked_by: `${ctx.actor.kind}:${ctx.actor.id}`,
    asked_at: ctx.clock.now(),
    ready_at: null,
  }
  return tx(ctx, async (ctx) => {
    await db(ctx).insertInto('serve.batch').values(row).execute()
    await ctx.jobs.send(ctx, 'serve.batch', { batch: row.id })
    const facts = { batch: row.id, resource: row.resource, version: row.resource_version, format: row.format }
    await record(ctx, 'serve.ordered', { subject: agreement, ...facts })
    return toBatch(row)
  })
}

/** Writes a batch's file and its digest; a batch whose agreement has changed meanwhile fails. */
export async function makeBatch(ctx: Ctx, id: string): Promise<void> {
  const row = await readRow(ctx, id)
  if (row?.state !== 'queued') return
  const plan = await planOf(ctx, row.plan)
  if (plan?.state !== 'inForce' || shapeOf(plan) !== row.shape) return void (await markFailed(ctx, id))
  const snapshot = await findSnapshot(ctx, plan, row.resource_version)
  const scratch = await ctx.lake.scratch()
  try {
    const written = await writeOut(
      ctx,
      snapshot,
      { columns: snapshot.columns, filter: undefined },
      row.format,
      scratch.path,
    )
    const sha256 = await digestOf(written.path)
    const path = batchPath(ctx.lake, row, sha256)
    await mkdir(dirname(path), { recursive: true })
    await rename(written.path, path)
    await db(ctx)
      .updateTable('serve.batch')
      .set({
        state: 'ready',
        row_count: written.rows,
        size_bytes: written.sizeBytes,
        sha256,
        ready_at: ctx.clock.now(),
      })
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .execute()
  } finally {
    await scratch.dispose()
  }
}

/** A batch of this agreement, to whoever policy permits files. */
export async function findBatch(ctx: Ctx, agreement: string, id: string): Promise<Batch> {
  return toBatch((await openBatch(ctx, agreement, id)).row)
}

export interface ReadyBatch {
  readonly row: BatchRow
  readonly snapshot: Snapshot
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** A finished batch with its file, digest checked before its first use in this process. */
export async function openBatchFile(ctx: Ctx, agreement: string, id: string): Promise<ReadyBatch> {
  const { row, snapshot } = await openBatch(ctx, agreement, id)
  const { sha256, size_bytes: sizeBytes } = row
  if (row.state !== 'ready' || sha256 === null || sizeBytes === null) {
    throw refuse.batchUnfinished({ batch: id, state: row.state })
  }
  const path = batchPath(ctx.lake, row, sha256)
  if (!verified.has(path)) {
    if ((await digestOf(path)) !== sha256) throw refuse.damagedFile()
    verified.add(path)
  }
  return { row, snapshot, path, sizeBytes, sha256 }
}

const verified = new Set<string>()

async function openBatch(
  ctx: Ctx,
  agreement: string,
  id: string,
): Promise<{ row: BatchRow; snapshot: Snapshot }> {
  const { plan } = await openAccess(ctx, agreement, 'file')
  const row = await readRow(ctx, id)
  if (row?.plan !== agreement) throw refuse.unknownBatch({ batch: id })
  if (row.shape !== shapeOf(plan)) throw refuse.outdatedBatch({ batch: id })
  return { row, snapshot: await findSnapshot(ctx, plan, row.resource_version) }
}

async function markFailed(ctx: Ctx, id: string): Promise<void> {
  await db(ctx).updateTable('serve.batch').set({ state: 'failed' }).where('id', '=', id).execute()
}

function readRow(ctx: Ctx, id: string): Promise<BatchRow | undefined> {
  return db(ctx)
    .selectFrom('serve.batch')
    .select(['id', 'plan', 'shape', 'resource', 'resource_version', 'format', 'state', 'row_count'])
    .select(['size_bytes', 'sha256', 'asked_by', 'asked_at', 'ready_at'])
    .where('id', '=', id)
    .executeTakeFirst()
}

// The digest in the name keeps two makers of one batch from writing over each other.
export function batchPath(lake: Lake, { plan, id, format }: BatchRow, sha256: string): string {
  return join(lake.root, 'agreements', plan, 'batches', `${id}-${sha256.slice(0, 12)}.${format}`)
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function toBatch(row: BatchRow): Batch {
  return {
    id: row.id,
    agreement: row.plan,
    resource: row.resource,
    version: row.resource_version,
    format: row.format,
    state: row.state,
    rows: row.row_count,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    askedAt: row.asked_at.toISOString(),
    readyAt: row.ready_at?.toISOString() ?? null,
  }
}
