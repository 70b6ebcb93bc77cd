import { setTimeout as wait } from 'node:timers/promises'
import type { Ctx } from '../../base/ctx.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import { consistencyRanges, type Hash } from './tlog/merkle.ts'
import { writeReceipt } from './tlog/proof.ts'
import { loadInclusion, loadRanges } from './tree.ts'

const patienceMs = 2_000

/**
 * The receipt of an entry (C2SP tlog-proof), verifiable offline with the log's key. Waits up to 2 s for an entry
 * that is recorded and not yet merged. Outside the transaction that recorded it.
 */
export async function receipt(ctx: Ctx, id: string): Promise<string> {
  const index = await indexOf(ctx, id)
  const { size, note } = await lastCheckpoint(ctx)
  return writeReceipt({ index, proof: await loadInclusion(ctx, index, size), checkpoint: note })
}

/** The proof that the tree of `size` only added to the tree of `old`, for witnesses. */
export async function consistencyProof(ctx: Ctx, old: number, size: number): Promise<Hash[]> {
  return loadRanges(ctx, consistencyRanges(old, size), size)
}

/** The newest signed checkpoint. */
export async function lastCheckpoint(ctx: Ctx): Promise<{ size: number; note: string }> {
  const row = await db(ctx)
    .selectFrom('ledger.checkpoint')
    .select(['size', 'note'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw refuse.noCheckpoint()
  return row
}

/** Where an entry stands; waits for one that is recorded and not yet merged. */
export async function indexOf(ctx: Ctx, id: string): Promise<number> {
  for (const until = performance.now() + patienceMs; ; await wait(10)) {
    const entry = await db(ctx)
      .selectFrom('ledger.entry')
      .select('index')
      .where('id', '=', id)
      .executeTakeFirst()
    if (entry) return entry.index
    const waiting = await db(ctx)
      .selectFrom('ledger.body')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst()
    if (!waiting) throw refuse.noEntry({ entry: id })
    if (performance.now() > until) throw refuse.notYet({ entry: id })
  }
}
