import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import {
  advanceVersion,
  findResource,
  findVersion,
  type Resource,
  type Version,
  versionsOf,
} from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { judgedItems } from './binding.ts'
import type { Judged } from './cell.ts'
import { followFaults } from './fault.ts'
import { evaluate, weigh } from './indicators.ts'
import { type Judgement, judgeVersion, unreadOf } from './judge.ts'
import { db } from './tables.ts'
import type { Verdict } from './types.ts'
import { wordsOf } from './words.ts'

/**
 * Judges one landed version (job `quality.check`): normalises, checks, quarantines, counts, scores, and follows the
 * faults up as one case per resource. Does nothing where the version has moved on or its columns wait to be bound.
 */
export async function checkVersion(ctx: Ctx, id: string, n: number): Promise<void> {
  const version = await findVersion(ctx, id, n)
  const { landed, rejects: unread } = version.tables
  if (version.state !== 'landed' || version.origin === 'correction' || !landed) return
  const resource = await findResource(ctx, id)
  const { columns, rows } = await ctx.lake.table(landed.path).snapshot(landed.version)
  const judged = await judgedItems(
    ctx,
    resource,
    columns.map(({ name }) => name),
  )
  if (!judged) return
  const unreadRows = unreadOf(version, rows ?? 0)
  const judgement = await judgeVersion(ctx.lake, {
    resource: id,
    n,
    landed,
    unread: unread ?? null,
    judged,
    unreadRows,
  })
  await ctx.lake.table(judgement.checked.path).scan(judgement.checked.version)
  const verdict = await tellVerdict(ctx, resource, version, judged, judgement, unreadRows)
  await settle(ctx, resource, version, judgement, verdict)
}

/** Judges every landed version of a resource that waited for its columns to be bound. */
export async function checkWaiting(ctx: Ctx, resource: string): Promise<void> {
  const waiting = (await versionsOf(ctx, resource)).filter(({ state }) => state === 'landed')
  for (const { n } of waiting.toSorted((a, b) => a.n - b.n))
    await ctx.jobs.send(ctx, 'quality.check', { resource, n })
}

async function tellVerdict(
  ctx: Ctx,
  resource: Resource,
  version: Version,
  judged: readonly Judged[],
  judgement: Judgement,
  unread: number,
): Promise<Verdict> {
  const { tally, accepted } = judgement
  const before = (await versionsOf(ctx, resource.id)).find(
    ({ n, state, origin }) =>
      n < version.n && origin !== 'correction' && (state === 'checked' || state === 'served'),
  )
  const indicators = evaluate(ctx, { resource, judged, tally, unread, before })
  const { dimensions, score } = weigh(ctx, indicators)
  return {
    resource: resource.id,
    n: version.n,
    checkedAt: ctx.clock.now().toISOString(),
    landed: version.landed,
    accepted,
    rejected: version.landed - accepted,
    unread,
    score,
    bound: { a: judged.filter(({ element }) => element !== null).length, b: judged.length },
    dimensions,
    indicators,
    items: judged.map(({ item, element }, i) => {
      const { values = 0, missing = 0, faults = {} } = tally.items[i] ?? {}
      const told = Object.entries(faults).map(([rule, count]) => ({ rule, ...wordsOf(rule), count }))
      return {
        item: item.name,
        title: item.title,
        element,
        values,
        missing,
        faults: told.toSorted((a, b) => b.count - a.count),
      }
    }),
    packs: ['cn-gbt-36344', 'zhishu-quality'].map((id) => `${id}@${ctx.rules.pack(id).version}`),
  }
}

async function settle(
  ctx: Ctx,
  resource: Resource,
  version: Version,
  judgement: Judgement,
  verdict: Verdict,
): Promise<void> {
  const { n } = version
  const { accepted, rejected, score } = verdict
  await tx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtext('quality'), hashtext(${resource.id}))`.execute(ctx.db)
    if ((await findVersion(ctx, resource.id, n)).state !== 'landed') return
    await db(ctx)
      .insertInto('quality.verdict')
      .values({
        resource: resource.id,
        n,
        checked_at: ctx.clock.now(),
        score,
        verdict: JSON.stringify(verdict),
      })
      .execute()
    await record(ctx, 'quality.checked', {
      subject: resource.id,
      n,
      accepted,
      rejected,
      score,
      packs: verdict.packs,
    })
    const { checked, rejects } = judgement
    await advanceVersion(ctx, resource.id, n, {
      from: 'landed',
      to: 'checked',
      accepted,
      rejected,
      tables: { checked, ...(rejects && { rejects }) },
      ...(score !== null && { score }),
    })
    await followFaults(ctx, resource, verdict)
  })
}
