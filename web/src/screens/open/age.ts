/** Whether data is as new as its update cycle promises. */
export type Age =
  | { readonly state: 'never' | 'unset' | 'realtime' }
  | {
      readonly state: 'within' | 'beyond' /** the day by which the next version is due, Asia/Shanghai */
      readonly nextBy: string
    }

const monthsOf: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12 }
const daysOf: Readonly<Record<string, number>> = { daily: 1, weekly: 7 }

/** The next version is due one cycle after the last one came; the day itself still counts. */
export function ageOf(cycle: string | null, updatedAt: string | null, now: Date): Age {
  if (updatedAt === null) return { state: 'never' }
  if (cycle === 'realtime') return { state: 'realtime' }
  const months = monthsOf[cycle ?? '']
  const days = daysOf[cycle ?? '']
  if (months === undefined && days === undefined) return { state: 'unset' }
  const nextBy = later(dayOf(new Date(updatedAt)), months ?? 0, days ?? 0)
  return { state: dayOf(now) > nextBy ? 'beyond' : 'within', nextBy }
}

function later(day: string, months: number, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, months ? last : date) + days))
    .toISOString()
    .slice(0, 10)
}

function dayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at)
}
