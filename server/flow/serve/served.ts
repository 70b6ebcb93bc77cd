import type { Static } from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { openAnyMode } from './access.ts'
import { findSnapshot, listSnapshots } from './snapshot.ts'
import type { Served, Snapshot, VersionEntry } from './types.ts'

/** What an agreement's reader needs to know before reading: fields, masks by name, key, modes, newest version. */
export async function describeServed(ctx: Ctx, agreement: string): Promise<Served> {
  const plan = await openAnyMode(ctx, agreement)
  const snapshot = await findSnapshot(ctx, plan)
  return {
    agreement,
    resource: plan.resource,
    purpose: plan.purpose,
    modes: [...plan.modes],
    from: plan.from,
    until: plan.until,
    keyField: snapshot.keyField,
    columns: snapshot.columns.map(({ name, title, type, mask }) => ({
      name,
      title: { ...title },
      type,
      mask,
    })),
    version: toEntry(snapshot),
  }
}

export async function listVersions(
  ctx: Ctx,
  agreement: string,
): Promise<{ items: Static<typeof VersionEntry>[] }> {
  const plan = await openAnyMode(ctx, agreement)
  return { items: (await listSnapshots(ctx, plan)).map(toEntry) }
}

function toEntry({
  version,
  deltaVersion,
  rows,
  sizeBytes,
  committedAt,
}: Snapshot): Static<typeof VersionEntry> {
  return { version, deltaVersion, rows, sizeBytes, committedAt: committedAt.toISOString() }
}
