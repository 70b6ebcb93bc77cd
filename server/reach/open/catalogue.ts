import { type SqlBool, sql } from 'kysely'
import { dayOf } from '../../base/clock/index.ts'
import { actAs, type Ctx, publicActor } from '../../base/ctx.ts'
import { pageOf, readCursor } from '../../base/http/index.ts'
import { Problem } from '../../base/problem.ts'
import { describeServed, listVersions } from '../../flow/serve/index.ts'
import { findResources, type Resource } from '../../ground/catalog/index.ts'
import { competentFor, findOrgs, type Org } from '../../ground/parties/index.ts'
import { elements } from '../../ground/standards/index.ts'
import { faultsOf } from './check.ts'
import { choiceOf, findOpening, latestOpening, noteServed } from './opening.ts'
import { refuse } from './problems.ts'
import { db, type OpeningRow } from './tables.ts'
import type { ListQuery, OpenHit, OpenList, OpenPage } from './types.ts'
import { termsOf } from './words.ts'

/** Everybody reads what is open as nobody in particular, signed in or not. */
export function asPublic(ctx: Ctx): Ctx {
  return actAs(ctx, publicActor)
}

/** An opening with the entry and the department it belongs to. */
export interface Opened {
  readonly opening: OpeningRow
  readonly resource: Resource
  readonly org: Org
}

/** Open resources, newest first; one condition limits items, total and facets. */
export async function listOpen(ctx: Ctx, query: ListQuery): Promise<OpenList> {
  const where = condition(query)
  const { total, facets } = await countFacets(ctx, where)
  const { items, next } = await findOpened(ctx, where, query)
  const departments = await findOrgs(ctx, Object.keys(facets.department))
  return {
    items: items.map(toHit),
    ...(next !== undefined && { next }),
    total,
    facets,
    departments: [...departments.values()].map(toDepartment),
  }
}

/** Openings in force a page at a time, with entry and department; what lost its grounds is left out at once. */
export async function findOpened(
  ctx: Ctx,
  where: ReturnType<typeof condition>,
  { cursor, limit = 20 }: { cursor?: string; limit?: number },
): Promise<{ items: Opened[]; next?: string }> {
  const after = readCursor(cursor, 1)
  const rows = await db(ctx)
    .selectFrom('open.opening as opening')
    .selectAll()
    .where(where)
    .$if(after !== undefined, (it) => it.where('id', '<', String(after?.[0])))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    ({ id }) => [id],
  )
  return { ...page, items: await complete(ctx, page.items) }
}

/** The departments that have something open now. */
export async function providersOpening(ctx: Ctx): Promise<string[]> {
  const rows = await db(ctx)
    .selectFrom('open.opening')
    .select('provider')
    .distinct()
    .where('closed_at', 'is', null)
    .orderBy('provider')
    .execute()
  return rows.map(({ provider }) => provider)
}

/** What narrows the public list; without a query, everything that is open. */
export function condition({ q, department, level, cycle, resource }: ListQuery) {
  const wanted = [sql<SqlBool>`opening.closed_at is null`]
  if (resource !== undefined) wanted.push(sql<SqlBool>`opening.resource = ${resource}`)
  if (department !== undefined) wanted.push(sql<SqlBool>`opening.provider = ${department}`)
  if (level !== undefined) wanted.push(sql<SqlBool>`opening.level = ${level}`)
  if (cycle !== undefined) wanted.push(sql<SqlBool>`opening.cycle = ${cycle}`)
  for (const term of termsOf(q ?? '')) wanted.push(sql<SqlBool>`strpos(opening.words, ${term}) > 0`)
  return sql<SqlBool>`(${sql.join(wanted, sql` and `)})`
}

/** The opening of a resource that holds now; 410 when it was closed or lost its grounds, 404 when there was none. */
export async function requireOpened(ctx: Ctx, id: string): Promise<Opened> {
  const row = await latestOpening(ctx, id)
  if (!row) throw refuse.unknown()
  if (row.closed_at) throw refuse.withdrawn()
  const [opened] = await complete(ctx, [row])
  if (!opened) throw refuse.withdrawn()
  return opened
}

/** One open resource as its reader finds it: columns, versions, terms of use, and how to cite it. */
export async function showOpen(ctx: Ctx, id: string, origin: string): Promise<OpenPage> {
  const opened = await requireOpened(ctx, id)
  const { opening, resource } = opened
  const versions = opening.version === null ? [] : (await listVersions(asPublic(ctx), opening.id)).items
  const address = `${origin}/api/open/resources/${id}`
  return {
    ...toHit(opened),
    classification: resource.classification,
    competent: await findCompetent(ctx, opened.org),
    columns: columnsOf(opened),
    versions: versions.map(({ version, rows, committedAt }) => ({ version, rows, at: committedAt })),
    licence: licenceOf(resource),
    citation: citationOf(opened, address),
    links: {
      rows: `${address}/rows`,
      file: `${address}/file.csv`,
      catalog: `${origin}/api/open/catalog.jsonld`,
    },
  }
}

