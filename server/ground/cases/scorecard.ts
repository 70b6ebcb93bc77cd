import { sql } from 'kysely'
import Type from 'typebox'
import { type Day, daysBetween } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { invalidFields } from '../../base/http/index.ts'
import { kindOf } from './kinds.ts'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const DayText = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const Count = Type.Integer({ minimum: 0 })

export const ScorecardQuery = Type.Object({ from: DayText, to: DayText })

/** How one handler kept one statutory term in a time (第二十九条、第三十八条). */
export const ScoreLine = Type.Object({
  handler: Type.String(),
  kind: Type.String(),
  kindTitle: Text,
  rule: Type.String(),
  article: Type.String(),
  citation: Text,
  /** clocks that began in the time */
  opened: Count,
  /** clocks that ended in the time, by whether their last day had passed */
  endedInTime: Count,
  endedLate: Count,
  /** clocks that run now, and those of them whose last day has passed */
  running: Count,
  overdueNow: Count,
  /** half of the ended clocks ran for fewer working days, pauses left out; null where none ended */
  medianDaysUsed: Type.Union([Type.Number(), Type.Null()]),
})
export type ScoreLine = Type.Static<typeof ScoreLine>

export const Scorecard = Type.Object({
  from: DayText,
  to: DayText,
  /** the competent department whose territory it is; null for all */
  competent: Type.Union([Type.String(), Type.Null()]),
  /** the duty to report it */
  citations: Type.Array(Text),
  items: Type.Array(ScoreLine),
})
export type Scorecard = Type.Static<typeof Scorecard>

const mostDays = 366

/**
 * How every handler in the competent department's territory kept the statutory terms from one day to another, both
 * included (rules `supervision.scorecard`, `supervision.record`). Cases on which no clock ever ran do not count.
 */
export async function drawScorecard(ctx: Ctx, { from, to }: { from: Day; to: Day }): Promise<Scorecard> {
  if (from > to || daysBetween(from, to) > mostDays) throw invalidFields([windowFault])
  const competent = ctx.actor.kind === 'system' ? null : (ctx.actor.party ?? '')
  const groups = new Map<string, Tally>()
  for (const row of await readClocks(ctx, from, to, competent)) addRow(ctx, groups, row)
  const items = [...groups.values()].map(({ used, ...line }) => ({ ...line, medianDaysUsed: medianOf(used) }))
  return {
    from,
    to,
    competent,
    citations: ['supervision.record', 'supervision.scorecard'].map((id) => ctx.rules.cite(id)),
    items,
  }
}

type Tally = Omit<ScoreLine, 'medianDaysUsed'> & { used: Map<number, number> }

interface Row {
  handler: string
  kind: string
  rule: string
  article: string
  cite_zh: string
  cite_en: string
  /** stretches in which the clocks ran: `2025-09-29/2025-10-09,…` */
  stretches: string
  opened: number
  ended_in_time: number
  ended_late: number
  running: number
  overdue_now: number
}

const windowFault = {
  field: '/query/to',
  rule: 'window',
  zh: `起止日应先后有序且不超过 ${mostDays} 天`,
  en: `the days stand in order and at most ${mostDays} days apart`,
}

/** Clocks of the time, those with one handler, rule and history of running in one row. */
async function readClocks(ctx: Ctx, from: Day, to: Day, competent: string | null): Promise<Row[]> {
  const today = ctx.clock.today()
  const { rows } = await sql<Row>`
    with clock as (
      select i.handler, i.kind, c.rule, c.article, c.cite_zh, c.cite_en, c.due_on, c.due_at, c.evidence, c.overdue_at, c.ended_at,
        (c.ended_at at time zone 'Asia/Shanghai')::date as ended_on,
        (select min(v.started_on) from cases.clock_interval v where v.case_id = c.case_id and v.n = c.n) as started_on,
        (select string_agg(v.started_on || '/' || coalesce(v.stopped_on::text, ''), ',' order by v.seq)
          from cases.clock_interval v where v.case_id = c.case_id and v.n = c.n) as stretches
      from cases.clock c join cases.item i on i.id = c.case_id
      where (${competent}::text is null or i.competent = ${competent})
        and (c.ended_at is null or (c.ended_at at time zone 'Asia/Shanghai')::date >= ${from}::date)
    ), told as (
      select *, ended_on between ${from}::date and ${to}::date as ended,
        overdue_at is not null or (evidence <> 'unverified' and coalesce(case when due_at is null
          then coalesce(ended_on, ${today}::date) > due_on
          else coalesce(ended_at, ${ctx.clock.now()}) > due_at end, false)) as late
      from clock
    )
    select handler, kind, rule, article, max(cite_zh) as cite_zh, max(cite_en) as cite_en,
      case when ended then stretches else '' end as stretches,
      count(*) filter (where started_on between ${from}::date and ${to}::date) as opened,
      count(*) filter (where ended and not late) as ended_in_time,
      count(*) filter (where ended and late) as ended_late,
      count(*) filter (where ended_at is null) as running,
      count(*) filter (where ended_at is null and late) as overdue_now
    from told
    where ended_at is null or ended or started_on <= ${to}::date
    group by handler, kind, rule, article, 7
    order by handler, kind, rule, article`.execute(ctx.db)
  return rows
}

function addRow(ctx: Ctx, groups: Map<string, Tally>, row: Row): void {
  const id = JSON.stringify([row.handler, row.kind, row.rule, row.article])
  const line = groups.get(id) ?? emptyLine(row)
  groups.set(id, line)
  line.opened += row.opened
  line.endedInTime += row.ended_in_time
  line.endedLate += row.ended_late
  line.running += row.running
  line.overdueNow += row.overdue_now
  const ended = row.ended_in_time + row.ended_late
  if (ended === 0) return
  const days = workingDaysOf(ctx, row.stretches)
  line.used.set(days, (line.used.get(days) ?? 0) + ended)
}

function emptyLine({ handler, kind, rule, article, cite_zh, cite_en }: Row): Tally {
  const { zh, en } = kindOf(kind).title
  const counts = { opened: 0, endedInTime: 0, endedLate: 0, running: 0, overdueNow: 0 }
  const citation = { zh: cite_zh, en: cite_en }
  return { handler, kind, kindTitle: { zh, en }, rule, article, citation, ...counts, used: new Map() }
}

function workingDaysOf(ctx: Ctx, stretches: string): number {
  const parts = stretches.split(',').map((part) => part.split('/'))
  return parts.reduce(
    (days, [from = '', to = '']) =>
      days + (from && to ? ctx.rules.calendar.workingDaysBetween(from, to).days : 0),
    0,
  )
}

/** The median of values given with how often each stands. */
function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const sorted = [...counts].toSorted(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, n]) => sum + n, 0)
  if (total === 0) return null
  const at = (place: number): number => {
    let seen = 0
    for (const [value, n] of sorted) {
      seen += n
      if (seen > place) return value
    }
    return 0
  }
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2
}
