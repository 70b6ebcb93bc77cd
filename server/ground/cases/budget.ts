import { addDays, addMonths, addYears, type Calendar, type Day, daysBetween } from '../../base/clock/index.ts'

/** Units a case's clock may run in: working days, calendar days, months, years. */
export type Unit = 'wd' | 'cd' | 'm' | 'y'

/** A stretch in which the clock ran; the first day is not counted, the last one is (民法典 第二百零一条). */
export interface Interval {
  readonly from: Day
  readonly to: Day | null
}

/** Where a clock stands. `dueOn` is null while it is paused with time in hand. */
export interface Standing {
  readonly dueOn: Day | null
  /** the instant, for terms in hours; its day is `dueOn` */
  readonly dueAt?: Date | null
  /** units in hand while paused, in working or calendar days or hours; null for months and years */
  readonly left: number | null
  readonly provisional: boolean
  readonly calendar: string
}

/** Reckons a budget over its running stretches: the law's days are spent only while the clock runs. */
export function reckon(
  calendar: Calendar,
  unit: Unit,
  budget: number,
  stretches: readonly Interval[],
): Standing {
  return unit === 'wd' || unit === 'cd'
    ? reckonDays(calendar, unit, budget, stretches)
    : reckonMonths(calendar, unit, budget, stretches)
}

function reckonDays(
  calendar: Calendar,
  unit: 'wd' | 'cd',
  budget: number,
  stretches: readonly Interval[],
): Standing {
  let left = budget
  let provisional = false
  for (const { from, to } of stretches) {
    const end = unit === 'wd' ? calendar.addWorkingDays(from, left) : lastDay(calendar, addDays(from, left))
    if (to === null || end.on <= to) {
      return { dueOn: end.on, left, provisional: provisional || end.provisional, calendar: end.calendar }
    }
    const spent =
      unit === 'wd'
        ? calendar.workingDaysBetween(from, to)
        : { days: daysBetween(from, to), provisional: false }
    left = Math.max(0, left - spent.days)
    provisional ||= spent.provisional
  }
  return { dueOn: null, left, provisional, calendar: calendarName(calendar) }
}

function reckonMonths(
  calendar: Calendar,
  unit: 'm' | 'y',
  budget: number,
  stretches: readonly Interval[],
): Standing {
  const [first] = stretches
  if (!first) return { dueOn: null, left: null, provisional: false, calendar: calendarName(calendar) }
  const term = unit === 'm' ? addMonths(first.from, budget) : addYears(first.from, budget)
  let paused = 0
  for (const [i, { from, to }] of stretches.entries()) {
    const before = stretches[i - 1]?.to
    if (before) paused += daysBetween(before, from)
    const end = lastDay(calendar, addDays(term, paused))
    if (to === null || end.on <= to)
      return { dueOn: end.on, left: null, provisional: end.provisional, calendar: end.calendar }
  }
  return { dueOn: null, left: null, provisional: false, calendar: calendarName(calendar) }
}

/** A term of calendar days that ends on a rest day ends on the next working day (民法典 第二百零三条). */
function lastDay(calendar: Calendar, on: Day) {
  return calendar.workingDayFrom(on)
}

function calendarName(calendar: Calendar): string {
  return calendar.certain(calendar.knownUntil).calendar
}

/** Working days from today to the last day; negative when it has passed. */
export function daysLeft(calendar: Calendar, today: Day, dueOn: Day): number {
  return dueOn >= today
    ? calendar.workingDaysBetween(today, dueOn).days
    : -calendar.workingDaysBetween(dueOn, today).days
}
