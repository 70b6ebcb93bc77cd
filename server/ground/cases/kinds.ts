import { refuse } from './problems.ts'
import type { CaseKind, CaseMove, CaseState } from './types.ts'

const kinds = new Map<string, CaseKind>()

/** Takes in the rooms' kinds of matter at composition; a contradictory kind stops the start. */
export function registerKinds(given: readonly CaseKind[]): void {
  for (const kind of given) {
    refuseContradiction(kind)
    const known = kinds.get(kind.kind)
    if (known && known !== kind) throw new Error(`two rooms claim the kind of case ${kind.kind}`)
    kinds.set(kind.kind, kind)
  }
}

/** The kind by name; an unknown one is a bug of the composition. */
export function kindOf(name: string): CaseKind {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`no room handed over the kind of case ${name}`)
  return kind
}

export function stateOf(kind: CaseKind, name: string): CaseState {
  const state = kind.states[name]
  if (!state) throw new Error(`kind ${kind.kind} has no state ${name}`)
  return state
}

/** The move by name, or the refusal that this kind has none of it. */
export function stepOf(kind: CaseKind, move: string): CaseMove {
  const step = Object.hasOwn(kind.moves, move) ? kind.moves[move] : undefined
  if (!step) throw refuse.unknownMove({ move })
  return step
}

/** The moves possible in a state, for whoever is entitled. */
export function possibleMoves(kind: CaseKind, state: string): string[] {
  return Object.entries(kind.moves).flatMap(([name, { from }]) => (from.includes(state) ? [name] : []))
}

/** Every kind that a room handed over, by name. */
export function knownKinds(): CaseKind[] {
  return [...kinds.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
}

/** Kind and name of every state in which the opener has the ball. */
export function pausingStates(): [kind: string, state: string][] {
  return knownKinds().flatMap(({ kind, states }) =>
    Object.entries(states).flatMap(([state, { clock }]): [string, string][] =>
      clock === 'paused' ? [[kind, state]] : [],
    ),
  )
}

function refuseContradiction({ kind, states, start, moves }: CaseKind): void {
  const known = (name: string) => Object.hasOwn(states, name)
  if (!known(start)) throw new Error(`kind ${kind}: it starts in an unknown state ${start}`)
  for (const [name, { from, to }] of Object.entries(moves)) {
    const lost = [...from, to].find((state) => !known(state))
    if (lost) throw new Error(`kind ${kind}: the move ${name} names an unknown state ${lost}`)
    const over = from.find((state) => states[state]?.ended)
    if (over) throw new Error(`kind ${kind}: the move ${name} leaves the ended state ${over}`)
  }
  const stuck = Object.entries(states).find(([name, { ended }]) => !ended && possible(moves, name) === 0)
  if (stuck) throw new Error(`kind ${kind}: nothing leads out of ${stuck[0]}, which is no end`)
}

function possible(moves: CaseKind['moves'], state: string): number {
  return Object.values(moves).filter(({ from }) => from.includes(state)).length
}
