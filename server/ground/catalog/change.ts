import type { Ctx } from '../../base/ctx.ts'
import { type Case, type ChangeInput, noteChange } from '../cases/index.ts'
import { showResource } from './desk.ts'
import { refuse } from './problems.ts'
import { findResource } from './resource.ts'

/** Notes that a published entry must change (第十七条第二款); a draft is simply written on, no term runs for it. */
export async function noteEntryChange(ctx: Ctx, id: string, input: ChangeInput): Promise<Case> {
  // A draft is not there for others.
  await showResource(ctx, id)
  const entry = await findResource(ctx, id)
  if (entry.state !== 'published') throw refuse.onlyPublishedChanges({ resource: id })
  return noteChange(ctx, entry, input)
}
