import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Lake, writeFiles } from '../../base/lake/index.ts'
import { findResource, servedVersion, type Version } from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { type AccessPlan, planOf } from '../../ground/policy/index.ts'
import { warmIndex } from './lookup.ts'
import { refuse } from './problems.ts'
import { columnsOf, deltaColumns, missingFields, shapeOf, snapshotSql, tablePath } from './shape.ts'
import { db, type SnapshotRow } from './tables.ts'
import { tokenKey } from './token.ts'
import type { Column, Snapshot } from './types.ts'

/**
 * Brings an agreement's rows up to the served version of its resource: forbidden values are never
 * written, so they are absent from pages, dictionaries, statistics and metadata on every channel.
 * Does nothing when the agreement is not in force, nothing is served yet, or the rows are there already.
 */
export function prepareAgreement(ctx: Ctx, planId: string): Promise<void> {
  // One after another: the second finds the first one's work done instead of racing it to the same commit.
  const id = `${ctx.lake.root} ${planId}`
  const before = preparing.get(id) ?? Promise.resolve()
  const work = before.catch(() => undefined).then(() => bringUpToDate(ctx, planId))
  preparing.set(id, work)
  const forget = () => {
    if (preparing.get(id) === work) preparing.delete(id)
  }
  work.then(forget, forget)
  return work
}

async function bringUpToDate(ctx: Ctx, planId: string): Promise<void> {
  const plan = await planOf(ctx, planId)
  if (plan?.state !== 'inForce') return
  const version = await servedVersion(ctx, plan.resource)
  if (!version) return
  const ready = await readSnapshots(ctx, plan)
  if (!ready.some((snapshot) => snapshot.version === version.n)) await makeSnapshot(ctx, plan, version)
  const [newest] = await listSnapshots(ctx, plan)
  if (newest) await warmIndex(ctx, newest)
}

/** The agreement's rows of a version (default: the newest); throws while they are being prepared. */
export async function findSnapshot(ctx: Ctx, plan: AccessPlan, version?: number): Promise<Snapshot> {
  const snapshots = await listSnapshots(ctx, plan)
  const [newest] = snapshots
  if (!newest) {
    await askForPreparation(ctx, plan.id)
    throw refuse.preparing({ agreement: plan.id })
  }
  if (version === undefined) return newest
  const found = snapshots.find((snapshot) => snapshot.version === version)
  if (!found) throw refuse.unknownVersion({ agreement: plan.id, version })
  return found
}

/** The newest rows cut for a plan; undefined while they are being prepared. */
export async function newestSnapshot(ctx: Ctx, plan: AccessPlan): Promise<Snapshot | undefined> {
  const [newest] = await listSnapshots(ctx, plan)
  return newest
}

/** All versions an agreement may read, newest first: those cut by the plan as it stands now. */
export async function listSnapshots(ctx: Ctx, plan: AccessPlan): Promise<readonly Snapshot[]> {
  const cache = cacheOf(ctx.lake)
  const kept = cache.get(plan.id)
  const nowMs = performance.now()
  if (kept && kept.shape === shapeOf(plan) && nowMs - kept.readAtMs < cacheLifeMs) return kept.snapshots
  const reading = readSnapshots(ctx, plan)
  cache.set(plan.id, { shape: shapeOf(plan), readAtMs: nowMs, snapshots: reading })
  reading.catch(() => cache.delete(plan.id))
  return reading
}

async function makeSnapshot(ctx: Ctx, plan: AccessPlan, version: Version): Promise<void> {
  const source = version.tables.checked
  if (!source) throw new Error(`version ${version.n} of ${version.resource} has no checked table`)
  const checked = ctx.lake.table(source.path)
  const { columns: present } = await checked.snapshot(source.version)
  const missing = missingFields(
    plan,
    present.map(({ name }) => name),
  )
  if (missing.length > 0) return stopDelivery(ctx, plan, version, missing)

  const resource = await findResource(ctx, plan.resource)
  const columns = columnsOf(plan, resource.items)
  const table = await freshPath(ctx, plan, columns)
  const { sql, parameters } = snapshotSql(
    plan,
    columns,
    await checked.scan(source.version),
    await tokenKey(ctx, plan),
  )
  const deltaVersion = await writeVersion(ctx, {
    plan,
    version,
    table,
    columns,
    sql,
    parameters,
    name: resource.name.zh,
  })
  await keepSnapshot(ctx, plan, version, table, columns, deltaVersion)
}

async function freshPath(ctx: Ctx, plan: AccessPlan, columns: readonly Column[]): Promise<string> {
  const removed = await db(ctx)
    .selectFrom('serve.retired')
    .select('table_path')
    .where('plan', '=', plan.id)
    .where('removed_at', 'is not', null)
    .execute()
  const used = new Set(removed.map(({ table_path }) => table_path))
  let turn = 0
  while (used.has(tablePath(plan, columns, turn))) turn += 1
  return tablePath(plan, columns, turn)
}

interface Cut {
  plan: AccessPlan
  version: Version
  table: string
  columns: readonly Column[]
  sql: string
  parameters: Parameters<Lake['query']>[1]
  name: string
}

