import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { competentFor } from '../parties/index.ts'
import { mayAct } from '../policy/index.ts'
import { gate } from './gate.ts'
import { refuse } from './problems.ts'
import { changedFields, findResource, workingResource } from './resource.ts'
import { db, type RevisionRow } from './tables.ts'
import type { GateFault, Resource, Revision, RevisionHead, RevisionNote, Version } from './types.ts'
import { versionsOf } from './version.ts'

/** The entry as its reader may see it: the revision in work for provider and reviewer, else the published one. */
export async function showResource(ctx: Ctx, id: string): Promise<Resource> {
  const working = await workingResource(ctx, id)
  if (await worksOn(ctx, working.provider)) return working
  const published = await findResource(ctx, id)
  if (published.state !== 'published') throw refuse.notFound({ resource: id })
  return published
}

/** What the gate would say of the entry now; for its provider and its reviewer. */
export async function showGate(ctx: Ctx, id: string): Promise<{ passes: boolean; faults: GateFault[] }> {
  const working = await workingResource(ctx, id)
  if (!(await worksOn(ctx, working.provider))) throw refuse.notFound({ resource: id })
  const faults = await gate(ctx, working)
  return { passes: faults.every(({ severity }) => severity === 'warning'), faults }
}

export async function showVersions(ctx: Ctx, id: string): Promise<Version[]> {
  await showResource(ctx, id)
  return versionsOf(ctx, id)
}

/** The revisions of an entry, newest first; drafts only for those who work on it. */
export async function showHistory(ctx: Ctx, id: string): Promise<RevisionNote[]> {
  const { provider } = await showResource(ctx, id)
  const rows = await db(ctx)
    .selectFrom('catalog.revision')
    .selectAll()
    .where('resource', '=', id)
    .orderBy('n')
    .execute()
  const all = await worksOn(ctx, provider)
  return rows
    .map((row, i) => ({
      n: row.n,
      state: row.state,
      madeBy: row.made_by,
      madeAt: row.made_at.toISOString(),
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at?.toISOString() ?? null,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at?.toISOString() ?? null,
      returnReason: row.return_reason,
      case: row.case_id,
      changed: changedFields(rows[i - 1]?.entry ?? row.entry, row.entry),
    }))
    .filter(({ state }) => all || state === 'published' || state === 'superseded')
    .reverse()
}

/** Every revision of an entry, newest first, for those who work on it: its provider and its reviewer. */
export async function listRevisions(ctx: Ctx, id: string): Promise<RevisionHead[]> {
  await refuseReader(ctx, id)
  const rows = await db(ctx)
    .selectFrom('catalog.revision')
    .select(['n', 'made_at', 'made_by', 'state'])
    .where('resource', '=', id)
    .orderBy('n', 'desc')
    .execute()
  return rows.map(headOf)
}

/** The entry as it stood at revision `n`, beside which a reviewer lays the new one. */
export async function findRevision(ctx: Ctx, id: string, n: number): Promise<Revision> {
  await refuseReader(ctx, id)
  const rows = await db(ctx)
    .selectFrom('catalog.revision')
    .selectAll()
    .where('resource', '=', id)
    .where('n', 'in', [n - 1, n])
    .execute()
  const row = rows.find((it) => it.n === n)
  if (!row) throw refuse.noRevision({ resource: id, n })
  const before = rows.find((it) => it.n === n - 1)
  return {
    ...headOf(row),
    resource: id,
    entry: row.entry,
    changed: changedFields(before?.entry ?? row.entry, row.entry),
  }
}

function headOf(row: Pick<Selectable<RevisionRow>, 'n' | 'made_at' | 'made_by' | 'state'>): RevisionHead {
  return { n: row.n, at: row.made_at.toISOString(), by: row.made_by, state: row.state }
}

// A draft is not there for others.
async function refuseReader(ctx: Ctx, id: string): Promise<void> {
  const { provider } = await workingResource(ctx, id)
  if (!(await worksOn(ctx, provider))) throw refuse.notFound({ resource: id })
}

async function worksOn(ctx: Ctx, provider: string): Promise<boolean> {
  if (ctx.actor.kind === 'system' || ctx.actor.party === provider) return true
  return mayAct(ctx, 'catalog.review') && (await competentFor(ctx, provider)).id === ctx.actor.party
}
