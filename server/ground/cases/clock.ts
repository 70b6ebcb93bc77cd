import type { Selectable } from 'kysely'
import { type Day, dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Interval, reckon, type Standing, type Unit } from './budget.ts'
import { type ClockRow, db } from './tables.ts'

/** The newest clock of a case with the stretches in which it ran. */
export interface LiveClock extends Selectable<ClockRow> {
  readonly stretches: readonly Interval[]
}

export interface ClockStart {
  readonly caseId: string
  readonly n: number
  readonly rule: string
  readonly from: Day
  readonly ground: string
  /** the once-only extension already used, when a clock begins anew after supplementation */
  readonly extendedBy?: number
}

/** Starts clocks, each under the pack and version in force on its first day; returns last days by case. */
export async function startClocks(ctx: Ctx, starts: readonly ClockStart[]): Promise<Map<string, Day | null>> {
  if (starts.length === 0) return new Map()
  const rows = starts.map((start) => rowOf(ctx, start))
  await db(ctx).insertInto('cases.clock').values(rows).execute()
  const intervals = starts.map(({ caseId, n, from, ground }) => ({
    case_id: caseId,
    n,
    seq: 1,
    started_on: from,
    stopped_on: null,
    ground,
    actor: ctx.actor.id,
  }))
  await db(ctx).insertInto('cases.clock_interval').values(intervals).execute()
  return new Map(rows.map(({ case_id, due_on }) => [case_id, due_on]))
}

function rowOf(ctx: Ctx, { caseId, n, rule: id, from, extendedBy = 0 }: ClockStart) {
  const rule = ctx.rules.rule(id, from)
  const { pack, packVersion } = ctx.rules.due(id, from)
  const { n: budget, unit } = rule.term ?? { n: 0, unit: 'h' as const }
  if (unit === 'h' || unit === 'wh') throw new Error(`a case's clock counts days; rule ${id} does not`)
  const most = rule.extension === undefined ? null : (ctx.rules.rule(rule.extension, from).term?.n ?? null)
  const { dueOn, provisional, calendar } = reckon(ctx.rules.calendar, unit, budget + extendedBy, [
    { from, to: null },
  ])
  return {
    case_id: caseId,
    n,
    rule: id,
    article: rule.article,
    cite_zh: rule.cite.zh,
    cite_en: rule.cite.en,
    pack,
    pack_version: packVersion,
    evidence: rule.evidence,
    silence: rule.silence,
    unit,
    budget,
    extended_by: extendedBy,
    extension_rule: rule.extension ?? null,
    extension_most: most,
    extension_reason: null,
    due_on: dueOn,
    provisional,
    calendar,
    ended_at: null,
    overdue_at: null,
  }
}

/** The newest clock of each case. */
export async function loadClocks(ctx: Ctx, ids: readonly string[]): Promise<Map<string, LiveClock>> {
  if (ids.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('cases.clock')
    .selectAll()
    .distinctOn('case_id')
    .where('case_id', 'in', ids)
    .orderBy('case_id')
    .orderBy('n', 'desc')
    .execute()
  const intervals = await db(ctx)
    .selectFrom('cases.clock_interval')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('case_id')
    .orderBy('n')
    .orderBy('seq')
    .execute()
  const stretches = new Map<string, Interval[]>()
  for (const { case_id, n, started_on, stopped_on } of intervals) {
    const key = `${case_id}/${n}`
    stretches.set(key, [...(stretches.get(key) ?? []), { from: started_on, to: stopped_on }])
  }
  return new Map(
    rows.map((row) => [row.case_id, { ...row, stretches: stretches.get(`${row.case_id}/${row.n}`) ?? [] }]),
  )
}

export async function loadClock(ctx: Ctx, id: string): Promise<LiveClock | undefined> {
  return (await loadClocks(ctx, [id])).get(id)
}

export function isPaused(clock: LiveClock): boolean {
  return clock.ended_at === null && clock.stretches.every(({ to }) => to !== null)
}

export function standingOf(ctx: Ctx, clock: LiveClock): Standing {
  return reckon(ctx.rules.calendar, clock.unit as Unit, clock.budget + clock.extended_by, clock.stretches)
}

/** Stops the running stretch today: today is still counted. */
export async function pauseClock(ctx: Ctx, clock: LiveClock): Promise<void> {
  await db(ctx)
    .updateTable('cases.clock_interval')
    .set({ stopped_on: ctx.clock.today() })
    .where('case_id', '=', clock.case_id)
    .where('n', '=', clock.n)
    .where('stopped_on', 'is', null)
    .execute()
  await writeDue(ctx, clock.case_id)
}

/** Lets the clock run on from today, which is not counted. */
export async function resumeClock(ctx: Ctx, clock: LiveClock, ground: string): Promise<void> {
  await db(ctx)
    .insertInto('cases.clock_interval')
    .values({
      case_id: clock.case_id,
      n: clock.n,
      seq: clock.stretches.length + 1,
      started_on: ctx.clock.today(),
      stopped_on: null,
      ground,
      actor: ctx.actor.id,
    })
    .execute()
  await writeDue(ctx, clock.case_id)
}

/** Ends the clock: what was due is done, or the matter is over. */
export async function endClock(ctx: Ctx, clock: LiveClock): Promise<void> {
  if (clock.ended_at !== null) return
  await db(ctx)
    .updateTable('cases.clock_interval')
    .set({ stopped_on: ctx.clock.today() })
    .where('case_id', '=', clock.case_id)
    .where('n', '=', clock.n)
    .where('stopped_on', 'is', null)
    .execute()
  await db(ctx)
    .updateTable('cases.clock')
    .set({ ended_at: ctx.clock.now() })
    .where('case_id', '=', clock.case_id)
    .where('n', '=', clock.n)
    .execute()
  await db(ctx).updateTable('cases.item').set({ due_on: null }).where('id', '=', clock.case_id).execute()
}

/** Derives the last day anew from budget, stretches and calendar; returns what it was and is. */
export async function writeDue(ctx: Ctx, caseId: string) {
  const clock = await loadClock(ctx, caseId)
  if (!clock || clock.ended_at !== null) return undefined
  const { dueOn, provisional, calendar } = standingOf(ctx, clock)
  await db(ctx)
    .updateTable('cases.clock')
    .set({ due_on: dueOn, provisional, calendar })
    .where('case_id', '=', caseId)
    .where('n', '=', clock.n)
    .execute()
  await db(ctx).updateTable('cases.item').set({ due_on: dueOn }).where('id', '=', caseId).execute()
  return { before: clock.due_on, was: clock.provisional, after: dueOn, provisional, calendar }
}

/** The day on which an instant's clock begins. */
export function startDay(ctx: Ctx, from: Day | undefined): Day {
  return from ?? dayOf(ctx.clock.now())
}
