import type { Actor, Ctx } from '../../base/ctx.ts'
import { recordSoon } from '../ledger/index.ts'
import { actionsOf, roles } from '../parties/index.ts'
import { refuse } from './problems.ts'

/** Whether the actor's roles allow an action, `<room>.<verb>`; the platform itself may do everything. */
export function mayAct({ actor }: Pick<Ctx, 'actor'>, action: string): boolean {
  return actor.kind === 'system' || allowed(actor).has(action)
}

/** Passes, or throws 403 with whom to ask; the denial is recorded. */
export async function authorise(ctx: Ctx, action: string): Promise<void> {
  if (mayAct(ctx, action)) return
  const able = [...roles.values()].filter(
    ({ holder, actions }) => holder === 'person' && actions.includes(action),
  )
  await recordSoon(ctx, 'policy.denied', { subject: action, reason: 'notAllowed', party: ctx.actor.party })
  throw refuse.notAllowed({
    action,
    rolesZh: able.length > 0 ? able.map(({ zh }) => zh) : '平台自身',
    rolesEn: able.length > 0 ? able.map(({ en }) => en) : 'the platform itself',
  })
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
