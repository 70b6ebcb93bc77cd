import type { FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { refuseAtEdge } from '../../base/http/index.ts'
import { credentialsOf, findSender } from '../../ground/parties/index.ts'
import { type AccessPlan, authorise, decide, type Mode, tokenActor } from '../../ground/policy/index.ts'

/** What an answer under way asks again and again: it throws once nothing more may go out. */
export type Ask = () => Promise<AccessPlan>

/**
 * Asks anew who sent a request, whether they may still read at all, and what the agreement lets them: an answer begun by a
 * session ends with it, whether its owner signed out, was disabled or transferred, or changed the password elsewhere.
 */
export function askingFor(ctx: Ctx, request: FastifyRequest, agreement: string, mode: Mode): Ask {
  return async () => {
    const reader = { ...ctx, actor: await senderOf(ctx, request) }
    await authorise(reader, 'serve.read')
    return decide(reader, agreement, mode)
  }
}

async function senderOf(ctx: Ctx, request: FastifyRequest) {
  const sender = await findSender(ctx, credentialsOf(request))
  if (sender) return sender.actor
  const holder = await tokenActor(ctx, request.headers.authorization ?? '')
  if (!holder) throw refuseAtEdge.signIn()
  return holder.actor
}
