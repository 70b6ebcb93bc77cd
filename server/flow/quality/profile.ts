import { addDays } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { findResource, findVersion, type Resource, type Version } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { bindingsOf } from '../../ground/standards/index.ts'
import { columnOf } from '../collect/index.ts'
import { bins, columnSql, type Pictured, scaleOf } from './column-sql.ts'
import { isPersonal } from './mask.ts'
import { refuse } from './problems.ts'
import type { ColumnProfile, Histogram, Profile } from './profile-types.ts'
import { db } from './tables.ts'
import { refuseOutsiders } from './verdict.ts'

/** The picture of a version's columns, for its provider and the competent department alone; made once and kept. */
export async function findProfile(ctx: Ctx, resource: string, n: number): Promise<Profile> {
  await refuseOutsiders(ctx, (await findResource(ctx, resource)).provider)
  const profile = (await readProfile(ctx, resource, n)) ?? (await makeProfile(ctx, resource, n))
  await recordSoon(ctx, 'quality.profileRead', { subject: resource, n })
  return profile
}

/** Pictures being drawn, by the lake they are drawn from. */
const underWay = new WeakMap<Ctx['lake'], Map<string, Promise<Profile>>>()

/** Pictures the columns of a version as they landed (job `quality.profile`); who asks meanwhile waits for the same picture. */
export function makeProfile(ctx: Ctx, id: string, n: number): Promise<Profile> {
  const here = underWay.get(ctx.lake) ?? new Map<string, Promise<Profile>>()
  underWay.set(ctx.lake, here)
  const key = `${id}/${n}`
  const drawing = here.get(key) ?? drawProfile(ctx, id, n).finally(() => here.delete(key))
  here.set(key, drawing)
  return drawing
}

async function drawProfile(ctx: Ctx, id: string, n: number): Promise<Profile> {
  const known = await readProfile(ctx, id, n)
  if (known) return known
  const version = await findVersion(ctx, id, n)
  const source = version.tables.landed ? 'landed' : 'checked'
  const spot = version.tables[source]
  if (!spot) throw refuse.nothingToPicture({ n })
  const table = ctx.lake.table(spot.path)
  const { columns: present } = await table.snapshot(spot.version)
  const names = present.map(({ name }) => name).filter((name) => name !== '_row')
  const scan = await table.scan(spot.version)
  const columns: ColumnProfile[] = []
  let rows = 0
  for (const one of await picturedColumns(ctx, await findResource(ctx, id), names)) {
    const [row] = await ctx.lake.query<Found>(columnSql(one, scan), [], { timeoutMs: 5 * 60_000 })
    if (!row) continue
    rows = row.total
    columns.push(toColumn(one, row))
  }
  const profile: Profile = { resource: id, n, madeAt: ctx.clock.now().toISOString(), source, rows, columns }
  await keepProfile(ctx, version, profile)
  return (await readProfile(ctx, id, n)) ?? profile
}

async function readProfile(ctx: Ctx, resource: string, n: number): Promise<Profile | undefined> {
  const row = await db(ctx)
    .selectFrom('quality.profile')
    .select('profile')
    .where('resource', '=', resource)
    .where('n', '=', n)
    .executeTakeFirst()
  return row?.profile
}

// A picture of undecided columns is shown and not kept: a confirmed element reads, counts and masks them otherwise.
async function keepProfile(ctx: Ctx, version: Version, profile: Profile): Promise<void> {
  if (version.state === 'landed') return
  await db(ctx)
    .insertInto('quality.profile')
    .values({
      resource: profile.resource,
      n: profile.n,
      made_at: ctx.clock.now(),
      profile: JSON.stringify(profile),
    })
    .onConflict((it) => it.doNothing())
    .execute()
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

interface Found {
  total: number
  present: number
  different: number
  ends: { lo: number | null; hi: number | null; mean: number | null; low: string | null; high: string | null }
  lengths: { shortest: number | string | null; longest: number | string | null }
  top: { value: string | null; n: number | string }[] | null
  shapes: { shape: string; n: number | string }[] | null
  bins: { bin: number; n: number | string }[] | null
  as_long: number
  as_decimal: number
  as_date: number
  as_timestamp: number
  as_boolean: number
}

function toColumn(one: Pictured, row: Found): ColumnProfile {
  const { total, present, ends, lengths } = row
  return {
    column: one.column,
    item: one.item?.name ?? null,
    title: one.item?.title ?? { zh: one.column, en: one.column },
    type: one.item?.type ?? null,
    element: one.element,
    personal: isPersonal(one.element),
    present,
    missing: total - present,
    missingShare: total === 0 ? null : (total - present) / total,
    distinct: row.different,
    readsAs: {
      integer: row.as_long,
      decimal: row.as_decimal,
      date: row.as_date,
      timestamp: row.as_timestamp,
      boolean: row.as_boolean,
    },
    lengths:
      lengths.shortest === null ? null : { min: Number(lengths.shortest), max: Number(lengths.longest) },
    range: rangeOf(one, ends),
    mean: scaleOf(one) === 'number' ? ends.mean : null,
    top: (row.top ?? []).map(({ value, n }) => ({ value, count: Number(n) })),
    shapes: (row.shapes ?? []).map(({ shape, n }) => ({ shape: shorten(shape), count: Number(n) })),
    histogram: histogramOf(one, row),
  }
}

function rangeOf(one: Pictured, { lo, hi, low, high }: Found['ends']): ColumnProfile['range'] {
  if (low !== null && high !== null) return { min: low, max: high }
  if (lo === null || hi === null) return null
  return { min: onScale(one, lo), max: onScale(one, hi) }
}

function histogramOf(one: Pictured, { ends: { lo, hi }, bins: filled }: Found): Histogram | null {
  const scale = scaleOf(one)
  if (scale === 'text' || lo === null || hi === null) return null
  const counts = new Map((filled ?? []).map(({ bin, n }) => [Number(bin), Number(n)]))
  const step = (hi - lo) / bins
  const count = step === 0 ? 1 : bins
  return {
    scale,
    bins: Array.from({ length: count }, (_, i) => ({
      from: onScale(one, lo + i * step),
      to: onScale(one, i === count - 1 ? hi : lo + (i + 1) * step),
      count: counts.get(i) ?? 0,
    })),
  }
}

/** A place on the scale as a reader writes it: a number, or a day counted from the epoch. */
function onScale(one: Pictured, place: number): string {
  return scaleOf(one) === 'day'
    ? addDays('1970-01-01', Math.floor(place))
    : String(Number(place.toPrecision(12)))
}

/** `999999` as `9{6}`. */
function shorten(shape: string): string {
  return shape.replace(/(.)\1+/gu, (run, sign: string) => `${sign}{${[...run].length}}`)
}