/** The rows are cut: from now on the public reads this version. */
export async function noteReady(ctx: Ctx, { plan }: { plan: string }): Promise<void> {
  const row = await findOpening(ctx, plan)
  if (!row || row.closed_at) return
  const { version } = await describeServed(asPublic(ctx), plan)
  await noteServed(ctx, {
    id: plan,
    version: version.version,
    rows: version.rows,
    at: ctx.clock.now(),
  })
}

/** The conditions of opening stand in the reviewed entry; nobody adds any on the way. */
export function licenceOf({ openConditions }: Resource): { zh: string; en: string } {
  const conditions = openConditions?.trim()
  return conditions
    ? { zh: conditions, en: conditions }
    : { zh: '无附加条件，使用时请注明来源', en: 'No further conditions; please name the source' }
}

/** The opened columns in the order they were opened in. */
export function columnsOf({ opening, resource }: Opened): OpenPage['columns'] {
  const named = new Map<string | null, OpenPage['columns'][number]['elementName']>(
    elements().map(({ id, zh, en }) => [id, { zh, en }]),
  )
  return opening.fields.flatMap((field) => {
    const item = resource.items.find(({ name }) => name === field)
    if (!item) return []
    const { name, title, type, element, key = false } = item
    return [{ name, title, type, element, elementName: named.get(element) ?? null, key }]
  })
}

/** Who watches over the provider at its level; a place may have nobody registered yet. */
async function findCompetent(ctx: Ctx, { id }: Org): Promise<OpenPage['competent']> {
  const org = await competentFor(ctx, id).catch((error: unknown) => {
    if (error instanceof Problem && error.type === '/problems/parties/noCompetent') return undefined
    throw error
  })
  return org ? toDepartment(org) : null
}

function toDepartment({ id, name, level }: Org): OpenHit['department'] {
  return { id, name, level }
}

async function complete(ctx: Ctx, rows: readonly OpeningRow[]): Promise<Opened[]> {
  const resources = await findResources(
    ctx,
    rows.map(({ resource }) => resource),
  )
  const orgs = await findOrgs(
    ctx,
    rows.map(({ provider }) => provider),
  )
  const opened: Opened[] = []
  for (const opening of rows) {
    const resource = resources.get(opening.resource)
    const org = orgs.get(opening.provider)
    if (!resource || !org || (await faultsOf(ctx, resource, choiceOf(opening))).length > 0) continue
    opened.push({ opening, resource, org })
  }
  return opened
}

async function countFacets(
  ctx: Ctx,
  where: ReturnType<typeof condition>,
): Promise<Pick<OpenList, 'total' | 'facets'>> {
  const facets: OpenList['facets'] = { department: {}, level: {}, cycle: {} }
  let total = 0
  const { rows } = await sql<{ facet: number; value: string | null; n: number }>`
    select grouping(provider, level, cycle) as facet, coalesce(provider, level, cycle) as value, count(*) as n
    from open.opening as opening where ${where}
    group by grouping sets ((), (provider), (level), (cycle))`.execute(ctx.db)
  // `grouping()` sets a bit for each column left out.
  const names = { 3: 'department', 5: 'level', 6: 'cycle' } as const
  for (const { facet, value, n } of rows) {
    const name = names[facet as keyof typeof names]
    if (name === undefined) total = n
    else if (value) facets[name][value] = n
  }
  return { total, facets }
}

function toHit({ opening, resource, org }: Opened): OpenHit {
  return {
    id: resource.id,
    code: resource.code,
    name: resource.name,
    abstract: resource.abstract,
    department: toDepartment(org),
    cycle: resource.cycle,
    fields: opening.fields.length,
    rows: opening.row_count,
    version: opening.version,
    openedOn: dayOf(opening.opened_at),
    updatedAt: opening.served_at?.toISOString() ?? null,
  }
}

function citationOf({ opening, resource, org }: Opened, address: string): { zh: string; en: string } {
  const on = dayOf(opening.served_at ?? opening.opened_at)
  const n = opening.version
  return {
    zh: `${org.name.zh}：《${resource.name.zh}》${n === null ? '' : `（第 ${n} 版）`}，${on}，${address}`,
    en: `${org.name.en}: ${resource.name.en || resource.name.zh}${n === null ? '' : ` (version ${n})`}, ${on}. ${address}`,
  }
}
