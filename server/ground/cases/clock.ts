import { type Selectable, sql } from 'kysely'
import { type Day, dayOf, type OfficeMinutes, startOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Interval, reckon, type Standing, type Unit } from './budget.ts'
import { type HourUnit, isHours, reckonHours } from './hours.ts'
import { type ClockRow, db } from './tables.ts'

/** A stretch in which a clock ran, in days and, where it was noted, to the instant. */
export interface Stretch extends Interval {
  readonly fromAt: Date | null
  readonly toAt: Date | null
}

/** The newest clock of a case with the stretches in which it ran. */
export interface LiveClock extends Selectable<ClockRow> {
  readonly stretches: readonly Stretch[]
}

export interface ClockStart {
  readonly caseId: string
  readonly n: number
  readonly rule: string
  readonly from: Day
  /** the instant of the event, for terms in hours */
  readonly at: Date
  readonly ground: string
  /** the once-only extension already used, when a clock begins anew after supplementation */
  readonly extendedBy?: number
}

/** What a started clock tells the ledger: its first day (not counted) and its end. */
export interface Started {
  readonly from: Day
  readonly dueOn: Day | null
  readonly dueAt: string | null
  /** where another day counts as the day of receipt: the true one, and by which rule */
  readonly receivedOn?: Day
  readonly receiptRule?: string
}

/** Starts clocks, each under the pack and version in force on its first day; their cases show the ends. By case. */
export async function startClocks(ctx: Ctx, starts: readonly ClockStart[]): Promise<Map<string, Started>> {
  if (starts.length === 0) return new Map()
  const received = starts.map((start) => ({ ...start, ...receiptOf(ctx, start) }))
  const rows = received.map((start) => rowOf(ctx, start))
  await db(ctx).insertInto('cases.clock').values(rows).execute()
  const intervals = received.map(({ caseId, n, from, at, ground }) => ({
    case_id: caseId,
    n,
    seq: 1,
    started_on: from,
    stopped_on: null,
    started_at: at,
    stopped_at: null,
    ground,
    actor: ctx.actor.id,
  }))
  await db(ctx).insertInto('cases.clock_interval').values(intervals).execute()
  const ids = rows.map(({ case_id }) => case_id)
  await sql`update cases.item i set due_on = c.due_on, due_at = c.due_at from cases.clock c
    where c.case_id = i.id and c.ended_at is null and i.id in (${sql.join(ids)})`.execute(ctx.db)
  return new Map(
    rows.map(({ case_id, due_on, due_at, received_on }, i) => [
      case_id,
      {
        from: received[i]?.from ?? '',
        dueOn: due_on,
        dueAt: due_at?.toISOString() ?? null,
        ...(received_on !== null && { receivedOn: received_on, receiptRule }),
      },
    ]),
  )
}

/** The rule of what counts as the day of receipt. */
export const receiptRule = 'local.clock.receipt'

/**
 * The day that counts as the day of receipt, for terms that run from receipt: what an official hands in on a rest day
 * is received on the next working day, what a system sends when it sends it (rule local.clock.receipt).
 */
function receiptOf(ctx: Ctx, { rule: id, from }: ClockStart): { from: Day; receivedOn: Day | null } {
  const { term } = ctx.rules.rule(id, from)
  const same = { from, receivedOn: null }
  if (term?.from !== 'receipt' || isHours(term.unit)) return same
  const channel = ctx.actor.kind === 'person' ? 'human' : 'machine'
  if (ctx.rules.param<string>(receiptRule, channel) !== 'nextWorkingDay') return same
  const { on } = ctx.rules.calendar.workingDayFrom(from)
  return on === from ? same : { from: on, receivedOn: from }
}

