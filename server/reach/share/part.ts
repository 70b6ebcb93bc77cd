import { type Expression, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { mayAct } from '../../ground/policy/index.ts'

/** Whose agreements are asked for: by the part the own organisation has in them, and by the other side. */
export interface PartFilter {
  readonly role?: 'applicant' | 'provider' | 'competent'
  readonly party?: string
}

/**
 * The condition on `agreement` that the actor's organisation is a party of it, in the part asked for; a competent
 * department finds those it may suspend. Supervisors are bound by it only where they ask for their own part; `party`
 * names an organisation on either side.
 */
export function partOf(ctx: Ctx, { role, party }: PartFilter): Expression<SqlBool> {
  const own = ctx.actor.party ?? ''
  const applicant = sql.ref('agreement.applicant')
  const provider = sql.ref('agreement.provider')
  const isOwn = sql<SqlBool>`(${applicant} = ${own} or ${provider} = ${own})`
  const parts = {
    applicant: sql<SqlBool>`${applicant} = ${own}`,
    provider: sql<SqlBool>`${provider} = ${own}`,
    competent: sql<SqlBool>`exists (select from share.standing where line = agreement.line and competent = ${own})`,
  }
  const mine = role ? parts[role] : mayAct(ctx, 'share.supervise') ? sql<SqlBool>`true` : isOwn
  if (party === undefined) return mine
  return sql<SqlBool>`(${mine} and (${applicant} = ${party} or ${provider} = ${party}))`
}
