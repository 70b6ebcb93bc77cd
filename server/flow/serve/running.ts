import { type Readable, Transform } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Problem } from '../../base/problem.ts'
import type { AccessPlan } from '../../ground/policy/index.ts'
import { refuse } from './problems.ts'
import { shapeOf } from './shape.ts'
import type { Snapshot } from './types.ts'

/** An answer that takes its time, and what it needs to be broken off when its agreement falls. */
export interface Running {
  readonly snapshot: Snapshot
  /** asks policy again; throws the refusal, which policy puts on record */
  readonly ask: () => Promise<AccessPlan>
  /** runs once, when the answer has gone out, was left by its reader or was broken off */
  readonly close: (end: { readonly sentBytes: number; readonly stopped: string | undefined }) => void
}

const askEveryMs = 400
/** No byte is handed out by a decision older than this. */
const decisionLifeMs = 1000

/**
 * Lets an answer's bytes pass while the agreement stands: policy is asked before the first of them and then
 * more than once a second, whether the reader takes any or not. Suspended, ended, run out or narrowed meanwhile,
 * the connection is reset, so that what waits in buffers is not handed out either.
 */
export function whilePermitted(reply: FastifyReply, source: Readable, running: Running): Readable {
  let permittedAtMs = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  let sentBytes = 0
  let stopped: string | undefined
  const confirm = () => {
    asking ??= askAgain(running)
      .then((atMs) => {
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
  const watch = setInterval(() => void confirm().catch(breakOff), askEveryMs)
  source.once('error', (error) => passing.destroy(error))
  const end = () => {
    clearInterval(watch)
    source.destroy()
    running.close({ sentBytes, stopped })
  }
  // A reader may have left while its read was being accounted for.
  if (reply.raw.destroyed) end()
  else reply.raw.once('close', end)
  return source.pipe(passing)
}

async function askAgain({ ask, snapshot }: Running): Promise<number> {
  const atMs = performance.now()
  const plan = await ask()
  if (shapeOf(plan) !== snapshot.shape) throw refuse.narrowed({ agreement: snapshot.plan })
  return atMs
}

function reasonOf(error: Error): string {
  return error instanceof Problem ? (error.type.split('/').at(-1) ?? error.type) : error.name
}
