import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { refusedBy, tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { assignSteward } from '../parties/index.ts'
import { refuse } from './problems.ts'
import { showInSearch } from './shown.ts'
import { db, type ResourceRow, type RevisionRow } from './tables.ts'
import type { Entry, Resource, ResourceDraft } from './types.ts'

/**
 * Takes up a resource as a draft of its provider, who from now on manages it (谁管理谁负责, 第三十四条).
 * Nothing is published by it: the gate and the review come first.
 */
export async function registerResource(ctx: Ctx, draft: ResourceDraft): Promise<Resource> {
  return tx(ctx, async (ctx) => {
    const entry = completeEntry(ctx, draft)
    refuseStranger(ctx, entry.provider)
    const id = ctx.ids.next('res')
    await onFreeCode(entry.code, () =>
      db(ctx)
        .insertInto('catalog.resource')
        .values({
          id,
          code: entry.code,
          provider: entry.provider,
          revision: 1,
          published: null,
          published_on: null,
          registered_at: ctx.clock.now(),
        })
        .execute(),
    )
    await insertRevision(ctx, id, 1, entry)
    await assignSteward(ctx, { resource: id, org: entry.provider, family: 'manage' })
    await showInSearch(ctx, id)
    await record(ctx, 'catalog.registered', { subject: id, provider: entry.provider, revision: 1 })
    return workingResource(ctx, id)
  })
}

/**
 * Rewrites the draft, or begins the next revision of a published entry, which stays visible meanwhile. Given the stamp
 * that was read, it refuses (409) to overwrite what a colleague wrote since.
 */
export async function reviseResource(
  ctx: Ctx,
  id: string,
  { stamp, ...draft }: ResourceDraft & { stamp?: string },
): Promise<Resource> {
  return tx(ctx, async (ctx) => {
    const row = await lockResource(ctx, id)
    refuseStranger(ctx, row.provider)
    const entry = completeEntry(ctx, { ...draft, provider: draft.provider ?? row.provider })
    if (entry.provider !== row.provider) throw refuse.providerFixed({ provider: row.provider })
    const revision = await revisionOf(ctx, id, row.revision)
    refuseStale(row, revision.made_by, stamp)
    if (revision.state === 'inReview') throw refuse.inReview({ case: revision.case_id })
    const n = revision.state === 'draft' ? row.revision : row.revision + 1
    if (n === row.revision) {
      await db(ctx)
        .updateTable('catalog.revision')
        .set({ entry: JSON.stringify(entry), made_by: ctx.actor.id, made_at: ctx.clock.now() })
        .where('resource', '=', id)
        .where('n', '=', n)
        .execute()
    } else {
      await insertRevision(ctx, id, n, entry)
    }
    await onFreeCode(entry.code, () =>
      db(ctx)
        .updateTable('catalog.resource')
        .set({ revision: n, code: entry.code, edition: row.edition + 1 })
        .where('id', '=', id)
        .execute(),
    )
    await showInSearch(ctx, id)
    await record(ctx, 'catalog.revised', {
      subject: id,
      revision: n,
      changed: changedFields(revision.entry, entry),
    })
    return workingResource(ctx, id)
  })
}

/** The entry as published; while there is none, the one its provider is working on. */
export async function findResource(ctx: Ctx, id: string): Promise<Resource> {
  const found = (await findResources(ctx, [id])).get(id)
  if (!found) throw refuse.notFound({ resource: id })
  return found
}

/** Many entries by id, as published where they are; unknown ids are absent. */
export async function findResources(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Resource>> {
  if (ids.length === 0) return new Map()
  const rows = await joined(ctx)
    .where('resource.id', 'in', ids)
    .where((eb) => eb('revision.n', '=', eb.fn.coalesce('resource.published', 'resource.revision')))
    .execute()
  return new Map(rows.map((row) => [row.id, toResource(row)]))
}

/**
 * Published entries among these, held until the transaction ends: an entry is not withdrawn while somebody files or
 * signs for it. Unknown and unpublished ids are absent.
 */
export async function holdPublished(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Resource>> {
  if (ids.length === 0) return new Map()
  const held = await db(ctx)
    .selectFrom('catalog.resource')
    .select('id')
    .where('id', 'in', ids)
    .where('published', 'is not', null)
    .orderBy('id')
    .forShare()
    .execute()
  return findResources(
    ctx,
    held.map(({ id }) => id),
  )
}

/** The revision in work, as its provider and its reviewer see it. */
export async function workingResource(ctx: Ctx, id: string): Promise<Resource> {
  const row = await joined(ctx)
    .where('resource.id', '=', id)
    .whereRef('revision.n', '=', 'resource.revision')
    .executeTakeFirst()
  if (!row) throw refuse.notFound({ resource: id })
  return toResource(row)
}

/** Locks one entry for a change. */
export async function lockResource(ctx: Ctx, id: string): Promise<Selectable<ResourceRow>> {
  const row = await db(ctx)
    .selectFrom('catalog.resource')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw refuse.notFound({ resource: id })
  return row
}

export async function revisionOf(ctx: Ctx, id: string, n: number): Promise<Selectable<RevisionRow>> {
  return db(ctx)
    .selectFrom('catalog.revision')
    .selectAll()
    .where('resource', '=', id)
    .where('n', '=', n)
    .executeTakeFirstOrThrow()
}

function refuseStale(row: Selectable<ResourceRow>, by: string, stamp: string | undefined): void {
  const present = stampOf(row.revision, row.edition)
  if (stamp !== undefined && stamp !== present)
    throw refuse.changedMeanwhile({ by, stamp: present, revision: row.revision })
}

function stampOf(revision: number, edition: number): string {
  return `${revision}.${edition}`
}

/** Only its provider, or the platform, writes an entry. */
export function refuseStranger(ctx: Ctx, provider: string): void {
  if (ctx.actor.kind !== 'system' && ctx.actor.party !== provider) throw refuse.notProvider({ provider })
}

/** Fields in which two entries differ. */
export function changedFields(before: Entry, after: Entry): string[] {
  return (Object.keys(after) as (keyof Entry)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
}

function completeEntry(ctx: Ctx, draft: ResourceDraft): Entry {
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
  return {
    code: '',
    abstract: '',
    provider: ctx.actor.party ?? '',
    line: null,
    classification: '',
    format: null,
    conditions: {},
    modes: [],
    open: false,
    openConditions: null,
    cycle: null,
    grade: null,
    basis: [],
    regionField: null,
    secrecyAssessedOn: null,
    impactAssessedOn: null,
    related: [],
    ...(given as ResourceDraft),
  }
}

async function insertRevision(ctx: Ctx, resource: string, n: number, entry: Entry): Promise<void> {
  await db(ctx)
    .insertInto('catalog.revision')
    .values({
      resource,
      n,
      state: 'draft',
      entry: JSON.stringify(entry),
      made_by: ctx.actor.id,
      made_at: ctx.clock.now(),
      submitted_by: null,
      submitted_at: null,
      case_id: null,
      decided_by: null,
      decided_at: null,
      return_reason: null,
    })
    .execute()
}

async function onFreeCode(code: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (refusedBy(error) === 'code_taken') throw refuse.codeTaken({ code })
    throw error
  }
}

function joined(ctx: Ctx) {
  return db(ctx)
    .selectFrom('catalog.resource as resource')
    .innerJoin('catalog.revision as revision', 'revision.resource', 'resource.id')
    .select(['resource.id', 'resource.published_on', 'resource.edition', 'resource.revision as working'])
    .select(['revision.n', 'revision.state', 'revision.entry'])
}

function toResource(
  row: Pick<Selectable<ResourceRow>, 'id' | 'published_on' | 'edition'> & { working: number } & Pick<
      Selectable<RevisionRow>,
      'n' | 'state' | 'entry'
    >,
): Resource {
  const published = row.state === 'published'
  return {
    id: row.id,
    ...row.entry,
    state: row.state === 'superseded' ? 'published' : row.state,
    publishedOn: published ? row.published_on : null,
    revision: row.n,
    stamp: stampOf(row.working, row.edition),
  }
}
