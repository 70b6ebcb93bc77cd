/** A limit the house has promised to keep. */
export interface Budget {
  readonly limit: number
  readonly sense: 'atMost' | 'atLeast'
}

/** One measured figure, beside what the bare engine did in the same run where there is one. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly bare?: number
  readonly budget?: Budget
  /** what the reader must know to read the figure */
  readonly note?: string
}

/** A question about speed or size, asked of the real house. */
export interface Question {
  readonly name: string
  readonly asks: string
  run(): Promise<Figure[]>
}

export function atMost(limit: number): Budget {
  return { limit, sense: 'atMost' }
}

export function atLeast(limit: number): Budget {
  return { limit, sense: 'atLeast' }
}

/** Whether a figure keeps its budget; undefined where none was promised. */
export function isMet({ value, budget }: Figure): boolean | undefined {
  if (!budget) return undefined
  return budget.sense === 'atMost' ? value <= budget.limit : value >= budget.limit
}

/** The middle one of a few quick runs. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new Error('a median of nothing')
  return middle
}

/** Runs `work` and says how many seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const begun = performance.now()
  const result = await work()
  return { seconds: (performance.now() - begun) / 1000, result }
}
