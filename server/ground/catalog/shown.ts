import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { findOrg } from '../parties/index.ts'
import { db } from './tables.ts'
import { vectorOf } from './words.ts'

/** Writes what the search finds of a resource: the published revision, else the one in work for its provider. */
export async function showInSearch(ctx: Ctx, id: string): Promise<void> {
  const row = await db(ctx)
    .selectFrom('catalog.resource as resource')
    .innerJoin('catalog.revision as revision', 'revision.resource', 'resource.id')
    .select(['resource.published', 'resource.provider', 'revision.entry'])
    .where('resource.id', '=', id)
    .where((eb) => eb('revision.n', '=', eb.fn.coalesce('resource.published', 'resource.revision')))
    .executeTakeFirstOrThrow()
  const { provider, entry } = row
  const org = await findOrg(ctx, provider)
  const tokens = vectorOf([
    { text: `${entry.name.zh} ${entry.name.en}`, weight: 'A' },
    ...entry.items.map(({ name, title, element }) => ({
      text: `${name} ${title.zh} ${title.en} ${element ?? ''}`,
      weight: 'B' as const,
    })),
    { text: `${org.name.zh} ${org.name.en} ${entry.code} ${entry.classification}`, weight: 'C' },
    { text: entry.abstract, weight: 'D' },
  ])
  const shown = {
    published: row.published !== null,
    provider,
    level: org.level,
    attribute: entry.attribute,
    grade: entry.grade ?? '',
    cycle: entry.cycle ?? '',
    tokens: sql<string>`${tokens}::tsvector`,
  }
  await db(ctx)
    .insertInto('catalog.shown')
    .values({ resource: id, ...shown })
    .onConflict((it) => it.column('resource').doUpdateSet(shown))
    .execute()
}

/** Puts a resource into the band of its newest served version: 95 points and more are high, 80 and more middle. */
export async function showQuality(ctx: Ctx, id: string): Promise<void> {
  await sql`update catalog.shown set quality = catalog.quality_of(resource) where resource = ${id}`.execute(
    ctx.db,
  )
}
