import { addDays } from '../../base/clock/index.ts'
import { bins, type Pictured, scaleOf } from './column-sql.ts'
import { isPersonal } from './mask.ts'
import type { ColumnProfile, Histogram } from './profile-types.ts'

interface Counted {
  readonly n: number | string
  readonly t: string | null
}

/** What a batch's query found of one column; counts in lists are negative, for the heaps keep the least. */
export interface Found {
  readonly col: number
  readonly lo: number | null
  readonly hi: number | null
  readonly mean: number | null
  readonly present: number
  readonly different: number
  readonly low: string | null
  readonly high: string | null
  readonly shortest: number
  readonly longest: number
  readonly as_long: number
  readonly as_decimal: number
  readonly as_date: number
  readonly as_timestamp: number
  readonly as_boolean: number
  readonly top: readonly Counted[]
  readonly shapes: readonly Counted[]
  readonly bins: readonly { readonly bin: number; readonly n: number | string }[] | null
}

/** The picture of one column of a table with so many rows; nothing was found of it where every value is missing. */
export function toColumn(one: Pictured, rows: number, found: Found | undefined): ColumnProfile {
  const present = found?.present ?? 0
  return {
    column: one.column,
    ...takenFor(one),
    personal: isPersonal(one.element),
    present,
    missing: rows - present,
    missingShare: rows === 0 ? null : (rows - present) / rows,
    distinct: found?.different ?? 0,
    readsAs: {
      integer: found?.as_long ?? 0,
      decimal: found?.as_decimal ?? 0,
      date: found?.as_date ?? 0,
      timestamp: found?.as_timestamp ?? 0,
      boolean: found?.as_boolean ?? 0,
    },
    lengths: found ? { min: Number(found.shortest), max: Number(found.longest) } : null,
    range: found ? rangeOf(one, found) : null,
    mean: found && scaleOf(one) === 'number' ? found.mean : null,
    top: (found?.top ?? []).map(({ t, n }) => ({ value: t, count: -Number(n) })),
    shapes: (found?.shapes ?? []).map(({ t, n }) => ({ shape: shorten(t ?? ''), count: -Number(n) })),
    histogram: found ? histogramOf(one, found) : null,
  }
}

/** What a column is taken for; pictured otherwise, it looks otherwise. */
export function takenFor({ column, item, element }: Pictured) {
  return {
    item: item?.name ?? null,
    title: item?.title ?? { zh: column, en: column },
    type: item?.type ?? null,
    element,
  }
}

function rangeOf(one: Pictured, { lo, hi, low, high }: Found): ColumnProfile['range'] {
  if (low !== null && high !== null) return { min: low, max: high }
  if (lo === null || hi === null) return null
  return { min: onScale(one, lo), max: onScale(one, hi) }
}

function histogramOf(one: Pictured, { lo, hi, bins: filled }: Found): Histogram | null {
  const scale = scaleOf(one)
  if (scale === 'text' || lo === null || hi === null) return null
  const counts = new Map((filled ?? []).map(({ bin, n }) => [Number(bin), Number(n)]))
  const step = (hi - lo) / bins
  const count = step === 0 ? 1 : bins
  return {
    scale,
    bins: Array.from({ length: count }, (_, i) => ({
      from: onScale(one, lo + i * step),
      to: onScale(one, i === count - 1 ? hi : lo + (i + 1) * step),
      count: counts.get(i) ?? 0,
    })),
  }
}

/** A place on the scale as a reader writes it: a number, or a day counted from the epoch. */
function onScale(one: Pictured, place: number): string {
  return scaleOf(one) === 'day'
    ? addDays('1970-01-01', Math.floor(place))
    : String(Number(place.toPrecision(12)))
}

/** `999999` as `9{6}`. */
function shorten(shape: string): string {
  return shape.replace(/(.)\1+/gu, (run, sign: string) => `${sign}{${[...run].length}}`)
}
