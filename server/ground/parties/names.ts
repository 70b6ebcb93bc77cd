import { type Static, Type } from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { db } from './tables.ts'
import { OrgId } from './types.ts'

export const ActorNameSchema = Type.Object({
  id: Type.String({ description: '人员或业务系统标识 / id of a person or of a department’s system' }),
  kind: Type.Enum(['person', 'client']),
  name: Type.String(),
  org: OrgId,
})
/** Who acted, as every official may know: no login, office, role or state. */
export type ActorName = Static<typeof ActorNameSchema>

/**
 * The names of people and departments' systems by id, those who act no longer among them, for what they did stays.
 * Unknown ids are absent. No more is told than an official's act needs (个人信息保护法 第三十四条).
 */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<ActorName[]> {
  if (ids.length === 0) return []
  const [people, systems] = await Promise.all([
    db(ctx)
      .selectFrom('parties.person')
      .select(['id', 'name', 'org'])
      .where('id', 'in', ids)
      .orderBy('id')
      .execute(),
    db(ctx)
      .selectFrom('parties.client')
      .select(['id', 'name', 'org'])
      .where('id', 'in', ids)
      .orderBy('id')
      .execute(),
  ])
  return [
    ...people.map(({ id, name, org }) => ({ id, kind: 'person' as const, name, org })),
    ...systems.map(({ id, name, org }) => ({ id, kind: 'client' as const, name, org })),
  ]
}
