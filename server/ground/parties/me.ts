import { type Static, Type } from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { findOrg } from './org.ts'
import { findPerson } from './person.ts'
import { actionsOf, roles } from './role.ts'
import { db } from './tables.ts'
import { OrgSchema, Titled } from './types.ts'

export const MeSchema = Type.Object({
  kind: Type.Enum(['person', 'client', 'system', 'public']),
  id: Type.String(),
  name: Type.String(),
  title: Type.Union([Titled, Type.Null()]),
  org: Type.Union([OrgSchema, Type.Null()]),
  roles: Type.Array(
    Type.Object({ role: Type.String(), zh: Type.String(), en: Type.String(), family: Type.String() }),
  ),
  permissions: Type.Array(Type.String()),
})
export type Me = Static<typeof MeSchema>

/** Who is signed in: person or system, organisation, roles with their titles, and what they allow. */
export async function findMe(ctx: Ctx): Promise<Me> {
  const { kind, id, party, roles: held } = ctx.actor
  const org = party === null ? null : await findOrg(ctx, party)
  const named = held.flatMap((role) => {
    const found = roles.get(role)
    return found ? [{ role, zh: found.zh, en: found.en, family: found.family }] : []
  })
  return { kind, id, ...(await nameOf(ctx)), org, roles: named, permissions: actionsOf(held) }
}

async function nameOf(ctx: Ctx): Promise<Pick<Me, 'name' | 'title'>> {
  const { kind, id } = ctx.actor
  if (kind === 'person') {
    const { name, title } = await findPerson(ctx, id)
    return { name, title }
  }
  if (kind !== 'client') return { name: id, title: null }
  const client = await db(ctx)
    .selectFrom('parties.client')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst()
  return { name: client?.name ?? id, title: null }
}
