/** Repeatable chance: the same seed makes the same city. */
export interface Chance {
  /** in [0, 1) */
  next(): number
  /** an integer in [0, n) */
  below(n: number): number
  pick<T>(choices: readonly T[]): T
  /** true once in `n` */
  once(n: number): boolean
}

/** mulberry32: 32 bits of state, good enough to make a city, never for secrets. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    once: (n) => below(n) === 0,
  }
}
