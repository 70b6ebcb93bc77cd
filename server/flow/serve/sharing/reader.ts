import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../../base/ctx.ts'
import { Problem } from '../../../base/problem.ts'
import { tokenActor } from '../../../ground/policy/index.ts'
import { throughLake } from '../access.ts'
import { SharingRefusal } from './refusal.ts'

/** The recipient behind a bearer token: it sees one share, its agreement. */
export interface Recipient {
  readonly ctx: Ctx
  readonly plan: string
  readonly bearer: string
}

type Work<T> = (given: T, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Runs a call of the protocol for the holder of a token; refusals take the protocol's form. */
export function forRecipient(work: Work<Recipient>) {
  return speakProtocol(async (ctx, request, reply) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const holder = bearer === undefined ? undefined : await tokenActor(ctx, bearer)
    if (!holder || bearer === undefined)
      throw new SharingRefusal('UNAUTHENTICATED', 'the bearer token is missing, unknown or expired')
    return work({ ctx: { ...ctx, actor: holder.actor }, plan: holder.plan, bearer }, request, reply)
  })
}

/** The protocol's own form of errors, whatever went wrong: `{errorCode, message}` on one line. */
export function speakProtocol(
  work: (ctx: Ctx, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
) {
  return async (ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      return await throughLake(() => work(ctx, request, reply))
    } catch (error) {
      const refusal = toRefusal(error)
      if (!refusal) throw error
      if (refusal.status === 503) reply.header('retry-after', '1')
      return reply
        .code(refusal.status)
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(refusal.body())
    }
  }
}

function toRefusal(error: unknown): SharingRefusal | undefined {
  if (error instanceof SharingRefusal) return error
  if (!(error instanceof Problem)) return undefined
  const { status, text } = error
  if (status === 401) return new SharingRefusal('UNAUTHENTICATED', text.en)
  if (status === 403 || status === 410) return new SharingRefusal('PERMISSION_DENIED', text.en, status)
  if (status === 404) return new SharingRefusal('RESOURCE_DOES_NOT_EXIST', text.en)
  if (status === 503) return new SharingRefusal('INTERNAL_ERROR', text.en, 503)
  return new SharingRefusal('INVALID_PARAMETER_VALUE', text.en)
}
