import type { Ctx } from '../../base/ctx.ts'
import { ident, literal } from '../../base/lake/index.ts'
import { findResource, findVersion, type Item, type Version, versionsOf } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { bindingElement } from './binding.ts'
import { shownSql } from './mask.ts'
import { refuse } from './problems.ts'
import type { ChangedCell, Changes } from './profile-types.ts'

const shownCells = 50
const shownCharacters = 500
const patience = { timeoutMs: 60_000 }

/**
 * What changed between two checked versions by key: rows that came, went and differ, the items in which they differ,
 * and the first cells. For the provider alone; personal information is shown by its mask.
 */
export async function compareVersions(
  ctx: Ctx,
  id: string,
  n: number,
  asked: number | undefined,
): Promise<Changes> {
  const resource = await findResource(ctx, id)
  if (ctx.actor.kind !== 'system' && ctx.actor.party !== resource.provider) throw refuse.notProvider()
  const keys = resource.items.filter(({ key }) => key)
  if (keys.length === 0) throw refuse.noKey()
  const after = await findVersion(ctx, id, n)
  const before = asked === undefined ? await formerOf(ctx, id, n) : await findVersion(ctx, id, asked)
  const [old, now] = [await sideOf(ctx, before), await sideOf(ctx, after)]
  const lost = keys.filter(({ name }) => !old.columns.has(name) || !now.columns.has(name))
  if (lost.length > 0) throw refuse.noKey()
  const both = resource.items.filter(
    ({ name, key }) => !key && old.columns.has(name) && now.columns.has(name),
  )
  const joined = joinSql(keys, both, old.scan, now.scan)
  const counts = await countChanges(ctx, joined, both)
  const elementOf = await bindingElement(ctx, id)
  const cells = await firstCells(
    ctx,
    joined,
    keys,
    both,
    (item) => elementOf(item, item.name) || item.element,
  )
  await recordSoon(ctx, 'quality.changesRead', { subject: id, n, against: before.n, cells: cells.length })
  const names = (side: Side, other: Side) =>
    resource.items.flatMap(({ name }) => (side.columns.has(name) && !other.columns.has(name) ? [name] : []))
  return {
    resource: id,
    n,
    against: before.n,
    key: keys.map(({ name }) => name),
    ...counts,
    itemsAdded: names(now, old),
    itemsRemoved: names(old, now),
    cells,
  }
}

interface Side {
  readonly scan: string
  readonly columns: ReadonlySet<string>
}

async function formerOf(ctx: Ctx, id: string, n: number): Promise<Version> {
  const former = (await versionsOf(ctx, id)).find((one) => one.n < n && one.tables.checked)
  if (!former) throw refuse.nothingBefore({ n })
  return former
}

async function sideOf(ctx: Ctx, { n, tables: { checked } }: Version): Promise<Side> {
  if (!checked) throw refuse.notChecked({ n })
  const table = ctx.lake.table(checked.path)
  const { columns } = await table.snapshot(checked.version)
  return { scan: await table.scan(checked.version), columns: new Set(columns.map(({ name }) => name)) }
}

/** Rows of both sides by key: `a`/`b` tell which side has the row, `d<i>` whether item i differs, `o<i>`/`w<i>` old and new. */
function joinSql(keys: readonly Item[], items: readonly Item[], old: string, now: string): string {
  const same = keys.map(({ name }) => `o.${ident(name)} = w.${ident(name)}`).join(' and ')
  const key = keys.map(({ name }, i) => `coalesce(w.${ident(name)}, o.${ident(name)}) as k${i}`)
  const differs = items.flatMap(({ name }, i) => [
    `(o._row is not null and w._row is not null and o.${ident(name)} is distinct from w.${ident(name)}) as d${i}`,
    `o.${ident(name)} as o${i}`,
    `w.${ident(name)} as w${i}`,
  ])
  const columns = ['o._row is not null as a', 'w._row is not null as b', ...key, ...differs]
  return `(select ${columns.join(', ')} from ${old} o full join ${now} w on ${same})`
}

async function countChanges(
  ctx: Ctx,
  joined: string,
  items: readonly Item[],
): Promise<Pick<Changes, 'rows' | 'added' | 'removed' | 'changed' | 'items'>> {
  const parts = items.map((_, i) => `count(*) filter (d${i}) as n${i}`)
  const [row = {}] = await ctx.lake.query<Record<string, number>>(
    `select ${[
      'count(*) filter (a) as before',
      'count(*) filter (b) as after',
      'count(*) filter (b and not a) as added',
      'count(*) filter (a and not b) as removed',
      `count(*) filter (${anySql(items)}) as changed`,
      ...parts,
    ].join(', ')} from ${joined}`,
    [],
    patience,
  )
  const changed = items.map(({ name, title }, i) => ({ item: name, title, changed: row[`n${i}`] ?? 0 }))
  return {
    rows: { before: row.before ?? 0, after: row.after ?? 0 },
    added: row.added ?? 0,
    removed: row.removed ?? 0,
    changed: row.changed ?? 0,
    items: changed.filter(({ changed }) => changed > 0).toSorted((x, y) => y.changed - x.changed),
  }
}

async function firstCells(
  ctx: Ctx,
  joined: string,
  keys: readonly Item[],
  items: readonly Item[],
  elementOf: (item: Item) => string | null,
): Promise<ChangedCell[]> {
  const text = (column: string) => `left(cast(${column} as varchar), ${shownCharacters})`
  const key = keys.map((item, i) => shownSql(elementOf(item), text(`k${i}`))).join(` || ',' || `)
  const cells = items.map((item, i) => {
    const shown = (side: 'o' | 'w') => shownSql(elementOf(item), text(`${side}${i}`))
    return `{differs: d${i}, item: ${literal(item.name)}, before: ${shown('o')}, after: ${shown('w')}}`
  })
  if (cells.length === 0) return []
  const order = keys.map((_, i) => `k${i}`).join(', ')
  return ctx.lake.query<ChangedCell>(
    `select key, cell.item as item, cell.before as before, cell.after as after from (
       select ${order}, key, unnest(cells) as cell, generate_subscripts(cells, 1) as place from (
         select ${order}, ${key} as key, list_filter([${cells.join(', ')}], lambda c: c.differs) as cells
         from (select * from ${joined} where ${anySql(items)} order by ${order} limit ${shownCells})))
     order by ${order}, place limit ${shownCells}`,
    [],
    patience,
  )
}

function anySql(items: readonly Item[]): string {
  return items.map((_, i) => `d${i}`).join(' or ') || 'false'
}
