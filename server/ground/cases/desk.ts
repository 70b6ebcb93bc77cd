import type { Ctx } from '../../base/ctx.ts'
import type { Page } from '../../base/http/index.ts'
import { mayAct } from '../policy/index.ts'
import { findCase } from './case.ts'
import { kindOf, knownKinds, stateOf, stepOf } from './kinds.ts'
import { countKinds, listCases } from './list.ts'
import { moveCase, moverOf } from './move.ts'
import { refuse } from './problems.ts'
import { extendClock } from './term.ts'
import type { Case, CaseDesk, CaseFilter, CaseLine, KindFacet } from './types.ts'

/** Policy action of those who may read cases in which their party has no part: the auditors. */
const readAll = 'cases.readAll'

/** The case as its desk shows it: to a party of the case, or to whoever may read all. */
export async function showCase(ctx: Ctx, id: string): Promise<CaseDesk> {
  const item = await findCase(ctx, id)
  const party = ctx.actor.party
  const involved =
    ctx.actor.kind === 'system' ||
    (party !== null && [item.handler, item.opener, item.competent].includes(party))
  if (!involved && !mayAct(ctx, readAll)) throw refuse.notFound({ case: id })
  return toDesk(ctx, item)
}

/** The reader's own list; who may read all sees the cases of every party. */
export async function showCases(ctx: Ctx, filter: CaseFilter): Promise<Page<CaseLine>> {
  const seen = sightOf(ctx, filter)
  if (!seen) return { items: [] }
  const { items, ...rest } = await listCases(ctx, seen)
  return { items: items.map(toLine), ...rest }
}

/** The kinds of the reader's own list by name, with their states and how many cases each has. */
export async function showKinds(ctx: Ctx, filter: CaseFilter): Promise<{ items: KindFacet[] }> {
  const seen = sightOf(ctx, filter)
  const counts = seen && (await countKinds(ctx, seen))
  const items = knownKinds().flatMap(({ kind, title, states }) => {
    const count = counts?.get(kind)
    if (!count || count.cases === 0) return []
    const named = Object.entries(states).map(([state, { zh, en, ended }]) => ({
      state,
      title: { zh, en },
      ended: ended === true,
    }))
    return [{ kind, title: { zh: title.zh, en: title.en }, states: named, ...count }]
  })
  return { items }
}

// Nobody's list is empty; a party sees the cases in which it has a part.
function sightOf(ctx: Ctx, filter: CaseFilter): CaseFilter | undefined {
  if (ctx.actor.kind === 'system' || mayAct(ctx, readAll)) return filter
  return ctx.actor.party === null ? undefined : { ...filter, party: ctx.actor.party }
}

/** Makes a move that needs no form of its own; 404 to whoever may not even see the case. */
export async function makeGenericMove(
  ctx: Ctx,
  id: string,
  { move, reason }: { move: string; reason?: string },
): Promise<CaseDesk> {
  const { kind } = await showCase(ctx, id)
  const step = stepOf(kindOf(kind), move)
  if (!step.generic) throw refuse.ownForm({ move: step.zh })
  return toDesk(ctx, await moveCase(ctx, id, move, { ...(reason !== undefined && { reason }) }))
}

/** Extends the term of a case whose kind has no form of its own for it; the competent department decides. */
export async function extendTerm(
  ctx: Ctx,
  id: string,
  { days, reason }: { days: number; reason: string },
): Promise<CaseDesk> {
  const { kind, clock } = await showCase(ctx, id)
  if (!kindOf(kind).extendable) throw refuse.ownForm({ move: '延长期限 (extend the term)' })
  if (!clock) throw refuse.noClock({ case: id })
  return toDesk(ctx, await extendClock(ctx, id, { rule: clock.rule, days, reason }))
}

function toDesk(ctx: Ctx, item: Case): CaseDesk {
  const kind = kindOf(item.kind)
  const choices = item.moves.flatMap((move) => {
    const step = kind.moves[move]
    if (!step) return []
    const yours = moverOf(item, step.by) === ctx.actor.party && ctx.actor.party !== null
    return [
      {
        move,
        title: { zh: step.zh, en: step.en },
        by: step.by,
        yours: yours && (step.may === undefined || mayAct(ctx, step.may)),
        generic: step.generic === true,
        reason: step.reason === 'required',
      },
    ]
  })
  return { ...toLine(item), choices }
}

function toLine(item: Case): CaseLine {
  const kind = kindOf(item.kind)
  const { zh, en, ended, clock } = stateOf(kind, item.state)
  const waitsFor = ended ? null : clock === 'paused' ? item.opener : item.handler
  return { ...item, kindTitle: { zh: kind.title.zh, en: kind.title.en }, stateTitle: { zh, en }, waitsFor }
}
