import type { Town } from './town.ts'

export interface Setting {
  readonly town: Town
  /** another empty directory of the scenario's own */
  readonly scratch: string
  readonly seed: number
  readonly rounds: number
  readonly say: (line: string) => void
}

/** Something goes wrong on purpose; `run` gives the sentences that did not hold, or why it could not be tried. */
export interface Scenario {
  readonly name: string
  readonly says: string
  run(setting: Setting): Promise<readonly string[] | { skipped: string }>
}
