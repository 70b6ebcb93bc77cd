import type { ReadCount } from '../queries.ts'

export const channels = ['api', 'file', 'delta'] as const

/** What one agreement's reader took in the span that is shown. */
export interface ReaderSum extends Pick<ReadCount, 'agreement' | 'applicantName' | 'purpose' | 'state'> {
  readonly requests: number
  readonly rows: number
  readonly sizeBytes: number
  readonly denials: number
  readonly lastReadAt: string | null
}

/** By agreement, most rows first. */
export function sumByAgreement(reads: readonly ReadCount[]): ReaderSum[] {
  const sums = [...Map.groupBy(reads, ({ agreement }) => agreement).values()].map(sumOf)
  return sums.sort((a, b) => b.rows - a.rows || b.requests - a.requests)
}

function sumOf(reads: readonly ReadCount[]): ReaderSum {
  const [first] = reads as [ReadCount, ...ReadCount[]]
  const { agreement, applicantName, purpose, state } = first
  const sum = (name: 'requests' | 'rows' | 'sizeBytes' | 'denials') =>
    reads.reduce((total, read) => total + read[name], 0)
  return {
    agreement,
    applicantName,
    purpose,
    state,
    requests: sum('requests'),
    rows: sum('rows'),
    sizeBytes: sum('sizeBytes'),
    denials: sum('denials'),
    lastReadAt: reads.reduce<string | null>((last, { lastReadAt: at }) => later(last, at), null),
  }
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return Date.parse(a) < Date.parse(b) ? b : a
}

export interface DaySeries {
  readonly days: readonly string[]
  /** rows taken that day, a series per channel that was used at all */
  readonly series: readonly {
    readonly channel: (typeof channels)[number]
    readonly rows: readonly number[]
  }[]
}

/** Rows by day and channel, every day from the first to the last in which anything was read. */
export function seriesByDay(reads: readonly ReadCount[]): DaySeries {
  const days = daysOf(reads.map(({ day }) => day).sort())
  const used = channels.filter((channel) => reads.some((read) => read.channel === channel && read.rows > 0))
  const series = used.map((channel) => ({
    channel,
    rows: days.map((day) =>
      reads.reduce((sum, read) => sum + (read.day === day && read.channel === channel ? read.rows : 0), 0),
    ),
  }))
  return { days, series }
}

const dayMs = 86_400_000

function daysOf(sorted: readonly string[]): string[] {
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return []
  const from = Date.parse(first)
  const length = Math.round((Date.parse(last) - from) / dayMs) + 1
  return Array.from({ length }, (_, at) => new Date(from + at * dayMs).toISOString().slice(0, 10))
}
