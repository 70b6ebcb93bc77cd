import { oneOf } from './search.ts'

/** What a list of matters shows: those under way, unless the address says otherwise. */
export const stateFilter = oneOf('open', 'ended', 'all')
type ShownState = 'open' | 'ended' | 'all' | undefined

/** As the API asks it. */
export function endedOf(state: ShownState): boolean | undefined {
  return state === 'all' ? undefined : state === 'ended'
}

/** As the filter bar shows it: its "all" is no value. */
export function chosenOf(state: ShownState): 'open' | 'ended' | undefined {
  return state === 'all' ? undefined : (state ?? 'open')
}

/** As the address keeps it; the usual choice is left out. */
export function keptOf(chosen: unknown): ShownState {
  return chosen === 'ended' ? 'ended' : chosen === 'open' ? undefined : 'all'
}
