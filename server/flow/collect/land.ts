import { createReadStream } from 'node:fs'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { ident } from '../../base/lake/index.ts'
import { Problem } from '../../base/problem.ts'
import { addVersion, findResource, type Version, versionsOf } from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { suggestBindings } from '../../ground/standards/index.ts'
import { columnOf, settleColumns } from './columns.ts'
import {
  type DeliveryRow,
  failDelivery,
  inboxPath,
  leaseDelivery,
  releaseLease,
  tellProgress,
} from './delivery.ts'
import { refuse } from './problems.ts'
import { type Progress, readRecords, type Staged } from './read.ts'
import { type Landing, landRecords, landRejects, type TableSpot } from './stage.ts'
import { db } from './tables.ts'
import type { ReadingPlan } from './types.ts'
import { readWorkbook } from './workbook.ts'

const reportEveryMs = 500
const sampleRows = 2000
const sampleCharacters = 200
const sampleValues = 1000

/**
 * Reads a received delivery and lands it as a version of its resource (job `collect.read`).
 * It may come again after a crash at any point: the lake's commit carries the delivery's name, and the version,
 * the delivery's end and the ledger entry are one transaction.
 */
export async function readDelivery(ctx: Ctx, id: string): Promise<void> {
  const row = await leaseDelivery(ctx, id)
  if (!row) return
  const seen: { plan: ReadingPlan | null } = { plan: null }
  try {
    await landDelivery(ctx, row, seen)
  } catch (error) {
    if (!(error instanceof Problem)) {
      await releaseLease(ctx, id)
      throw error
    }
    await failDelivery(ctx, id, error, seen.plan)
  }
}

async function landDelivery(ctx: Ctx, row: DeliveryRow, seen: { plan: ReadingPlan | null }): Promise<void> {
  const resource = await findResource(ctx, row.resource)
  const base = row.mode === 'append' ? await appendBase(ctx, row.resource) : undefined
  const scratch = await ctx.lake.scratch()
  const hold = holdProgress(ctx, row.id, seen)
  try {
    const path = await inboxPath(ctx, row.id)
    const staged = await readRecords({
      bytes:
        row.format === 'xlsx'
          ? readWorkbook(path, row.sheet)
          : createReadStream(path, { highWaterMark: 1 << 20 }),
      into: scratch.path,
      firstRow: base?.rows ?? 0,
      familiar: (columns) => resource.items.filter((item) => columnOf(item, columns) !== undefined).length,
      settle: (plan) => {
        seen.plan = row.sheet === null ? plan : { ...plan, sheet: row.sheet }
        seen.plan = settleColumns(seen.plan, resource)
        return seen.plan
      },
      report: hold.report,
    })
    const landing: Landing = {
      resource: row.resource,
      delivery: row.id,
      mode: row.mode,
      ...(base && { base: { landed: base.landed, rejects: base.rejects } }),
    }
    const landed = await landRecords(ctx.lake, landing, staged)
    const rejects = await landRejects(ctx.lake, landing, staged)
    await suggestBindings(ctx, row.resource, await sampleColumns(ctx, landed, staged.plan.columns))
    await endDelivery(ctx, row, staged, { landed, ...(rejects && { rejects }) }, base?.rows ?? 0)
  } finally {
    hold.stop()
    await scratch.dispose()
  }
}

async function endDelivery(
  ctx: Ctx,
  row: DeliveryRow,
  staged: Staged,
  tables: Version['tables'],
  rowsBefore: number,
): Promise<void> {
  await tx(ctx, async (ctx) => {
    const open = await db(ctx)
      .selectFrom('collect.delivery')
      .select('id')
      .where('id', '=', row.id)
      .where('state', '=', 'reading')
      .forUpdate()
      .executeTakeFirst()
    if (!open) return
    const { n } = await addVersion(ctx, {
      resource: row.resource,
      origin: row.origin === 'pull' ? 'pull' : 'delivery',
      delivery: row.id,
      landed: rowsBefore + staged.records,
      tables,
    })
    await db(ctx)
      .updateTable('collect.delivery')
      .set({
        state: 'landed',
        version: n,
        plan: JSON.stringify(staged.plan),
        bytes_read: staged.bytesRead,
        records: staged.records,
        rejected: staged.rejected,
        ended_at: ctx.clock.now(),
        leased_until: null,
      })
      .where('id', '=', row.id)
      .execute()
    const { records, good, rejected } = staged
    await record(ctx, 'collect.landed', {
      subject: row.resource,
      delivery: row.id,
      version: n,
      records,
      good,
      rejected,
    })
  })
}

interface AppendBase {
  readonly landed: TableSpot
  readonly rejects: TableSpot | null
  /** records of the base, read or not: the number after which the new ones count */
  readonly rows: number
}

// The version a delivery is appended to: the latest that did not fail. A correction lives in `checked` alone and would be undone.
async function appendBase(ctx: Ctx, resource: string): Promise<AppendBase | undefined> {
  const versions = (await versionsOf(ctx, resource)).filter(({ state }) => state !== 'failed')
  const latest = versions.toSorted((a, b) => b.n - a.n)[0]
  if (!latest) return undefined
  if (latest.origin === 'correction') throw refuse.correctedMeanwhile()
  const { landed, rejects } = latest.tables
  if (!landed) return undefined
  return { landed, rejects: rejects ?? null, rows: latest.landed }
}

// At most twice a second, and also while the engine works and no piece is read: that keeps the lease.
function holdProgress(ctx: Ctx, id: string, seen: { plan: ReadingPlan | null }) {
  let latest: Progress = { bytesRead: 0, records: 0, rejected: 0 }
  let isTelling = false
  const timer = setInterval(async () => {
    if (isTelling) return
    isTelling = true
    try {
      await tellProgress(ctx, id, latest, seen.plan)
    } catch (error) {
      ctx.log.warn('collect.progress', { delivery: id, error: String(error) })
    } finally {
      isTelling = false
    }
  }, reportEveryMs)
  return {
    report: (progress: Progress) => {
      latest = progress
    },
    stop: () => clearInterval(timer),
  }
}

/** Up to a thousand different values per column, from rows spread over the table. */
async function sampleColumns(ctx: Ctx, landed: TableSpot, columns: readonly string[]) {
  const table = ctx.lake.table(landed.path)
  const { rows } = await table.snapshot(landed.version)
  const step = Math.max(1, Math.floor((rows ?? 0) / sampleRows))
  const cells = columns.map((name, i) => `left(${ident(name)}, ${sampleCharacters}) as c${i}`)
  const found = await ctx.lake.query<Record<string, string | null>>(
    `select ${cells.join(', ')} from ${await table.scan(landed.version)} where _row % ${step} = 0 limit ${sampleRows}`,
  )
  return columns.map((name, i) => {
    const values = new Set<string>()
    for (const row of found) {
      const value = row[`c${i}`]
      if (value && values.size < sampleValues) values.add(value)
    }
    return { name, samples: [...values] }
  })
}
