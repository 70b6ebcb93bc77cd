import { type Selectable, sql } from 'kysely'
import type { Signer } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Handle, tx } from '../../base/db/index.ts'
import { Broken, edgeOf, type Head, introduceSigner, lockHead, stopService } from './head.ts'
import { db, type PendingRow } from './tables.ts'
import { leafHash, rootOf } from './tlog/merkle.ts'
import { signCheckpoint } from './tlog/note.ts'
import { type Edge, frontierOf, grow } from './tree.ts'

export const batchLimit = 1_024

type Pending = Selectable<PendingRow>

const edges = new WeakMap<Handle, Edge>()

/**
 * Takes what was committed (a late commit is simply taken later), gives each its index and writes entries, tiles,
 * head and a signed checkpoint in one transaction under the lock of the head row. That lock is the whole election:
 * nobody decides anything outside it, so there is nothing to fence. Gives the number of entries integrated.
 */
export async function integrate(ctx: Ctx): Promise<number> {
  if (ctx.db.isTransaction) throw new Error('The sequencer commits by itself: not within a transaction')
  if (!(await isWaiting(ctx))) return 0
  const signer = await ctx.keys.signer('ledger')
  const held = edges.get(ctx.db)
  try {
    const grown = await tx(ctx, async (ctx) => {
      const head = await lockHead(ctx)
      if (head.broken) return undefined
      const pending = await takePending(ctx)
      if (pending.length === 0) return undefined
      const edge = await edgeOf(ctx, head, held)
      return { count: pending.length, edge: await appendBatch(ctx, head, edge, pending, signer) }
    })
    if (!grown) return 0
    edges.set(ctx.db, grown.edge)
    return grown.count
  } catch (error) {
    if (error instanceof Broken) await stopService(ctx, error.message)
    throw error
  }
}

async function appendBatch(
  ctx: Ctx,
  head: Head,
  edge: Edge,
  pending: readonly Pending[],
  signer: Signer,
): Promise<Edge> {
  const leaves = pending.map(({ entry }) => leafHash(entry))
  const { edge: next, tiles } = grow(edge, leaves)
  const { size, peaks } = frontierOf(next)
  const root = Buffer.from(rootOf({ size, peaks }))
  const note = signCheckpoint({ origin: head.origin, size, root }, signer)
  await moveEntries(
    ctx,
    head.size,
    pending,
    leaves.map((leaf) => Buffer.from(leaf).toString('hex')),
  )
  if (tiles.length > 0) await db(ctx).insertInto('ledger.tile').values(tiles).execute()
  const checkpoint = { size, root, peaks: Buffer.concat(peaks), note, at: ctx.clock.now() }
  await db(ctx).insertInto('ledger.checkpoint').values(checkpoint).execute()
  await db(ctx).updateTable('ledger.head').set({ size, root }).execute()
  await introduceSigner(ctx, head, signer.publicKey)
  return next
}

/** Asked first without a lock, so that an idle ledger costs one look-up a poll. */
async function isWaiting(ctx: Ctx): Promise<boolean> {
  const row = await db(ctx).selectFrom('ledger.pending').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}

async function takePending(ctx: Ctx): Promise<Pending[]> {
  const rows = await db(ctx)
    .selectFrom('ledger.pending')
    .selectAll()
    .select(sql<number>`extract(epoch from clock_timestamp() - waiting_since)::float8`.as('waited'))
    .orderBy('waiting_since')
    .limit(batchLimit)
    .execute()
  const waitedSeconds = rows[0]?.waited ?? 0
  const limitSeconds = ctx.rules.param<number>('local.ledger.mergeDelay', 'seconds')
  if (waitedSeconds > limitSeconds) ctx.log.warn('ledger.late', { waitedSeconds, limitSeconds })
  // Within a batch the order is that of time, then of id, so that an audit can tell what was moved afterwards.
  const order = ({ entry, id }: Pending) => `${JSON.parse(entry).at} ${id}`
  return rows
    .map((row) => ({ row, at: order(row) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row)
}

async function moveEntries(
  ctx: Ctx,
  from: number,
  pending: readonly Pending[],
  leaves: string[],
): Promise<void> {
  const { numAffectedRows } = await sql`
    with taken as (
      delete from ledger.pending where id = any(${pending.map(({ id }) => id)}::text[]) returning *
    )
    insert into ledger.entry (index, id, at, kind, subject, entry, leaf)
    select ${from}::bigint + t.n - 1, id, at, kind, subject, entry, decode(t.leaf, 'hex')
    from unnest(${pending.map(({ id }) => id)}::text[], ${leaves}::text[]) with ordinality as t (id, leaf, n)
    join taken using (id)`.execute(ctx.db)
  if (Number(numAffectedRows) !== pending.length)
    throw new Error('Pending entries vanished under the sequencer')
}
