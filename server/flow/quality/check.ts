import { sql } from 'kysely'
import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { UnknownVersion } from '../../base/lake/index.ts'
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
import { causesOf, type Findings, gapsOf } from './causes.ts'
import { type Judged, warningsFor } from './cell.ts'
import { followFaults } from './fault.ts'
import { evaluate, weigh } from './indicators.ts'
import { type Judgement, judgeVersion, unreadOf } from './judge.ts'
import { type Relation, relationsOf } from './relation.ts'
import { db } from './tables.ts'
import type { ItemVerdict, RelationVerdict, Verdict } from './types.ts'
import { wordsOf } from './words.ts'

/**
 * Judges one landed version (job `quality.check`): normalises, checks, quarantines, counts, scores, and follows the
 * faults up as one case per resource. Does nothing where the version has moved on; while its columns wait to be bound, they are pictured.
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
  if (!judged) return ctx.jobs.send(ctx, 'quality.profile', { resource: id, n })
  const unreadRows = unreadOf(version, rows ?? 0)
  const relations = relationsOf(ctx, judged, dayOf(new Date(version.at)))
  const judgement = await judgeVersion(ctx.lake, {
    resource: id,
    n,
    landed,
    unread: unread ?? null,
    judged,
    unreadRows,
    relations,
  })
  await ctx.lake.table(judgement.checked.path).scan(judgement.checked.version)
  const verdict = await tellVerdict(
    ctx,
    { resource, version, judged, judgement, relations },
    columns.length - 1,
  )
  await settle(ctx, resource, version, judgement, verdict)
}

/** Judges every landed version of a resource that waited for its columns to be bound. */
export async function checkWaiting(ctx: Ctx, resource: string): Promise<void> {
  const waiting = (await versionsOf(ctx, resource)).filter(({ state }) => state === 'landed')
  for (const { n } of waiting.toSorted((a, b) => a.n - b.n))
    await ctx.jobs.send(ctx, 'quality.check', { resource, n })
}

interface Seen {
  readonly resource: Resource
  readonly version: Version
  readonly judged: readonly Judged[]
  readonly judgement: Judgement
  readonly relations: readonly Relation[]
}

async function tellVerdict(ctx: Ctx, seen: Seen, columns: number): Promise<Verdict> {
  const { resource, version, judged, relations } = seen
  const { tally, accepted } = seen.judgement
  const unread = version.landed - tally.rows
  const earlier = (await versionsOf(ctx, resource.id)).filter(
    ({ n, state, origin }) =>
      n < version.n && origin !== 'correction' && (state === 'checked' || state === 'served'),
  )
  const most = ctx.rules.param<number>('local.quality.period', 'versions')
  const measured = evaluate(ctx, {
    resource,
    judged,
    tally,
    unread,
    columns,
    relations,
    before: earlier[0],
    landedAt: version.at,
    deliveries: earlier.map(({ at }) => at),
    opened: await openEarlier(ctx, earlier.slice(0, most)),
  })
  const { dimensions, score } = weigh(ctx, measured)
  const findings = findingsOf(seen)
  return {
    resource: resource.id,
    n: version.n,
    checkedAt: ctx.clock.now().toISOString(),
    landed: version.landed,
    accepted,
    rejected: findings.rejected,
    unread,
    score,
    bound: { a: judged.filter(({ element }) => element !== null).length, b: judged.length },
    dimensions,
    indicators: measured.map((one) => ({ ...one, ...causesOf(one.code, findings) })),
    items: findings.items,
    relations: findings.relations,
    packs: ['cn-gbt-36344', 'zhishu-quality'].map((id) => `${id}@${ctx.rules.pack(id).version}`),
  }
}

function findingsOf(seen: Seen): Findings & Pick<Verdict, 'items' | 'relations'> {
  const { version, judged, judgement } = seen
  const { tally, accepted } = judgement
  const key = judged.flatMap(({ item }) => (item.key ? [item.name] : []))
  return {
    items: itemsOf(seen),
    relations: relationsFound(seen),
    key: key.length === 0 ? null : key.join(','),
    members: tally.members,
    contradicting: tally.twins.b - tally.twins.a,
    surplus: tally.surplus,
    unread: tally.unread,
    rejected: version.landed - accepted,
  }
}

function itemsOf({ judged, judgement: { tally } }: Seen): ItemVerdict[] {
  return judged.map(({ item, element }, i) => {
    const { values = 0, missing = 0, faults = {}, warnings = {} } = tally.items[i] ?? {}
    const told = Object.entries(faults)
      .map(([rule, count]) => ({ rule, ...wordsOf(rule), count }))
      .toSorted((a, b) => b.count - a.count)
    return {
      item: item.name,
      title: item.title,
      element,
      values,
      missing,
      gaps: gapsOf({ missing, faults: told }),
      faults: told,
      warnings: warningsFor({ element }).flatMap(({ rule, counts }) => {
        const count = warnings[rule] ?? 0
        return count > 0 ? [{ rule, ...wordsOf(rule), count, counts }] : []
      }),
    }
  })
}

function relationsFound({ relations, judgement: { tally } }: Seen): RelationVerdict[] {
  return relations.map(({ rule, indicator, fields, zh, en }) => {
    const { a = 0, b = 0 } = tally.relations[rule] ?? {}
    return { rule, indicator, fields: [...fields], zh, en, a, b }
  })
}

// A version is never changed and can be read by its number for as long as it lives: that is tried, not assumed.
async function openEarlier(ctx: Ctx, versions: readonly Version[]): Promise<{ a: number; b: number }> {
  let a = 0
  let b = 0
  for (const { tables } of versions) {
    if (!tables.checked) continue
    b += 1
    const { path, version } = tables.checked
    const opens = await ctx.lake
      .table(path)
      .snapshot(version)
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof UnknownVersion) return false
        throw error
      })
    if (opens) a += 1
  }
  return { a, b }
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
