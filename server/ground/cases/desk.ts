import type { Ctx } from '../../base/ctx.ts'
import type { Page } from '../../base/http/index.ts'
import { mayAct } from '../policy/index.ts'
import { findCase } from './case.ts'
import { kindOf, stateOf, stepOf } from './kinds.ts'
import { listCases } from './list.ts'
import { moveCase, moverOf } from './move.ts'
import { refuse } from './problems.ts'
import type { Case, CaseDesk, CaseFilter } from './types.ts'

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
export async function showCases(ctx: Ctx, filter: CaseFilter): Promise<Page<Case>> {
  if (ctx.actor.kind === 'system' || mayAct(ctx, readAll)) return listCases(ctx, filter)
  if (ctx.actor.party === null) return { items: [] }
  return listCases(ctx, { ...filter, party: ctx.actor.party })
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

function toDesk(ctx: Ctx, item: Case): CaseDesk {
  const kind = kindOf(item.kind)
  const { zh, en } = stateOf(kind, item.state)
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
  return { ...item, kindTitle: { zh: kind.title.zh, en: kind.title.en }, stateTitle: { zh, en }, choices }
}
