import { setTimeout as sleep } from 'node:timers/promises'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import { findResource, findVersion } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import { drawColumns, type Sketch, shownOf } from './draw.ts'
import type { Profile, ShownProfile } from './profile-types.ts'
import { db } from './tables.ts'
import { refuseOutsiders } from './verdict.ts'

/**
 * The picture of a version's columns, for its provider and the competent department alone; made once and kept. Whoever
 * names the seconds she waits is shown after them what is drawn so far, and looks again: of one drawing that is on record
 * once (`drawing`), before the first column is shown, and each look at the whole picture by itself.
 */
export async function findProfile(
  ctx: Ctx,
  resource: string,
  n: number,
  waitSeconds?: number,
): Promise<ShownProfile> {
  await refuseOutsiders(ctx, (await findResource(ctx, resource)).provider)
  const kept = await readKept(ctx, resource, n)
  if (kept && !kept.provisional) return recordWhole(ctx, { ...kept.profile, waiting: [] })
  const drawing = drawingOf(ctx, resource, n)
  const shown = await lookAt(drawing, waitSeconds)
  if (shown.waiting.length === 0) return recordWhole(ctx, shown)
  await recordOnlooker(ctx, drawing, shown)
  return shown
}

/** Pictures the columns of a version as they landed (job `quality.profile`); who asks meanwhile waits for the same picture. */
export function makeProfile(ctx: Ctx, resource: string, n: number): Promise<Profile> {
  return drawingOf(ctx, resource, n).whole
}

interface Drawing {
  readonly whole: Promise<Profile>
  /** there as soon as the columns are known; filled batch by batch */
  readonly sketch: Promise<Sketch>
  /** the ledger entry of each who looks on, by who it is */
  readonly onlookers: Map<string, Promise<string>>
}

/** Pictures being drawn, by the lake they are drawn from. */
const underWay = new WeakMap<Ctx['lake'], Map<string, Drawing>>()

function drawingOf(ctx: Ctx, resource: string, n: number): Drawing {
  const here = underWay.get(ctx.lake) ?? new Map<string, Drawing>()
  underWay.set(ctx.lake, here)
  const key = `${resource}/${n}`
  const known = here.get(key)
  if (known) return known
  // It is drawn to the end though she who asked goes away.
  const house = actAs(ctx, systemActor('quality'))
  const { promise: sketch, resolve: show } = Promise.withResolvers<Sketch>()
  const whole = drawProfile(house, resource, n, show).finally(() => here.delete(key))
  const drawing: Drawing = { whole, sketch, onlookers: new Map() }
  here.set(key, drawing)
  return drawing
}

async function lookAt({ whole, sketch }: Drawing, waitSeconds: number | undefined): Promise<ShownProfile> {
  const complete = whole.then((profile) => ({ ...profile, waiting: [] }))
  if (waitSeconds === undefined) return complete
  const over = new AbortController()
  const waited = sleep(waitSeconds * 1000, undefined, { signal: over.signal })
  const later = waited.then(() => sketch).then(shownOf)
  // Whichever comes second is for nobody; why a drawing failed is told to the next who asks.
  later.catch(() => undefined)
  complete.catch(() => undefined)
  try {
    return await Promise.race([complete, later])
  } finally {
    over.abort()
  }
}

async function recordWhole(ctx: Ctx, shown: ShownProfile): Promise<ShownProfile> {
  const { resource, n } = shown
  await recordSoon(ctx, 'quality.profileRead', { subject: resource, n })
  return shown
}

/** Nobody is shown a part before the entry stands; a drawing begun anew, after a restart too, is looked at anew. */
function recordOnlooker(ctx: Ctx, { onlookers }: Drawing, { resource, n }: ShownProfile): Promise<string> {
  const { kind, id, party } = ctx.actor
  const reader = JSON.stringify([kind, id, party])
  const known = onlookers.get(reader)
  if (known) return known
  const entry = recordSoon(ctx, 'quality.profileRead', { subject: resource, n, drawing: true })
  onlookers.set(reader, entry)
  entry.catch(() => onlookers.delete(reader))
  return entry
}

async function drawProfile(
  ctx: Ctx,
  resource: string,
  n: number,
  show: (sketch: Sketch) => void,
): Promise<Profile> {
  const kept = await readKept(ctx, resource, n)
  if (kept && !kept.provisional) return kept.profile
  const version = await findVersion(ctx, resource, n)
  const profile = await drawColumns(ctx, version, kept?.profile, show)
  await keepProfile(ctx, profile, version.state === 'landed')
  return profile
}

async function readKept(ctx: Ctx, resource: string, n: number) {
  return db(ctx)
    .selectFrom('quality.profile')
    .select(['profile', 'provisional'])
    .where('resource', '=', resource)
    .where('n', '=', n)
    .executeTakeFirst()
}

// While columns are undecided the picture is provisional: a confirmed element reads, counts and masks them otherwise.
async function keepProfile(ctx: Ctx, profile: Profile, provisional: boolean): Promise<void> {
  const drawn = { made_at: new Date(profile.madeAt), profile: JSON.stringify(profile), provisional }
  await db(ctx)
    .insertInto('quality.profile')
    .values({ resource: profile.resource, n: profile.n, ...drawn })
    .onConflict((it) =>
      it.columns(['resource', 'n']).doUpdateSet(drawn).where('quality.profile.provisional', '=', true),
    )
    .execute()
}
