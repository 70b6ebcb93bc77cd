import { type Readable, Transform } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Problem } from '../problem.ts'
import { refuse } from './refusals.ts'

/** An answer that takes its time, and what it needs to be broken off when it may go on no longer. */
export interface Running {
  /** whether it may still go out: throws the refusal once it may not, which policy puts on record */
  readonly ask: () => Promise<unknown>
  /** runs once, when the answer has gone out, was left by its reader or was broken off */
  readonly close?: (end: { readonly sentBytes: number; readonly stopped: string | undefined }) => void
}

const askEveryMs = 400
/** No byte is handed out by a decision older than this. */
const decisionLifeMs = 1000

/** The least a reader must take: a kilobyte a second, as of those who upload. */
export interface Pace {
  readonly spanMs: number
  readonly bytes: number
}

const leastPace: Pace = { spanMs: 5 * 60_000, bytes: 307_200 }

/**
 * Lets an answer's bytes pass while it is permitted: that is asked for before the first of them and then more than once
 * a second, whether the reader takes any or not. Once it is not, the connection is reset, so that what waits in buffers
 * is not handed out either. Where the answer is late to come (a database that hangs), bytes wait for it. A reader who
 * takes next to nothing of what lies ready is left too.
 */
export function whilePermitted(
  reply: FastifyReply,
  source: Readable,
  { ask, close }: Running,
  pace: Pace = leastPace,
): Readable {
  let permittedAtMs = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  let sentBytes = 0
  let stopped: string | undefined
  const confirm = () => {
    const atMs = performance.now()
    asking ??= ask()
      .then(() => {
        permittedAtMs = atMs
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }
  const breakOff = (error: Error) => {
    stopped ??= reasonOf(error)
    // Before the first byte the refusal itself can still be told.
    if (reply.raw.headersSent) reply.raw.socket?.resetAndDestroy()
    passing.destroy(error)
  }
  const passing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const pass = () => {
        sentBytes += chunk.length
        done(null, chunk)
      }
      if (performance.now() - permittedAtMs < decisionLifeMs) pass()
      else confirm().then(pass, breakOff)
    },
  })
  const lags = lagging(pace)
  // With nothing to take it is we who are slow.
  const waits = () => passing.readableLength > 0 || reply.raw.writableLength > 0
  const watch = setInterval(() => {
    if (lags(sentBytes) && waits()) breakOff(refuse.slowReader())
    else void confirm().catch(breakOff)
  }, askEveryMs)
  source.once('error', (error) => passing.destroy(error))
  const end = () => {
    clearInterval(watch)
    source.destroy()
    close?.({ sentBytes, stopped })
  }
  // A reader may have left while the answer was being prepared.
  if (reply.raw.destroyed) end()
  else reply.raw.once('close', end)
  return source.pipe(passing)
}

/** Whether fewer bytes went out in the span now over than the pace asks; in between it says no. */
function lagging({ spanMs, bytes }: Pace): (sentBytes: number) => boolean {
  let since = { atMs: performance.now(), sentBytes: 0 }
  return (sentBytes) => {
    const atMs = performance.now()
    if (atMs - since.atMs < spanMs) return false
    const lags = sentBytes - since.sentBytes < bytes
    since = { atMs, sentBytes }
    return lags
  }
}

function reasonOf(error: Error): string {
  return error instanceof Problem ? (error.type.split('/').at(-1) ?? error.type) : error.name
}
