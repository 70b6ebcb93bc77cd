import { LakeBusy } from './errors.ts'

/** Frees a place; calling it twice frees it once. */
export type Leave = () => void

export interface Places {
  /** Waits in line for a place. Throws LakeBusy when the line is full, the signal's reason when it aborts. */
  enter(signal?: AbortSignal): Promise<Leave>
}

interface Waiter {
  admit: () => void
}

/** A fair semaphore: `count` places, at most `queueLimit` waiting, first come first served. */
export function openPlaces(count: number, queueLimit: number): Places {
  let free = count
  const line: Waiter[] = []

  const leaveOnce = (): Leave => {
    let left = false
    return () => {
      if (left) return
      left = true
      const next = line.shift()
      if (next) next.admit()
      else free += 1
    }
  }

  return {
    async enter(signal) {
      signal?.throwIfAborted()
      if (free > 0) {
        free -= 1
        return leaveOnce()
      }
      if (line.length >= queueLimit) throw new LakeBusy(line.length)
      return new Promise<Leave>((resolve, reject) => {
        const giveUp = () => {
          line.splice(line.indexOf(waiter), 1)
          reject(signal?.reason)
        }
        const waiter: Waiter = {
          admit: () => {
            signal?.removeEventListener('abort', giveUp)
            resolve(leaveOnce())
          },
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        line.push(waiter)
      })
    },
  }
}
