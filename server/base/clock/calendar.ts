import { readFileSync } from 'node:fs'
import { addDays, type Day, dayOf, isDay, startOf, weekdayOf } from './day.ts'

/** A counted day; provisional when the count touched days for which no notice is known yet. */
export interface Counted {
  on: Day
  provisional: boolean
  /** The calendar and its last known year, such as 'cn/2026'. */
  calendar: string
}

/** A counted instant, for terms in working hours. */
export interface CountedHours extends Counted {
  at: Date
}

/** Office hours as minutes from midnight, in order, such as [[540, 720], [840, 1080]]. */
export type OfficeMinutes = readonly (readonly [number, number])[]

/** Working days by the yearly holiday notices of the State Council's general office (国务院办公厅). */
export interface Calendar {
  id: string
  knownFrom: Day
  knownUntil: Day
  isWorkingDay(day: Day): boolean
  /** The n-th working day after `day`, which itself is not counted (民法典 第二百零一条). n may be 0: the day itself. */
  addWorkingDays(day: Day, n: number): Counted
  /** The n-th working day before `day`. */
  workingDaysBefore(day: Day, n: number): Counted
  /** Working days after `from` up to and including `to`. */
  workingDaysBetween(from: Day, to: Day): { days: number; provisional: boolean; calendar: string }
  /** The day itself when worked, else the next day that is (民法典 第二百零三条). */
  workingDayFrom(day: Day): Counted
  /** Adds working hours, which run only within the office hours of working days. */
  addWorkingHours(at: Date, hours: number, office: OfficeMinutes): CountedHours
  /** Working hours from one instant to a later one. */
  workingHoursBetween(from: Date, to: Date, office: OfficeMinutes): number
  /** Marks a day reached by calendar days, months or years, whose count asks for no notice. */
  certain(day: Day): Counted
  /** The notices behind a year. */
  notices(year: number): readonly string[]
}

interface CalendarFile {
  id: string
  knownFrom: string
  knownUntil: string
  years: Record<string, { notices: string[]; off: string[]; work: string[] }>
}

const home = new URL('../../../rules/calendars/cn.json', import.meta.url)
/** Ten thousand working days are forty years: more is a mistake, not a term. */
const mostDays = 10_000

/** Reads a calendar of holidays and make-up days; the State Council's by default. */
export function loadCalendar(file: URL | string = home): Calendar {
  const read = JSON.parse(readFileSync(file, 'utf8')) as CalendarFile
  refuseMalformed(read, String(file))
  return calendarOf(read)
}

function calendarOf({ id, knownFrom, knownUntil, years }: CalendarFile): Calendar {
  const off = new Set(Object.values(years).flatMap((year) => year.off))
  const work = new Set(Object.values(years).flatMap((year) => year.work))
  const calendar = `${id}/${knownUntil.slice(0, 4)}`

  const isWorkingDay = (day: Day) => {
    if (off.has(day)) return false
    const weekday = weekdayOf(day)
    return work.has(day) || (weekday !== 0 && weekday !== 6)
  }
  const counted = (from: Day, on: Day): Counted => {
    const [first, last] = from < on ? [from, on] : [on, from]
    return { on, provisional: last > knownUntil || first < knownFrom, calendar }
  }
  const step = (day: Day, n: number, way: 1 | -1): Counted => {
    if (!Number.isSafeInteger(n) || n < 0 || n > mostDays) throw new RangeError(`Not a number of days: ${n}`)
    let on = day
    for (let left = n; left > 0; ) {
      on = addDays(on, way)
      if (isWorkingDay(on)) left -= 1
    }
    return counted(day, on)
  }
  const workingDayFrom = (day: Day): Counted => {
    let on = day
    while (!isWorkingDay(on)) on = addDays(on, 1)
    return counted(day, on)
  }

  return {
    id,
    knownFrom,
    knownUntil,
    isWorkingDay,
    addWorkingDays: (day, n) => step(day, n, 1),
    workingDaysBefore: (day, n) => step(day, n, -1),
    workingDaysBetween(from, to) {
      let days = 0
      for (let on = addDays(from, 1); on <= to; on = addDays(on, 1)) if (isWorkingDay(on)) days += 1
      return { days, provisional: counted(from, to).provisional, calendar }
    },
    workingDayFrom,
    addWorkingHours(at, hours, office) {
      const ended = spendMinutes(at, hours * 60, office, isWorkingDay)
      return { at: ended, ...counted(dayOf(at), dayOf(ended)) }
    },
    workingHoursBetween: (from, to, office) => workedMinutes(from, to, office, isWorkingDay) / 60,
    certain: (on) => ({ on, provisional: false, calendar }),
    notices: (year) => years[String(year)]?.notices ?? [],
  }
}

function spendMinutes(at: Date, minutes: number, office: OfficeMinutes, worked: (day: Day) => boolean): Date {
  if (!(minutes >= 0) || office.length === 0)
    throw new RangeError('Working hours need office hours and a term')
  let left = minutes
  let now = at
  for (let day = dayOf(at), turns = 0; turns <= mostDays; day = addDays(day, 1), turns += 1) {
    if (!worked(day)) continue
    const midnight = startOf(day).getTime()
    for (const [opens, closes] of office) {
      const from = Math.max(at.getTime(), midnight + opens * 60_000)
      const room = (midnight + closes * 60_000 - from) / 60_000
      if (room <= 0) continue
      if (left <= room) return new Date(from + left * 60_000)
      left -= room
      now = new Date(from + room * 60_000)
    }
  }
  throw new RangeError(`No end of working hours after ${now.toISOString()}`)
}

function workedMinutes(from: Date, to: Date, office: OfficeMinutes, worked: (day: Day) => boolean): number {
  let minutes = 0
  for (let day = dayOf(from); day <= dayOf(to); day = addDays(day, 1)) {
    if (!worked(day)) continue
    const midnight = startOf(day).getTime()
    for (const [opens, closes] of office) {
      const begins = Math.max(from.getTime(), midnight + opens * 60_000)
      const ends = Math.min(to.getTime(), midnight + closes * 60_000)
      minutes += Math.max(0, ends - begins) / 60_000
    }
  }
  return minutes
}

function refuseMalformed(read: CalendarFile, file: string): void {
  const days = Object.values(read.years ?? {}).flatMap((year) => [...year.off, ...year.work])
  const wrong = [read.knownFrom, read.knownUntil, ...days].find((day) => !isDay(day ?? ''))
  if (wrong !== undefined || days.length === 0)
    throw new Error(`${file}: not a day: ${JSON.stringify(wrong)}`)
}
