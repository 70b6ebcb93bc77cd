import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { findOrg, findOrgs, forms, toOrg } from './org.ts'
import { refuse } from './problems.ts'
import type { Org } from './types.ts'

/**
 * The competent department of an organisation's own level and territory (同级主管部门); organs of a
 * vertical line belong to the level they stand on. Townships and villages have none of their own,
 * so their county's answers (CN-SC-809 art. 8: 县级以上).
 */
export async function competentFor(ctx: Ctx, orgId: string): Promise<Org> {
  const org = await findOrg(ctx, orgId)
  const division = org.division.slice(0, 6)
  const level = org.division.length > 6 ? 'county' : org.level
  const row = await forms(ctx, ctx.clock.today())
    .where('kind', '=', 'competent')
    .where('division', '=', division)
    .where('level', '=', level)
    .executeTakeFirst()
  if (!row) throw refuse.noCompetent({ org: orgId, division, level })
  return toOrg(row)
}

/**
 * Who coordinates a dispute of two organisations (CN-SC-809 art. 28): their own competent department
 * when level and territory are the same, else the competent department of the lowest territory that
 * holds both. Nobody mediates in their own matter: then the next one above does.
 */
export async function mediatorFor(ctx: Ctx, a: string, b: string): Promise<Org> {
  const orgs = await findOrgs(ctx, [a, b])
  const [first = '', second = ''] = [a, b].map((id) => orgs.get(id)?.division)
  const shared = territoriesOf(first).filter((code) => territoriesOf(second).includes(code))
  const rows = await forms(ctx, ctx.clock.today())
    .where('kind', '=', 'competent')
    .where('division', '=', sql<string>`any(${shared}::text[])`)
    .execute()
  const nearest = rows
    .filter(({ org }) => org !== a && org !== b)
    .sort((x, y) => shared.indexOf(x.division) - shared.indexOf(y.division))[0]
  if (!nearest) throw refuse.noMediator({ orgs: [a, b] })
  return toOrg(nearest)
}

/** A division code and all territories that hold it, smallest first: 440310003 → 440310, 440300, 440000, 000000. */
export function territoriesOf(division: string): string[] {
  const county = division.slice(0, 6)
  const above = [county, `${county.slice(0, 4)}00`, `${county.slice(0, 2)}0000`, '000000']
  const below = [12, 9]
    .filter((length) => length <= division.length)
    .map((length) => division.slice(0, length))
  return [...new Set([...below, ...above])]
}
