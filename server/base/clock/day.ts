/** A calendar day in Asia/Shanghai, written 'YYYY-MM-DD'. Days compare as text. */
export type Day = string

const shape = /^(\d{4})-(\d{2})-(\d{2})$/
const dayMs = 86_400_000
/** China keeps one offset, without summer time since 1991. */
const shanghaiMs = 8 * 3_600_000

/** True when the text is a day that exists ('2023-02-29' is not). */
export function isDay(text: string): text is Day {
  const found = shape.exec(text)
  if (!found) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** The day on which an instant falls in Asia/Shanghai. */
export function dayOf(at: Date): Day {
  return new Date(at.getTime() + shanghaiMs).toISOString().slice(0, 10)
}

/** The first instant of a day in Asia/Shanghai. */
export function startOf(day: Day): Date {
  return new Date(utcMs(day) - shanghaiMs)
}

/** The day `n` calendar days later (earlier when negative). */
export function addDays(day: Day, n: number): Day {
  return new Date(utcMs(day) + whole(n) * dayMs).toISOString().slice(0, 10)
}

/** The corresponding day `n` months later, else the end of that month (民法典 第二百零二条). */
export function addMonths(day: Day, n: number): Day {
  const at = new Date(utcMs(day))
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + whole(n), 1)
  const last = new Date(first)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  const date = Math.min(at.getUTCDate(), last.getUTCDate())
  return new Date(first + (date - 1) * dayMs).toISOString().slice(0, 10)
}

/** The corresponding day `n` years later, else the end of that month (民法典 第二百零二条). */
export function addYears(day: Day, n: number): Day {
  return addMonths(day, whole(n) * 12)
}

/** Calendar days from one day to another (negative when the second is earlier). */
export function daysBetween(from: Day, to: Day): number {
  return (utcMs(to) - utcMs(from)) / dayMs
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(utcMs(day)).getUTCDay()
}

function utcMs(day: Day): number {
  if (!isDay(day)) throw new RangeError(`Not a day: ${JSON.stringify(day)}`)
  return Date.parse(`${day}T00:00:00Z`)
}

function whole(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`Not a whole number: ${n}`)
  return n
}
