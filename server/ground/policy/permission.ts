import type { Actor, Ctx } from '../../base/ctx.ts'
import type { Facts } from '../../base/problem.ts'
import { actionsOf, roles } from '../parties/index.ts'
import { recordDenial } from './denial.ts'
import { toldOf } from './names.ts'
import { planOf } from './plan.ts'
import { refuse } from './problems.ts'
import { planOfToken } from './token.ts'

/**
 * Whether the actor's roles allow an action, `<room>.<verb>`; the platform itself may do everything. `signedIn` is
 * allowed to every official and every department's system: a token for one agreement is neither.
 */
export function mayAct({ actor }: Pick<Ctx, 'actor'>, action: string): boolean {
  if (actor.kind === 'system') return true
  if (action === 'signedIn') return actor.kind !== 'public' && planOfToken(actor) === undefined
  return allowed(actor).has(action)
}

/** Passes, or throws 403 with whom to ask; the denial is recorded. */
export async function authorise(ctx: Ctx, action: string): Promise<void> {
  if (mayAct(ctx, action)) return
  const able = [...roles.values()].filter(
    ({ holder, actions }) => holder === 'person' && actions.includes(action),
  )
  const plan = planOfToken(ctx.actor)
  const reason = plan === undefined ? 'notAllowed' : 'tokenOnly'
  await recordDenial(ctx, { subject: action, reason, party: ctx.actor.party })
  if (plan !== undefined) throw refuse.tokenOnly(await toldOfPlan(ctx, plan))
  throw refuse.notAllowed({
    action,
    rolesZh: able.length > 0 ? able.map(({ zh }) => zh) : '平台自身',
    rolesEn: able.length > 0 ? able.map(({ en }) => en) : 'the platform itself',
  })
}

async function toldOfPlan(ctx: Ctx, id: string): Promise<Facts> {
  // A plan that does not read is told by its id.
  const plan = await planOf(ctx, id).catch(() => undefined)
  return toldOf(ctx, plan ?? { id, resource: '', provider: '' })
}

// Keyed by the list itself: an authenticated actor's list of roles is one object for as long as it is remembered.
const known = new WeakMap<readonly string[], ReadonlySet<string>>()

function allowed({ roles }: Actor): ReadonlySet<string> {
  const found = known.get(roles)
  if (found) return found
  const made = new Set(actionsOf(roles))
  known.set(roles, made)
  return made
}
