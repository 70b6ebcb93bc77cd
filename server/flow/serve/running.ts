import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Running as RunningAnswer, readmit, whilePermitted } from '../../base/http/index.ts'
import { type AccessPlan, decide, type Mode } from '../../ground/policy/index.ts'
import { refuse } from './problems.ts'
import { shapeOf } from './shape.ts'
import type { Snapshot } from './types.ts'

/** What an answer under way asks again and again: it throws once nothing more may go out. */
export type Ask = () => Promise<AccessPlan>

/** An answer that hands out rows of an agreement. */
export interface Running extends Required<RunningAnswer> {
  readonly snapshot: Snapshot
  /** whether session, token and agreement still stand */
  readonly ask: Ask
}

/** Asks anew who sent a request, whether they may still read at all, and what the agreement lets them. */
export function askingFor(request: FastifyRequest, agreement: string, mode: Mode): Ask {
  return async () => decide(await readmit(request), agreement, mode)
}

/** Lets an answer's bytes pass while session and agreement stand: ended, suspended, run out or narrowed, it breaks off. */
export function whileAgreed(
  reply: FastifyReply,
  source: Readable,
  { snapshot, ask, close }: Running,
): Readable {
  const askShape = async () => {
    if (shapeOf(await ask()) !== snapshot.shape) throw refuse.narrowed({ agreement: snapshot.plan })
  }
  return whilePermitted(reply, source, { ask: askShape, close })
}
