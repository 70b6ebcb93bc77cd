import type { Day } from '../../base/clock/index.ts'
import type { Actor, Ctx } from '../../base/ctx.ts'
import { Problem } from '../../base/problem.ts'
import { recordDenial } from './denial.ts'
import { planOf } from './plan.ts'
import { refuse } from './problems.ts'
import { planOfToken } from './token.ts'
import type { AccessPlan, Mode } from './types.ts'

/** The applicant of a plan by which data is opened to everybody (公共数据开放): read as nobody in particular. */
export const everybody = 'public'

/**
 * Permits the actor to read an agreement's data in a mode, and says what may be seen; or throws, and
 * records, the reason why not. The applicant's own people and systems are permitted, and a token for
 * its own agreement alone. Whatever cannot be judged is denied.
 */
export async function decide(ctx: Ctx, planId: string, mode: Mode): Promise<AccessPlan> {
  const plan = await judgedPlan(ctx, planId)
  const denial = plan instanceof Problem ? plan : refusalOf(plan, ctx.actor, ctx.clock.today(), mode)
  if (denial) {
    const reason = denial.type.split('/').at(-1)
    await recordDenial(ctx, { subject: planId, reason, mode, party: ctx.actor.party })
    throw denial
  }
  return plan as AccessPlan
}

/** Why an actor may not read a plan's data on a day; undefined = permitted. Who is no party learns nothing of its state. */
export function refusalOf(plan: AccessPlan, actor: Actor, today: Day, mode: Mode): Problem | undefined {
  const { id, provider, from, until } = plan
  if (!isApplicant(plan, actor)) return refuse.notParty({ plan: id })
  if (plan.state === 'ended') return refuse.ended({ plan: id })
  if (plan.state === 'suspended') return refuse.suspended({ plan: id, provider })
  if (plan.state !== 'inForce') return refuse.undecided({ plan: id })
  if (today < from) return refuse.notYet({ plan: id, from })
  if (today > until) return refuse.expired({ plan: id, until })
  if (!plan.modes.includes(mode)) return refuse.modeNotAgreed({ plan: id, mode, modes: plan.modes, provider })
  return undefined
}

function isApplicant(plan: AccessPlan, actor: Actor): boolean {
  if (plan.applicant === everybody) return actor.kind === 'public'
  const bound = planOfToken(actor)
  if (bound !== undefined && bound !== plan.id) return false
  return (actor.kind === 'person' || actor.kind === 'client') && actor.party === plan.applicant
}

async function judgedPlan(ctx: Ctx, planId: string): Promise<AccessPlan | Problem> {
  try {
    return (await planOf(ctx, planId)) ?? refuse.unknownPlan({ plan: planId })
  } catch (error) {
    ctx.log.error('policy.undecided', { plan: planId, error: String(error) })
    return refuse.undecided({ plan: planId })
  }
}
