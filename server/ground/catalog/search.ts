import { type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { pageOf, readCursor } from '../../base/http/index.ts'
import { db } from './tables.ts'
import type { Entry, Hit, SearchQuery, SearchResult } from './types.ts'
import { queryOf } from './words.ts'

const usual = 20
const facetNames = {
  department: 'provider',
  level: 'level',
  attribute: 'attribute',
  grade: 'grade',
  cycle: 'cycle',
  quality: 'quality',
} as const

/**
 * Searches the catalogue: published entries for every official, unpublished ones for their own
 * provider alone; the same condition limits hits, total and facets, so no count tells more than the list.
 */
export async function searchCatalog(ctx: Ctx, query: SearchQuery): Promise<SearchResult> {
  const sought = query.q === undefined ? undefined : queryOf(query.q)
  const nothing = query.q !== undefined && query.q.trim() !== '' && sought === undefined
  const facets = emptyFacets()
  if (nothing) return { items: [], total: 0, facets }
  const where = condition(ctx, query, sought)
  const total = await countFacets(ctx, where, facets)
  return { ...(await findHits(ctx, query, sought, where)), total, facets }
}

function condition(ctx: Ctx, query: SearchQuery, sought: string | undefined) {
  const wanted = [sql<SqlBool>`(shown.published or shown.provider = ${ctx.actor.party ?? ''})`]
  for (const [name, column] of Object.entries(facetNames)) {
    const value = query[name as keyof typeof facetNames]
    if (value !== undefined) wanted.push(sql<SqlBool>`${sql.ref(`shown.${column}`)} = ${value}`)
  }
  if (sought !== undefined) wanted.push(sql<SqlBool>`shown.tokens @@ ${sought}::tsquery`)
  return sql<SqlBool>`(${sql.join(wanted, sql` and `)})`
}

async function findHits(
  ctx: Ctx,
  { cursor, limit = usual }: SearchQuery,
  sought: string | undefined,
  where: ReturnType<typeof condition>,
) {
  const after = readCursor(cursor, 2)
  const rank =
    sought === undefined
      ? sql<string>`0::numeric`
      : sql<string>`round(ts_rank('{0.1, 0.3, 0.5, 1.0}', shown.tokens, ${sought}::tsquery)::numeric, 6)`
  const rows = await db(ctx)
    .selectFrom('catalog.shown as shown')
    .innerJoin('catalog.resource as resource', 'resource.id', 'shown.resource')
    .innerJoin('catalog.revision as revision', 'revision.resource', 'resource.id')
    .select([
      'resource.id',
      'shown.provider',
      'shown.level',
      'resource.published_on',
      'revision.entry',
      'revision.state',
      rank.as('rank'),
      servedSql.as('served'),
    ])
    .where((eb) => eb('revision.n', '=', eb.fn.coalesce('resource.published', 'resource.revision')))
    .where(where)
    .$if(after !== undefined, (it) =>
      it.where(
        sql<SqlBool>`(-${rank}, resource.id) > (-(${String(after?.[0])}::numeric), ${String(after?.[1])})`,
      ),
    )
    .orderBy('rank', 'desc')
    .orderBy('resource.id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, toHit, ({ rank, id }) => [rank, id])
}

const servedSql = sql<{ n: number; rows: number; score: number | null; at: string } | null>`(
  select json_build_object('n', v.n, 'rows', v.accepted, 'score', v.score, 'at', v.at)
  from catalog.version v where v.resource = resource.id and v.state = 'served' order by v.n desc limit 1)`

async function countFacets(
  ctx: Ctx,
  where: ReturnType<typeof condition>,
  facets: SearchResult['facets'],
): Promise<number> {
  const { rows } = await sql<{ facet: number; value: string | null; n: number }>`
    select grouping(provider, level, attribute, grade, cycle, quality) as facet,
           coalesce(provider, level, attribute, grade, cycle, quality) as value, count(*) as n
    from catalog.shown as shown where ${where}
    group by grouping sets ((), (provider), (level), (attribute), (grade), (cycle), (quality))`.execute(
    ctx.db,
  )
  let total = 0
  for (const { facet, value, n } of rows) {
    const name = facetAt(facet)
    if (name === undefined) total = n
    else if (value) facets[name][value] = n
  }
  return total
}

/** `grouping()` sets a bit for each column left out: 011111 is the first column, 111111 the total. */
function facetAt(grouping: number): keyof SearchResult['facets'] | undefined {
  const names = Object.keys(facetNames) as (keyof typeof facetNames)[]
  return names.find((_, i) => (grouping & (1 << (names.length - 1 - i))) === 0)
}

function emptyFacets(): SearchResult['facets'] {
  return { department: {}, level: {}, attribute: {}, grade: {}, cycle: {}, quality: {} }
}

function toHit(row: {
  id: string
  provider: string
  level: string
  published_on: string | null
  entry: Entry
  state: string
  served: Hit['served']
}): Hit {
  const { served } = row
  const { code, name, abstract, attribute, grade, cycle, modes, items } = row.entry
  return {
    id: row.id,
    code,
    name,
    abstract,
    provider: row.provider,
    level: row.level,
    attribute,
    grade,
    cycle,
    modes,
    items: items.length,
    state: row.state as Hit['state'],
    publishedOn: row.published_on,
    served: served && { ...served, at: new Date(served.at).toISOString() },
  }
}
