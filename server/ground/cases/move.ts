import type { Selectable } from 'kysely'
import { sha256Hex } from '../../base/crypto/index.ts'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import type { Facts } from '../../base/problem.ts'
import { record } from '../ledger/index.ts'
import { authorise } from '../policy/index.ts'
import { findCase, lockCase } from './case.ts'
import { endClock, isPaused, loadClock, pauseClock, resumeClock, startClocks, startOfClock } from './clock.ts'
import { kindOf, possibleMoves, stateOf, stepOf } from './kinds.ts'
import { noteOverdue } from './overdue.ts'
import { refuse } from './problems.ts'
import { db, type ItemRow } from './tables.ts'
import type { Case, CaseKind, CaseMove, CaseState, Mover } from './types.ts'

export interface MoveOptions {
  readonly reason?: string
  readonly facts?: Facts
  /** the platform itself makes the move; only for moves `by: 'system'` */
  readonly as?: 'system'
}

type Item = Selectable<ItemRow>

/**
 * Makes one move of a case under a row lock, keeps its clock by the new state, and records it.
 * Refuses with whose move it is, with what is possible now, or for want of a reason.
 */
export async function moveCase(ctx: Ctx, id: string, move: string, options: MoveOptions = {}): Promise<Case> {
  const acting = options.as === 'system' ? actAs(ctx, systemActor('cases')) : ctx
  return tx(acting, async (ctx) => {
    const item = await lockCase(ctx, id)
    const kind = kindOf(item.kind)
    const step = stepOf(kind, move)
    await refuseStranger(ctx, item, step)
    refuseWrongState(kind, item, move, step)
    if (step.reason === 'required' && !options.reason?.trim()) throw refuse.reasonNeeded({ move: step.zh })
    await noteOverdue(ctx, item)
    await keepClock(ctx, item, stateOf(kind, item.state), stateOf(kind, step.to), step.to)
    await writeMove(ctx, item, move, step, options)
    await kind.onMove?.(ctx, await findCase(ctx, id), move, options.facts ?? {})
    return findCase(ctx, id)
  })
}

/** The party to which a move of this case belongs; the platform has none. */
export function moverOf(item: Pick<Item, 'handler' | 'opener' | 'competent'>, by: Mover): string | null {
  return by === 'system' ? null : item[by]
}

async function refuseStranger(ctx: Ctx, item: Item, step: CaseMove): Promise<void> {
  const party = moverOf(item, step.by)
  const entitled = party === null ? ctx.actor.kind === 'system' : ctx.actor.party === party
  if (!entitled)
    throw refuse.notYourMove({ move: step.zh, by: step.by, party: party ?? '系统 (the platform)' })
  if (step.may !== undefined && party !== null) await authorise(ctx, step.may)
}

function refuseWrongState(kind: CaseKind, { id, state }: Item, move: string, step: CaseMove): void {
  if (step.from.includes(state)) return
  throw refuse.wrongState({ case: id, state, move, possible: possibleMoves(kind, state) })
}

async function writeMove(
  ctx: Ctx,
  item: Item,
  move: string,
  step: CaseMove,
  options: MoveOptions,
): Promise<void> {
  const { ended } = stateOf(kindOf(item.kind), step.to)
  const reason = options.reason ?? null
  await db(ctx)
    .updateTable('cases.item')
    .set({
      state: step.to,
      facts: JSON.stringify({ ...item.facts, ...options.facts }),
      ended_at: ended ? ctx.clock.now() : null,
    })
    .where('id', '=', item.id)
    .execute()
  const entry = await record(ctx, 'cases.moved', {
    subject: item.id,
    kind: item.kind,
    matter: item.subject,
    move,
    from: item.state,
    to: step.to,
    ...(reason !== null && { reasonSha256: sha256Hex(reason) }),
  })
  const { n } = await db(ctx)
    .selectFrom('cases.move')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('case_id', '=', item.id)
    .executeTakeFirstOrThrow()
  await db(ctx)
    .insertInto('cases.move')
    .values({
      case_id: item.id,
      n: n + 1,
      move,
      from_state: item.state,
      to_state: step.to,
      actor: ctx.actor.id,
      party: ctx.actor.party,
      made_at: ctx.clock.now(),
      reason,
      entry,
    })
    .execute()
  await ctx.jobs.announce(ctx, 'cases.moved', {
    case: item.id,
    kind: item.kind,
    subject: item.subject,
    move,
    from: item.state,
    to: step.to,
    ended: ended === true,
  })
}

async function keepClock(
  ctx: Ctx,
  item: Item,
  before: CaseState,
  after: CaseState,
  ground: string,
): Promise<void> {
  const clock = await loadClock(ctx, item.id)
  if (!clock || clock.ended_at !== null) return
  if (after.ended || after.clock === 'none') return endClock(ctx, clock)
  const policy = ctx.rules.param<string>('local.clock.supplement', 'supplement')
  if (before.clock === 'runs' && after.clock === 'paused' && policy !== 'run') return pauseClock(ctx, clock)
  if (after.clock === 'runs' && isPaused(clock)) {
    if (policy !== 'restart') return resumeClock(ctx, clock, ground)
    await endClock(ctx, clock)
    const start = {
      caseId: item.id,
      n: clock.n + 1,
      rule: clock.rule,
      ...startOfClock(ctx, {}),
      ground,
      extendedBy: clock.extended_by,
    }
    await startClocks(ctx, [start])
  }
}