async function writeVersion(
  ctx: Ctx,
  { plan, version, table, columns, sql, parameters, name }: Cut,
): Promise<number> {
  const into = ctx.lake.table(table)
  const latest = await into.version()
  // A job that died between this commit and its row in the database finds its work done.
  if (latest !== null && (await into.readCommit(latest)).info.resourceVersion === version.n) return latest
  const schema = deltaColumns(columns)
  const written = await writeFiles(ctx.lake, {
    into,
    sql,
    columns: schema,
    // A page of rows unpacks one group, and nothing else of the file.
    rowGroupRows: 20_480,
    ...(parameters && { parameters }),
  })
  return into.commit({
    mode: 'replace',
    schema,
    files: written.files,
    operation: 'WRITE',
    name,
    configuration: { 'delta.enableChangeDataFeed': 'true' },
    commitInfo: { plan: plan.id, resourceVersion: version.n },
    expectedVersion: latest,
  })
}

async function keepSnapshot(
  ctx: Ctx,
  plan: AccessPlan,
  version: Version,
  table: string,
  columns: readonly Column[],
  deltaVersion: number,
): Promise<void> {
  const { rows, sizeBytes, committedAt } = await ctx.lake.table(table).snapshot(deltaVersion)
  const keyField = columns.some(({ name }) => name === plan.keyField) ? plan.keyField : null
  await tx(ctx, async (ctx) => {
    const kept = await db(ctx)
      .insertInto('serve.snapshot')
      .values({
        plan: plan.id,
        shape: shapeOf(plan),
        resource: plan.resource,
        resource_version: version.n,
        plan_revision: plan.revision,
        table_path: table,
        delta_version: deltaVersion,
        row_count: rows ?? 0,
        size_bytes: sizeBytes,
        key_field: keyField,
        columns: JSON.stringify(columns),
        committed_at: committedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (!kept.numInsertedOrUpdatedRows) return
    const facts = { resource: plan.resource, version: version.n, rows: rows ?? 0, fields: columns.length }
    await record(ctx, 'serve.prepared', { subject: plan.id, ...facts, revision: plan.revision })
    await ctx.jobs.announce(ctx, 'serve.ready', { plan: plan.id, version: version.n })
  })
  cacheOf(ctx.lake).delete(plan.id)
}

// A dropped or renamed column stops delivery of that version; earlier versions stay as they were.
async function stopDelivery(
  ctx: Ctx,
  plan: AccessPlan,
  version: Version,
  missing: readonly string[],
): Promise<void> {
  ctx.log.warn('serve.stopped', { plan: plan.id, version: version.n, missing })
  await tx(ctx, async (ctx) => {
    await record(ctx, 'serve.stopped', {
      subject: plan.id,
      resource: plan.resource,
      version: version.n,
      missing,
    })
    await ctx.jobs.announce(ctx, 'serve.stopped', { plan: plan.id, version: version.n, missing })
  })
}

async function readSnapshots(ctx: Ctx, plan: AccessPlan): Promise<Snapshot[]> {
  const rows = await db(ctx)
    .selectFrom('serve.snapshot')
    .select(['plan', 'shape', 'resource', 'resource_version', 'plan_revision', 'table_path', 'delta_version'])
    .select(['row_count', 'size_bytes', 'key_field', 'columns', 'committed_at'])
    .where('plan', '=', plan.id)
    .where('shape', '=', shapeOf(plan))
    .orderBy('resource_version', 'desc')
    .limit(1000)
    .execute()
  return rows.map(toSnapshot)
}

function toSnapshot(row: SnapshotRow): Snapshot {
  return {
    plan: row.plan,
    shape: row.shape,
    resource: row.resource,
    version: row.resource_version,
    planRevision: row.plan_revision,
    table: row.table_path,
    deltaVersion: row.delta_version,
    rows: row.row_count,
    sizeBytes: row.size_bytes,
    keyField: row.key_field,
    columns: row.columns as Column[],
    committedAt: row.committed_at,
  }
}

const preparing = new Map<string, Promise<void>>()

interface Kept {
  shape: string
  readAtMs: number
  snapshots: Promise<Snapshot[]>
}

/** A new version of another process is seen within this time; permission itself is asked on every read. */
const cacheLifeMs = 1000
const askEveryMs = 5000
const caches = new WeakMap<Lake, Map<string, Kept>>()
const asked = new WeakMap<Lake, Map<string, number>>()

function cacheOf(lake: Lake): Map<string, Kept> {
  const found = caches.get(lake) ?? new Map<string, Kept>()
  caches.set(lake, found)
  return found
}

async function askForPreparation(ctx: Ctx, plan: string): Promise<void> {
  const times = asked.get(ctx.lake) ?? new Map<string, number>()
  asked.set(ctx.lake, times)
  const nowMs = performance.now()
  if (nowMs - (times.get(plan) ?? Number.NEGATIVE_INFINITY) < askEveryMs) return
  times.set(plan, nowMs)
  await ctx.jobs.send(ctx, 'serve.prepare', { plan })
}
