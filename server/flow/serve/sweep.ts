import { rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { destroyFiles, unusedFiles } from '../../base/lake/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { planOf } from '../../ground/policy/index.ts'
import { batchPath } from './batch.ts'
import { dropIndexes } from './lookup.ts'
import { shapeOf } from './shape.ts'
import { type BatchRow, db } from './tables.ts'

/**
 * How long a copy outlives its last reader. Reads break off within a second and presigned addresses live an hour;
 * the longest statement a quarter of one. A day is ample for all of them.
 */
const keepMs = 24 * 3600_000
/** A removal that a crash cut short is finished within these days. */
const retryMs = 7 * 24 * 3600_000

/**
 * Removes derived copies nobody may read any more (job `serve.sweep`, daily): of ended agreements all of them, of
 * changed ones those cut by former terms, and data files that belong to no version. Every version that may still be
 * read by its number stays. 个人信息保护法 第四十七条: what is needed no longer is deleted.
 */
export async function sweepCopies(ctx: Ctx): Promise<void> {
  const copies = await listCopies(ctx)
  for (const [plan, tables] of Map.groupBy(copies, ({ plan }) => plan)) {
    const present = await planOf(ctx, plan)
    const live = present === undefined || present.state === 'ended' ? undefined : shapeOf(present)
    const former = tables.filter(({ shape }) => shape !== live)
    await retire(ctx, plan, former)
    await removeRetired(ctx, plan, live)
    for (const { path, versions } of tables.filter(({ shape }) => shape === live))
      await vacuum(ctx, plan, path, versions)
  }
  await clearTables(ctx)
  await clearBatches(ctx)
}

interface Copy {
  readonly plan: string
  readonly shape: string
  readonly path: string
  /** Delta versions that may be read */
  readonly versions: number[]
}

async function listCopies(ctx: Ctx): Promise<Copy[]> {
  const rows = await db(ctx)
    .selectFrom('serve.snapshot')
    .select(['plan', 'shape', 'table_path as path'])
    .select((eb) => eb.fn<number[]>('array_agg', ['delta_version']).as('versions'))
    .groupBy(['plan', 'shape', 'table_path'])
    .execute()
  return rows
}

/** Notes since when a table has had no reader; one whose terms hold again has it no longer. */
async function retire(ctx: Ctx, plan: string, former: readonly Copy[]): Promise<void> {
  const paths = former.map(({ path }) => path)
  await db(ctx)
    .deleteFrom('serve.retired')
    .where('plan', '=', plan)
    .where('removed_at', 'is', null)
    .$if(paths.length > 0, (it) => it.where('table_path', 'not in', paths))
    .execute()
  if (paths.length === 0) return
  const retired_at = ctx.clock.now()
  await db(ctx)
    .insertInto('serve.retired')
    .values(paths.map((table_path) => ({ table_path, plan, retired_at, removed_at: null })))
    .onConflict((it) => it.doNothing())
    .execute()
}

/** Takes the tables that have waited a day off the list for good, on record; the disk follows. */
async function removeRetired(ctx: Ctx, plan: string, live: string | undefined): Promise<void> {
  await tx(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const due = await db(ctx)
      .updateTable('serve.retired')
      .set({ removed_at: now })
      .where('plan', '=', plan)
      .where('removed_at', 'is', null)
      .where('retired_at', '<=', new Date(now.getTime() - keepMs))
      .returning('table_path')
      .execute()
    if (due.length === 0) return
    const paths = due.map(({ table_path }) => table_path)
    const gone = await db(ctx)
      .deleteFrom('serve.snapshot')
      .where('table_path', 'in', paths)
      .returning(['row_count', 'size_bytes'])
      .execute()
    const batches = await dropBatches(ctx, plan, live)
    await record(ctx, 'serve.removed', {
      subject: plan,
      reason: live === undefined ? 'ended' : 'changed',
      tables: paths.map((path) => basename(path)),
      versions: gone.length,
      sizeBytes: gone.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
      batches: batches.map(({ id }) => id),
    })
  })
}

/** Files made to order by terms that hold no more; ordering anew is the remedy a reader is told. */
function dropBatches(ctx: Ctx, plan: string, live: string | undefined): Promise<Pick<BatchRow, 'id'>[]> {
  return db(ctx)
    .updateTable('serve.batch')
    .set({ state: 'failed' })
    .where('plan', '=', plan)
    .where('state', '=', 'ready')
    .$if(live !== undefined, (it) => it.where('shape', '<>', live as string))
    .returning('id')
    .execute()
}

async function destroyTable(ctx: Ctx, plan: string, path: string): Promise<void> {
  await dropIndexes(ctx.lake, plan, basename(path))
  await rm(ctx.lake.table(path).path, { recursive: true, force: true })
}

/** What a job that died left lying: written, never committed, or committed and never taken into service. */
async function vacuum(ctx: Ctx, plan: string, path: string, versions: readonly number[]): Promise<void> {
  const table = ctx.lake.table(path)
  const newest = await table.version()
  // The newest commit may be on its way into service.
  const held = newest === null ? versions : [...versions, newest]
  const files = await unusedFiles(table, held, new Date(ctx.clock.now().getTime() - keepMs))
  if (files.length === 0) return
  await tx(ctx, (ctx) =>
    record(ctx, 'serve.vacuumed', {
      subject: plan,
      table: basename(path),
      files: files.map((file) => basename(file.path)),
      sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    }),
  )
  await destroyFiles(table, files)
}

/** Brings the disk in line with what was decided, now or before a crash. */
async function clearTables(ctx: Ctx): Promise<void> {
  const rows = await db(ctx)
    .selectFrom('serve.retired')
    .select(['plan', 'table_path'])
    .where('removed_at', '>=', new Date(ctx.clock.now().getTime() - retryMs))
    .execute()
  for (const { plan, table_path } of rows) {
    const left = await stat(ctx.lake.table(table_path).path).catch(() => undefined)
    if (left) await destroyTable(ctx, plan, table_path)
  }
  for (const plan of new Set(rows.map(({ plan }) => plan)))
    if ((await planOf(ctx, plan))?.state === 'ended')
      await rm(join(ctx.lake.root, 'agreements', plan), { recursive: true, force: true })
}

async function clearBatches(ctx: Ctx): Promise<void> {
  const dropped = await db(ctx)
    .selectFrom('serve.batch')
    .selectAll()
    .where('state', '=', 'failed')
    .where('sha256', 'is not', null)
    .execute()
  for (const batch of dropped) {
    await rm(batchPath(ctx.lake, batch, batch.sha256 ?? ''), { force: true })
    await db(ctx).updateTable('serve.batch').set({ sha256: null }).where('id', '=', batch.id).execute()
  }
}
