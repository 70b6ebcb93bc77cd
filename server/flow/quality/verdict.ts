import type { Ctx } from '../../base/ctx.ts'
import type { Page } from '../../base/http/index.ts'
import { findResource, findResources, findVersion } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { competentFor } from '../../ground/parties/index.ts'
import { mayAct } from '../../ground/policy/index.ts'
import { leafRejects } from '../collect/index.ts'
import { causesThen, gapsOf } from './causes.ts'
import { refuse } from './problems.ts'
import { rowlessOf } from './rowless.ts'
import { db } from './tables.ts'
import type { FaultRow, Verdict } from './types.ts'
import { listWarnings } from './warned.ts'

/** Policy action of those who read the whole record of the house: the auditors. */
const audit = 'ledger.read'

/**
 * The verdict on a version: score, six dimensions, indicators with A and B. What was found item by item is for the
 * provider, its competent department and the auditors; of an entry that is not published so is the whole.
 */
export async function findVerdict(ctx: Ctx, resource: string, n: number): Promise<Verdict> {
  const row = await db(ctx)
    .selectFrom('quality.verdict')
    .select('verdict')
    .where('resource', '=', resource)
    .where('n', '=', n)
    .executeTakeFirst()
  const sight = await sightOf(ctx, resource)
  if (!row || sight === 'nothing') throw refuse.notChecked({ resource, n })
  const verdict = completed(row.verdict)
  if (sight === 'all') return verdict
  const indicators = verdict.indicators.map((one) => ({ ...one, errors: null, warnings: null }))
  return { ...verdict, items: [], relations: [], indicators }
}

/** A verdict of before warnings, reasons and causes were told is told without them, or with what it does tell. */
function completed(verdict: Verdict): Verdict {
  const { relations = [], dimensions } = verdict as Partial<Verdict> & Verdict
  const items = verdict.items.map((one) => ({
    ...one,
    warnings: one.warnings ?? [],
    gaps: one.gaps ?? gapsOf(one),
  }))
  const indicators = verdict.indicators.map((one) => ({
    ...one,
    reason: one.reason ?? null,
    rules: one.rules ?? [],
    rowless: one.rowless ?? rowlessOf(one),
  }))
  const then = { ...verdict, relations, items, indicators }
  return {
    ...then,
    indicators: indicators.map((one) =>
      one.errors === undefined ? { ...one, ...causesThen(one, then) } : one,
    ),
    dimensions: dimensions.map((one) => ({ ...one, reason: one.reason ?? null })),
  }
}

/** Scores of a resource's versions, newest first; of an entry that is not published none to outsiders. */
export async function listScores(
  ctx: Ctx,
  resource: string,
): Promise<{ n: number; score: number | null; checkedAt: string }[]> {
  if ((await sightOf(ctx, resource)) === 'nothing') return []
  const rows = await db(ctx)
    .selectFrom('quality.verdict')
    .select(['n', 'score', 'checked_at'])
    .where('resource', '=', resource)
    .orderBy('n', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ n, score, checked_at }) => ({ n, score, checkedAt: checked_at.toISOString() }))
}

export interface FaultQuery {
  readonly field?: string
  readonly rule?: string
  /** errors, which rejected their rows, unless warnings are asked for */
  readonly severity?: 'error' | 'warn'
  readonly cursor?: string
  readonly limit?: number
}

/** The rows behind a score, by item and rule, for the provider and its competent department alone. */
export async function listFaults(
  ctx: Ctx,
  resource: string,
  n: number,
  query: FaultQuery,
): Promise<Page<FaultRow>> {
  await refuseOutsiders(ctx, (await findResource(ctx, resource)).provider)
  if (query.severity === 'warn') return listWarnings(ctx, resource, n, query)
  const { rejects } = (await findVersion(ctx, resource, n)).tables
  if (!rejects) return { items: [] }
  const source = await ctx.lake.table(rejects.path).scan(rejects.version)
  const page = await leafRejects(ctx, source, query)
  await recordSoon(ctx, 'quality.faultsRead', { subject: resource, n, rows: page.items.length })
  return page
}

/** Rows and values of a version are for its provider and the competent department of its level. */
export async function refuseOutsiders(ctx: Ctx, provider: string): Promise<void> {
  if (!(await isInvolved(ctx, provider))) throw refuse.notYours()
}

// Published scores serve whoever looks for data in the catalogue; of a draft not even its being there is told.
async function sightOf(ctx: Ctx, id: string): Promise<'all' | 'scores' | 'nothing'> {
  const resource = (await findResources(ctx, [id])).get(id)
  if (!resource) return 'nothing'
  if (mayAct(ctx, audit) || (await isInvolved(ctx, resource.provider))) return 'all'
  return resource.state === 'published' ? 'scores' : 'nothing'
}

async function isInvolved(ctx: Ctx, provider: string): Promise<boolean> {
  const { party, kind } = ctx.actor
  if (kind === 'system' || party === provider) return true
  return party !== null && (await competentFor(ctx, provider)).id === party
}
