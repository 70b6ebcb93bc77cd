import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { recordMany } from '../ledger/index.ts'
import { competentFor } from '../parties/index.ts'
import { toCases } from './case.ts'
import { startClocks, startOfClock } from './clock.ts'
import { kindOf, stateOf } from './kinds.ts'
import { db } from './tables.ts'
import type { Case, CaseInput } from './types.ts'

/** Opens a matter: it has a handler and, where the law states a term, a clock from the first moment. */
export async function openCase(ctx: Ctx, input: CaseInput): Promise<Case> {
  const [opened] = await openCases(ctx, [input])
  if (!opened) throw new Error('a case was not opened')
  return opened
}

/** Opens many matters in one transaction, in the order given; each runs on its own clock. */
export async function openCases(ctx: Ctx, inputs: readonly CaseInput[]): Promise<Case[]> {
  if (inputs.length === 0) return []
  return tx(ctx, async (ctx) => {
    const drafts = inputs.map((input) => ({
      ...input,
      id: ctx.ids.next('cas'),
      ...startOfClock(ctx, input),
    }))
    const competents = await competentsOf(ctx, drafts)
    const rows = drafts.map((draft) =>
      itemOf(ctx, draft, draft.competent ?? competents.get(draft.handler) ?? ''),
    )
    await db(ctx).insertInto('cases.item').values(rows).execute()
    const started = await startClocks(ctx, drafts.flatMap(clockOf))
    await recordMany(
      ctx,
      'cases.opened',
      drafts.map(({ id, kind, subject, opener, handler, rule }) => ({
        subject: id,
        kind,
        matter: subject,
        opener,
        handler,
        ...(rule && { rule, ...started.get(id) }),
      })),
    )
    for (const { id, kind, subject } of drafts)
      await ctx.jobs.announce(ctx, 'cases.opened', { case: id, kind, subject })
    const stored = await db(ctx)
      .selectFrom('cases.item')
      .selectAll()
      .where(
        'id',
        'in',
        drafts.map(({ id }) => id),
      )
      .execute()
    const places = new Map(drafts.map(({ id }, place) => [id, place]))
    stored.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
    return toCases(ctx, stored)
  })
}

type Draft = CaseInput & { readonly id: string; readonly from: Day; readonly at: Date }

function itemOf(
  ctx: Ctx,
  { id, kind: name, subject, title, opener, handler, facts }: Draft,
  competent: string,
) {
  const kind = kindOf(name)
  const { ended } = stateOf(kind, kind.start)
  return {
    id,
    kind: name,
    subject,
    title_zh: title.zh,
    title_en: title.en,
    opener,
    handler,
    competent,
    state: kind.start,
    facts: JSON.stringify(facts ?? {}),
    opened_at: ctx.clock.now(),
    ended_at: ended ? ctx.clock.now() : null,
    due_on: null,
  }
}

function clockOf({ id, kind, rule, from, at }: Draft) {
  return rule === undefined ? [] : [{ caseId: id, n: 1, rule, from, at, ground: kindOf(kind).start }]
}

async function competentsOf(ctx: Ctx, drafts: readonly Draft[]): Promise<Map<string, string>> {
  const handlers = new Set(
    drafts.filter(({ competent }) => competent === undefined).map(({ handler }) => handler),
  )
  const found = new Map<string, string>()
  for (const handler of handlers) found.set(handler, (await competentFor(ctx, handler)).id)
  return found
}
