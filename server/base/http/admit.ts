import type { FastifyRequest } from 'fastify'
import { type Actor, actAs, type Ctx } from '../ctx.ts'
import { refuse } from './refusals.ts'

/** What the edge asks the house: who is this, and may they. */
export interface Gate {
  /** it counts as a use of the session */
  authenticate(ctx: Ctx, request: FastifyRequest): Promise<Actor>
  /** who stands behind a request that is still being answered, with the roles of now; no use of the session */
  recognise(ctx: Ctx, request: FastifyRequest): Promise<Actor>
  /** throws the Problem that refuses; `signedIn` is asked too: not whatever is known by name is an official */
  authorise(ctx: Ctx, action: string): Promise<void>
}

interface Admission {
  readonly ctx: Ctx
  readonly again: () => Promise<Ctx>
}

const admissions = new WeakMap<FastifyRequest, Admission>()

/** Lets a request in before a byte of its body is read, so that nobody without a right makes us keep any. */
export async function admit(house: Ctx, gate: Gate, request: FastifyRequest, may: string): Promise<void> {
  const ctx = actAs(house, await gate.authenticate(house, request))
  const again = async () => {
    const reader = actAs(house, await gate.recognise(house, request))
    await allow(gate, reader, may)
    return reader
  }
  admissions.set(request, { ctx, again })
  await allow(gate, ctx, may)
}

/** The house as the sender of this request sees it. */
export function admittedCtx(request: FastifyRequest): Ctx {
  return admissionOf(request).ctx
}

/**
 * Asks anew who sent a request that is still being answered, and whether they may still: an answer begun by a session
 * ends with it, whether its owner signed out, was disabled or transferred, or changed the password elsewhere.
 */
export function readmit(request: FastifyRequest): Promise<Ctx> {
  return admissionOf(request).again()
}

async function allow(gate: Gate, ctx: Ctx, may: string): Promise<void> {
  if (may === 'public') return
  if (ctx.actor.kind === 'public') throw refuse.signIn()
  await gate.authorise(ctx, may)
}

function admissionOf(request: FastifyRequest): Admission {
  const admission = admissions.get(request)
  if (!admission) throw new Error(`nobody admitted ${request.method} ${request.routeOptions.url}`)
  return admission
}
