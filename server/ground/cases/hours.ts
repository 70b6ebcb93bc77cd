import { type Calendar, dayOf, type OfficeMinutes } from '../../base/clock/index.ts'
import type { Standing } from './budget.ts'

/** Units of terms that run from an instant: office hours of working days, or hours of the clock without a break. */
export type HourUnit = 'wh' | 'h'

/** A stretch in which a clock of hours ran; null while it runs. */
export interface HourInterval {
  readonly fromAt: Date
  readonly toAt: Date | null
}

const hourMs = 3_600_000

export function isHours(unit: string): unit is HourUnit {
  return unit === 'wh' || unit === 'h'
}

/**
 * Reckons a budget of hours over its running stretches, from the stated moment (民法典 第二百零一条第二款); `wh` stand
 * still outside office hours and on rest days, `h` never. What is left is told in hours.
 */
export function reckonHours(
  calendar: Calendar,
  unit: HourUnit,
  budget: number,
  stretches: readonly HourInterval[],
  office: OfficeMinutes,
): Standing {
  let left = budget
  let provisional = false
  const name = calendar.certain(calendar.knownUntil).calendar
  for (const { fromAt, toAt } of stretches) {
    const end = endOf(calendar, unit, left, fromAt, office)
    if (toAt === null || end.at <= toAt)
      return { ...end, dueOn: end.on, dueAt: end.at, left, provisional: provisional || end.provisional }
    const spent = spentHours(calendar, unit, fromAt, toAt, office)
    left = Math.max(0, left - spent)
    provisional ||= unit === 'wh' && dayOf(toAt) > calendar.knownUntil
  }
  return { dueOn: null, dueAt: null, left, provisional, calendar: name }
}

function endOf(calendar: Calendar, unit: HourUnit, hours: number, from: Date, office: OfficeMinutes) {
  if (unit === 'wh') return calendar.addWorkingHours(from, hours, office)
  const at = new Date(from.getTime() + hours * hourMs)
  return { at, ...calendar.certain(dayOf(at)) }
}

function spentHours(calendar: Calendar, unit: HourUnit, from: Date, to: Date, office: OfficeMinutes): number {
  return unit === 'wh'
    ? calendar.workingHoursBetween(from, to, office)
    : (to.getTime() - from.getTime()) / hourMs
}

/** Hours from now to the end, negative when it has passed: in the unit of the term, to a tenth. */
export function hoursLeft(
  calendar: Calendar,
  unit: HourUnit,
  now: Date,
  dueAt: Date,
  office: OfficeMinutes,
): number {
  const hours =
    dueAt >= now
      ? spentHours(calendar, unit, now, dueAt, office)
      : -spentHours(calendar, unit, dueAt, now, office)
  return Math.round(hours * 10) / 10
}
