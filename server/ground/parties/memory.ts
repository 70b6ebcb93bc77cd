import type { Ctx } from '../../base/ctx.ts'
import type { Jobs } from '../../base/jobs/index.ts'

/** What a node remembers of the database for a moment, so that a busy look-up costs no round trip. */
export interface Memory<T> {
  get(ctx: Ctx, key: string): Promise<T | undefined>
  /** one key, or everything */
  forget(ctx: Ctx, key?: string): void
}

interface Entry<T> {
  readonly value: T
  /** machine time and house time when the reading began, milliseconds */
  readonly readAtMs: number
  readonly clockMs: number
}

interface Shelf<T> {
  readonly entries: Map<string, Entry<T>>
  readonly loading: Map<string, Promise<T | undefined>>
}

const staleMs = 1000
/** From this age on the next caller has it read again in the background and still gets the present value. */
const renewMs = 600

/**
 * Remembers what `load` found for at most one second (design: security.md §4, cache staleness ≤ 1 s),
 * each house for itself. Inside a transaction nothing is remembered: it may see what others must not.
 */
export function rememberBriefly<T>(
  load: (ctx: Ctx, key: string) => Promise<T | undefined>,
  capacity = 20_000,
): Memory<T> {
  // The queue is opened once per house, so it tells houses apart where several share a process.
  const shelves = new WeakMap<Jobs, Shelf<T>>()
  const shelfOf = (ctx: Ctx): Shelf<T> => {
    const found = shelves.get(ctx.jobs)
    if (found) return found
    const made: Shelf<T> = { entries: new Map(), loading: new Map() }
    shelves.set(ctx.jobs, made)
    return made
  }

  const read = (ctx: Ctx, shelf: Shelf<T>, key: string): Promise<T | undefined> => {
    const running = shelf.loading.get(key)
    if (running) return running
    const readAtMs = performance.now()
    const clockMs = ctx.clock.now().getTime()
    const reading = load(ctx, key)
      .then((value) => {
        // Forgotten meanwhile: what was read may be the state before the change.
        if (shelf.loading.get(key) !== reading) return value
        if (value === undefined) shelf.entries.delete(key)
        else put(shelf.entries, key, { value, readAtMs, clockMs }, capacity)
        return value
      })
      .finally(() => {
        if (shelf.loading.get(key) === reading) shelf.loading.delete(key)
      })
    shelf.loading.set(key, reading)
    return reading
  }

  return {
    async get(ctx, key) {
      if (ctx.db.isTransaction) return load(ctx, key)
      const shelf = shelfOf(ctx)
      const entry = shelf.entries.get(key)
      if (!entry) return read(ctx, shelf, key)
      const ageMs = ageOf(entry, ctx)
      if (ageMs >= staleMs) return read(ctx, shelf, key)
      // A failed renewal is told to whoever must wait for the next one.
      if (ageMs >= renewMs) read(ctx, shelf, key).catch(() => undefined)
      return entry.value
    },
    forget(ctx, key) {
      const { entries, loading } = shelfOf(ctx)
      if (key === undefined) {
        entries.clear()
        loading.clear()
      } else {
        entries.delete(key)
        loading.delete(key)
      }
    },
  }
}

function ageOf(entry: Entry<unknown>, ctx: Ctx): number {
  const houseMs = Math.abs(ctx.clock.now().getTime() - entry.clockMs)
  return Math.max(performance.now() - entry.readAtMs, houseMs)
}

function put<T>(entries: Map<string, Entry<T>>, key: string, entry: Entry<T>, capacity: number): void {
  entries.delete(key)
  entries.set(key, entry)
  const [oldest] = entries.keys()
  if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
}
