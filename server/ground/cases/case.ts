import type { Selectable } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { daysLeft } from './budget.ts'
import {
  isBinding,
  isPast,
  isPaused,
  type LiveClock,
  loadClocks,
  officeOf,
  receiptRule,
  standingOf,
} from './clock.ts'
import { hoursLeft, isHours } from './hours.ts'
import { kindOf, possibleMoves } from './kinds.ts'
import { refuse } from './problems.ts'
import { db, type ItemRow, type MoveRow } from './tables.ts'
import type { Case } from './types.ts'

/** The case with its clock and its history, or the refusal that there is none. */
export async function findCase(ctx: Ctx, id: string): Promise<Case> {
  const rows = await db(ctx).selectFrom('cases.item').selectAll().where('id', '=', id).execute()
  const [found] = await toCases(ctx, rows)
  if (!found) throw refuse.notFound({ case: id })
  return found
}

/** Many cases by id; unknown ids are absent. */
export async function findCases(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Case>> {
  if (ids.length === 0) return new Map()
  const rows = await db(ctx).selectFrom('cases.item').selectAll().where('id', 'in', ids).execute()
  return new Map((await toCases(ctx, rows)).map((item) => [item.id, item]))
}

/** Locks one case for a decision: of two who decide at once the second sees the first one's state. */
export async function lockCase(ctx: Ctx, id: string): Promise<Selectable<ItemRow>> {
  const row = await db(ctx)
    .selectFrom('cases.item')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw refuse.notFound({ case: id })
  return row
}

/** Rows as cases, with clocks and histories fetched in one statement each. */
export async function toCases(ctx: Ctx, rows: readonly Selectable<ItemRow>[]): Promise<Case[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const clocks = await loadClocks(ctx, ids)
  const moves = await db(ctx)
    .selectFrom('cases.move')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('case_id')
    .orderBy('n')
    .execute()
  const histories = Map.groupBy(moves, ({ case_id }) => case_id)
  return rows.map((row) => toCase(ctx, row, clocks.get(row.id), histories.get(row.id) ?? []))
}

function toCase(
  ctx: Ctx,
  row: Selectable<ItemRow>,
  clock: LiveClock | undefined,
  moves: readonly MoveRow[],
): Case {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    title: { zh: row.title_zh, en: row.title_en },
    opener: row.opener,
    handler: row.handler,
    competent: row.competent,
    state: row.state,
    moves: possibleMoves(kindOf(row.kind), row.state),
    clock: clock ? toClock(ctx, clock) : null,
    openedAt: row.opened_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    facts: row.facts,
    history: moves.map(({ move, from_state, to_state, actor, party, made_at, reason, entry }) => ({
      move,
      from: from_state,
      to: to_state,
      by: actor,
      party,
      at: made_at.toISOString(),
      reason,
      entry,
    })),
  }
}

function toClock(ctx: Ctx, clock: LiveClock): NonNullable<Case['clock']> {
  const paused = isPaused(clock)
  const running = clock.ended_at === null && clock.due_on !== null
  return {
    rule: clock.rule,
    article: clock.article,
    citation: { zh: clock.cite_zh, en: clock.cite_en },
    evidence: clock.evidence,
    pack: clock.pack,
    packVersion: clock.pack_version,
    unit: clock.unit,
    startedOn: clock.stretches[0]?.from ?? null,
    receipt: clock.received_on === null ? null : toReceipt(ctx, clock.received_on),
    dueOn: clock.due_on,
    dueAt: clock.due_at?.toISOString() ?? null,
    provisional: clock.provisional,
    ...timeLeft(ctx, clock, paused, running),
    paused,
    overdue: clock.overdue_at !== null || (running && isBinding(clock) && isPast(ctx, clock)),
    extendedBy: clock.extended_by,
    extensionRule: clock.extension_rule,
  }
}

function toReceipt(ctx: Ctx, receivedOn: Day): NonNullable<NonNullable<Case['clock']>['receipt']> {
  const { cite, evidence } = ctx.rules.rule(receiptRule)
  return { receivedOn, rule: receiptRule, citation: cite, evidence }
}

function timeLeft(
  ctx: Ctx,
  clock: LiveClock,
  paused: boolean,
  running: boolean,
): { daysLeft: number | null; hoursLeft: number | null } {
  const { unit, due_on, due_at } = clock
  const { calendar } = ctx.rules
  const left = paused ? standingOf(ctx, clock).left : null
  if (!isHours(unit)) {
    const daysNow = running && due_on ? daysLeft(calendar, ctx.clock.today(), due_on) : left
    return { daysLeft: daysNow, hoursLeft: null }
  }
  if (!running || !due_on || !due_at) return { daysLeft: null, hoursLeft: left }
  return {
    daysLeft: daysLeft(calendar, ctx.clock.today(), due_on),
    hoursLeft: hoursLeft(calendar, unit, ctx.clock.now(), due_at, officeOf(ctx)),
  }
}
