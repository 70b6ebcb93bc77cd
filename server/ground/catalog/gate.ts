import type { Ctx } from '../../base/ctx.ts'
import { Problem } from '../../base/problem.ts'
import { type Rule, RuleNotInForce } from '../../base/rules/index.ts'
import { findOrg, type Org, stewardsOf } from '../parties/index.ts'
import { elements } from '../standards/index.ts'
import { checks, type GateFacts } from './gate-checks.ts'
import type { Entry, GateFault } from './types.ts'

/**
 * Every fault of an entry at once, each with its field, rule and article (政务数据共享条例 第十二至十七条).
 * A rule without a text behind it only warns; a rule not yet in force says nothing.
 */
export async function gate(ctx: Ctx, entry: Entry & { readonly id: string }): Promise<GateFault[]> {
  return gateFaults(entry, await factsOf(ctx, entry))
}

export function gateFaults(entry: Entry, facts: GateFacts): GateFault[] {
  return checks
    .flatMap((check) => check(entry, facts))
    .flatMap(({ warns, ...fault }) => {
      const rule = ruleInForce(facts, fault.rule)
      if (!rule) return []
      const severity = warns || rule.evidence === 'unverified' ? ('warning' as const) : ('refusal' as const)
      return [{ ...fault, article: rule.article, severity }]
    })
}

async function factsOf(ctx: Ctx, { id, provider }: Entry & { readonly id: string }): Promise<GateFacts> {
  const registered = elements()
  const stewards = await stewardsOf(ctx, id)
  return {
    rules: ctx.rules,
    today: ctx.clock.today(),
    owner: await ownerOf(ctx, provider),
    stewards: stewards.filter(({ family }) => family === 'manage').map(({ org }) => org),
    elements: new Set(registered.map(({ id }) => id)),
    personal: new Set(registered.filter(({ pi }) => pi !== null).map(({ id }) => id)),
  }
}

async function ownerOf(ctx: Ctx, provider: string): Promise<Org | undefined> {
  try {
    return await findOrg(ctx, provider)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function ruleInForce({ rules, today }: GateFacts, id: string): Rule | undefined {
  try {
    return rules.rule(id, today)
  } catch (error) {
    if (error instanceof RuleNotInForce) return undefined
    throw error
  }
}
