import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../../base/ctx.ts'
import { findResource, type Resource, type Version } from '../../ground/catalog/index.ts'
import { bindingsOf } from '../../ground/standards/index.ts'
import { columnOf } from '../collect/index.ts'
import { type Found, takenFor, toColumn } from './column-profile.ts'
import { batchesOf, type Pictured } from './column-sql.ts'
import { refuse } from './problems.ts'
import type { ColumnProfile, Profile, ShownProfile } from './profile-types.ts'

const patience = { timeoutMs: 5 * 60_000 }

/** What there is of a picture so far. */
export interface Sketch extends Omit<Profile, 'columns'> {
  readonly names: readonly string[]
  readonly drawn: ReadonlyMap<string, ColumnProfile>
}

/** The columns of a sketch that are drawn, in the order of the table, and the names of those that are not. */
export function shownOf({ names, drawn, ...about }: Sketch): ShownProfile {
  const columns = names.flatMap((name) => drawn.get(name) ?? [])
  return { ...about, columns, waiting: names.filter((name) => !drawn.has(name)) }
}

/**
 * Draws the columns of a version as they landed, batch by batch, one query at a time, so that others come to the engine
 * between them; `show` is handed the sketch before the first. Columns of `before` that are still taken for the same are
 * not drawn again.
 */
export async function drawColumns(
  ctx: Ctx,
  version: Version,
  before: Profile | undefined,
  show: (sketch: Sketch) => void,
): Promise<Profile> {
  const { resource: id, n } = version
  const source = version.tables.landed ? 'landed' : 'checked'
  const spot = version.tables[source]
  if (!spot) throw refuse.nothingToPicture({ n })
  const table = ctx.lake.table(spot.path)
  const { columns: present } = await table.snapshot(spot.version)
  const names = present.map(({ name }) => name).filter((name) => name !== '_row')
  const pictured = await picturedColumns(ctx, await findResource(ctx, id), names)
  const drawn = stillTrue(pictured, before)
  const rest = pictured.filter(({ column }) => !drawn.has(column))
  if (before && rest.length === 0) return before
  const scan = await table.scan(spot.version)
  const [total] = await ctx.lake.query<{ rows: number }>(`select count(*) as rows from ${scan}`, [], patience)
  const rows = total?.rows ?? 0
  const sketch: Sketch = {
    resource: id,
    n,
    madeAt: ctx.clock.now().toISOString(),
    source,
    rows,
    names,
    drawn,
  }
  show(sketch)
  for (const { columns, sql } of batchesOf(rest, scan, rows)) {
    const found = new Map((await ctx.lake.query<Found>(sql, [], patience)).map((row) => [row.col, row]))
    for (const [at, one] of columns.entries()) drawn.set(one.column, toColumn(one, rows, found.get(at)))
  }
  const { waiting: _none, ...profile } = shownOf(sketch)
  return profile
}

function stillTrue(pictured: readonly Pictured[], before: Profile | undefined): Map<string, ColumnProfile> {
  const known = new Map(before?.columns.map((one) => [one.column, one]))
  return new Map(
    pictured.flatMap((one) => {
      const was = known.get(one.column)
      if (!was) return []
      const { item, title, type, element } = was
      return isDeepStrictEqual({ item, title, type, element }, takenFor(one)) ? [[one.column, was]] : []
    }),
  )
}

/** Every column of the table with what is known of it: its item, and the element confirmed, catalogued or proposed. */
async function picturedColumns(
  ctx: Ctx,
  { id, items }: Resource,
  names: readonly string[],
): Promise<Pictured[]> {
  const bindings = new Map((await bindingsOf(ctx, id)).map((binding) => [binding.column, binding]))
  const itemOf = new Map(
    items.flatMap((item) => {
      const column = columnOf(item, names)
      return column === undefined ? [] : [[column, item] as const]
    }),
  )
  return names.map((column) => {
    const item = itemOf.get(column) ?? null
    const binding = bindings.get(column) ?? (item && (bindings.get(item.name) ?? bindings.get(item.title.zh)))
    const confirmed = binding?.state === 'confirmed' ? binding.element : null
    return { column, item, element: confirmed ?? item?.element ?? binding?.element ?? null }
  })
}
