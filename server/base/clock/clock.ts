import { type Day, dayOf } from './day.ts'

/** Where time comes from: no code asks the machine itself. */
export interface Clock {
  now(): Date
  /** The day in Asia/Shanghai. */
  today(): Day
}

/** A clock that stands until it is moved. */
export interface FixedClock extends Clock {
  set(at: Date | string): void
  /** Moves on by days, hours, minutes and milliseconds together. */
  advance(by: { days?: number; hours?: number; minutes?: number; ms?: number }): void
}

/** The machine's own time. */
export function systemClock(): Clock {
  return { now: () => new Date(), today: () => dayOf(new Date()) }
}

/** A clock for tests and replays. A text without an offset is read as Asia/Shanghai; a bare day is its 09:00. */
export function fixedClock(at: Date | string): FixedClock {
  let ms = instantOf(at)
  return {
    now: () => new Date(ms),
    today: () => dayOf(new Date(ms)),
    set: (to) => {
      ms = instantOf(to)
    },
    advance: ({ days = 0, hours = 0, minutes = 0, ms: more = 0 }) => {
      ms += ((days * 24 + hours) * 60 + minutes) * 60_000 + more
    },
  }
}

function instantOf(at: Date | string): number {
  const ms = typeof at === 'string' ? Date.parse(withOffset(at)) : at.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${String(at)}`)
  return ms
}

function withOffset(at: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return `${at}T09:00:00+08:00`
  return /(Z|[+-]\d{2}:\d{2})$/.test(at) ? at : `${at.replace(' ', 'T')}+08:00`
}
