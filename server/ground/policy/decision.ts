import type { Day } from '../../base/clock/index.ts'
import type { Actor, Ctx } from '../../base/ctx.ts'
import { Problem } from '../../base/problem.ts'
import { recordDenial } from './denial.ts'
import { toldOf, wordsOfModes } from './names.ts'
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
  const denial = plan instanceof Problem ? plan : await denialOf(ctx, plan, mode)
  if (denial) {
    const reason = denial.type.split('/').at(-1)
    await recordDenial(ctx, { subject: planId, reason, mode, party: ctx.actor.party })
    throw denial
  }
  return plan as AccessPlan
}

/** Why the actor may not read a plan's data; undefined = permitted. Who is no party learns nothing of it, not even a name. */
async function denialOf(ctx: Ctx, plan: AccessPlan, mode: Mode): Promise<Problem | undefined> {
  if (!isApplicant(plan, ctx.actor)) return refuse.notParty({ plan: plan.id })
  const reason = reasonAgainst(plan, ctx.clock.today(), mode)
  if (!reason) return undefined
  const { from, until, modes } = plan
  const facts = { notYet: { from }, expired: { until }, modeNotAgreed: wordsOfModes(mode, modes) }
  return refuse[reason]({
    ...(await toldOf(ctx, plan)),
    ...(reason in facts && facts[reason as keyof typeof facts]),
  })
}

function reasonAgainst({ state, from, until, modes }: AccessPlan, today: Day, mode: Mode) {
  if (state === 'ended' || state === 'suspended') return state
  if (state !== 'inForce') return 'undecided'
  if (today < from) return 'notYet'
  if (today > until) return 'expired'
  return modes.includes(mode) ? undefined : 'modeNotAgreed'
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