function rowOf(
  ctx: Ctx,
  { caseId, n, rule: id, from, at, receivedOn, extendedBy = 0 }: ClockStart & { receivedOn: Day | null },
) {
  const rule = ctx.rules.rule(id, from)
  if (!rule.term) throw new Error(`the rule ${id} has no term for a clock`)
  const { n: budget, unit } = rule.term
  const { pack, packVersion } = isHours(unit) ? ctx.rules.dueAt(id, at) : ctx.rules.due(id, from)
  const most = rule.extension === undefined ? null : (ctx.rules.rule(rule.extension, from).term?.n ?? null)
  const { dueOn, dueAt, provisional, calendar } = standing(ctx, unit, budget + extendedBy, [
    { from, to: null, fromAt: at, toAt: null },
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
    due_at: dueAt ?? null,
    received_on: receivedOn,
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
  const stretches = new Map<string, Stretch[]>()
  for (const { case_id, n, started_on, stopped_on, started_at, stopped_at } of intervals) {
    const key = `${case_id}/${n}`
    const stretch = { from: started_on, to: stopped_on, fromAt: started_at, toAt: stopped_at }
    stretches.set(key, [...(stretches.get(key) ?? []), stretch])
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
  return standing(ctx, clock.unit, clock.budget + clock.extended_by, clock.stretches)
}

function standing(ctx: Ctx, unit: Unit | HourUnit, budget: number, stretches: readonly Stretch[]): Standing {
  if (!isHours(unit)) return reckon(ctx.rules.calendar, unit, budget, stretches)
  const exact = stretches.flatMap(({ fromAt, toAt }) => (fromAt ? [{ fromAt, toAt }] : []))
  return reckonHours(ctx.rules.calendar, unit, budget, exact, officeOf(ctx))
}

/** Office hours, in which terms in working hours run (rule local.clock.officeHours). */
export function officeOf(ctx: Ctx): OfficeMinutes {
  return ctx.rules.param<OfficeMinutes>('local.clock.officeHours', 'minutes')
}

/** True when the end has passed: a last day with its end, an instant at once. */
export function isPast(ctx: Ctx, { due_on, due_at }: Pick<LiveClock, 'due_on' | 'due_at'>): boolean {
  if (due_at !== null) return due_at < ctx.clock.now()
  return due_on !== null && due_on < ctx.clock.today()
}

/** What nobody has verified is shown and never makes a breach or a refusal by itself. */
export function isBinding({ evidence }: Pick<LiveClock, 'evidence'>): boolean {
  return evidence !== 'unverified'
}

/** Stops the running stretch today: today is still counted. */
export async function pauseClock(ctx: Ctx, clock: LiveClock): Promise<void> {
  await stopStretch(ctx, clock)
  await writeDue(ctx, clock.case_id)
}

/** What was received on a rest day may be answered on that day, before its clock begins: no day is spent then. */
async function stopStretch(ctx: Ctx, { case_id, n }: LiveClock): Promise<void> {
  const stopped_on = sql<Day>`greatest(started_on, ${ctx.clock.today()}::date)`
  await db(ctx)
    .updateTable('cases.clock_interval')
    .set({ stopped_on, stopped_at: ctx.clock.now() })
    .where('case_id', '=', case_id)
    .where('n', '=', n)
    .where('stopped_on', 'is', null)
    .execute()
}

/** Lets the clock run on from today, which is not counted; never from a day before it was to begin. */
export async function resumeClock(ctx: Ctx, clock: LiveClock, ground: string): Promise<void> {
  const today = ctx.clock.today()
  const stopped = clock.stretches.at(-1)?.to ?? today
  await db(ctx)
    .insertInto('cases.clock_interval')
    .values({
      case_id: clock.case_id,
      n: clock.n,
      seq: clock.stretches.length + 1,
      started_on: stopped > today ? stopped : today,
      stopped_on: null,
      started_at: ctx.clock.now(),
      stopped_at: null,
      ground,
      actor: ctx.actor.id,
    })
    .execute()
  await writeDue(ctx, clock.case_id)
}

/** Ends the clock: what was due is done, or the matter is over. */
export async function endClock(ctx: Ctx, clock: LiveClock): Promise<void> {
  if (clock.ended_at !== null) return
  await stopStretch(ctx, clock)
  await db(ctx)
    .updateTable('cases.clock')
    .set({ ended_at: ctx.clock.now() })
    .where('case_id', '=', clock.case_id)
    .where('n', '=', clock.n)
    .execute()
  await db(ctx)
    .updateTable('cases.item')
    .set({ due_on: null, due_at: null })
    .where('id', '=', clock.case_id)
    .execute()
}

/** Derives the last day anew from budget, stretches and calendar; returns what it was and is. */
export async function writeDue(ctx: Ctx, caseId: string) {
  const clock = await loadClock(ctx, caseId)
  if (!clock || clock.ended_at !== null) return undefined
  const { dueOn, dueAt = null, provisional, calendar } = standingOf(ctx, clock)
  await db(ctx)
    .updateTable('cases.clock')
    .set({ due_on: dueOn, due_at: dueAt, provisional, calendar })
    .where('case_id', '=', caseId)
    .where('n', '=', clock.n)
    .execute()
  await db(ctx)
    .updateTable('cases.item')
    .set({ due_on: dueOn, due_at: dueAt })
    .where('id', '=', caseId)
    .execute()
  return { before: clock.due_on, was: clock.provisional, after: dueOn, afterAt: dueAt, provisional, calendar }
}

/** Day and instant of the event that starts a clock: now, unless an earlier or later one is named. */
export function startOfClock(
  ctx: Ctx,
  { from, fromAt }: { readonly from?: Day; readonly fromAt?: Date },
): { from: Day; at: Date } {
  if (fromAt) return { from: dayOf(fromAt), at: fromAt }
  const today = ctx.clock.today()
  return from === undefined || from === today
    ? { from: today, at: ctx.clock.now() }
    : { from, at: startOf(from) }
}
