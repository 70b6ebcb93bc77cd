import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { type Handle, tx } from '../../base/db/index.ts'
import { listen } from './bell.ts'
import { leafHash, rootOf, sameHash } from './merkle.ts'
import {
  openCheckpoint,
  parseVerifier,
  signCheckpoint,
  type Verifier,
  verifierOf,
  writeVerifier,
} from './note.ts'
import { db, type HeadRow, type PendingRow, type TileRow } from './tables.ts'
import { type Edge, frontierOf, grow, loadEdge } from './tree.ts'

const batchLimit = 1_024
const pollMs = 200
/** With work at hand the tree grows, and a checkpoint is signed, at most every so often. */
const gatherMs = 25
const retryMs = 1_000

class Broken extends Error {}

type Head = Pick<HeadRow, 'size' | 'root'>
type Pending = Selectable<PendingRow>

const edges = new WeakMap<Handle, Edge>()

/**
 * Takes what was committed (a late commit is simply taken later), gives each its index and writes entries, tiles,
 * head and a signed checkpoint in one transaction under the lock of the head row. That lock is the whole election:
 * nobody decides anything outside it, so there is nothing to fence. Gives the number of entries integrated.
 */
export async function integrate(ctx: Ctx): Promise<number> {
  if (ctx.db.isTransaction) throw new Error('The sequencer commits by itself: not within a transaction')
  const signer = await ctx.keys.signer('ledger')
  try {
    const grown = await tx(ctx, async (inner) => {
      const head = await db(inner).selectFrom('ledger.head').selectAll().forUpdate().executeTakeFirstOrThrow()
      
      const pending = await takePending(inner)
      if (pending.length === 0) return undefined
      const edge = await edgeOf(inner, head, edges.get(ctx.db))
      await introduceSigner(inner, ctx.db, head, signer.publicKey)
      const leaves = pending.map(({ entry }) => leafHash(entry))
      const { edge: next, tiles } = grow(edge, leaves)
      const { peaks } = frontierOf(next)
      const checkpoint = { origin: head.origin, size: next.size, root: rootOf({ size: next.size, peaks }) }
      await moveEntries(
        inner,
        head.size,
        pending,
        leaves.map((leaf) => Buffer.from(leaf).toString('hex')),
      )
      await writeTiles(inner, tiles)
      const row = { size: next.size, root: Buffer.from(checkpoint.root), peaks: Buffer.concat(peaks) }
      const note = signCheckpoint(checkpoint, signer)
      await db(inner)
        .insertInto('ledger.checkpoint')
        .values({ ...row, note, at: ctx.clock.now() })
        .execute()
      await db(inner).updateTable('ledger.head').set({ size: row.size, root: row.root }).execute()
      const verifier = writeVerifier(verifierOf(head.origin, signer.publicKey))
      return { edge: next, verifier, count: pending.length }
    })
    if (!grown) return 0
    edges.set(ctx.db, grown.edge)
    introduced.set(ctx.db, grown.verifier)
    return grown.count
  } catch (error) {
    if (error instanceof Broken) await stopService(ctx, error.message)
    throw error
  }
}

/** Compares the tree with its head and its last checkpoint; the reason if they disagree. Repairs nothing. */
export async function checkHead(ctx: Ctx): Promise<string | undefined> {
  const head = await db(ctx).selectFrom('ledger.head').selectAll().executeTakeFirstOrThrow()
  try {
    await edgeOf(ctx, head, undefined)
    return head.broken ?? undefined
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    await stopService(ctx, error.message)
    return error.message
  }
}

/** Checks the head, then sequences until stopped; stopping waits for what is committed already. */
export async function startSequencer(ctx: Ctx): Promise<() => Promise<void>> {
  const reason = await checkHead(ctx)
  if (reason) ctx.log.error('ledger.broken', { reason })
  const bell = hangBell()
  const running = (async () => {
    for (;;) {
      const last = bell.stopped()
      const { taken, failed } = await pass(ctx)
      if (last) return
      if (taken < batchLimit) await bell.wait(failed)
    }
  })()
  return async () => {
    bell.stop()
    await running
  }
}

/** Waits for the next poll, or a little after something was recorded; a failure waits its time whoever rings. */
function hangBell() {
  let stopped = false
  let wake = (_ms: number) => {}
  const unlisten = listen(() => wake(gatherMs))
  return {
    stopped: () => stopped,
    stop() {
      stopped = true
      unlisten()
      wake(0)
    },
    wait: (failed: boolean) =>
      new Promise<void>((resolve) => {
        if (stopped) return resolve()
        let timer = setTimeout(resolve, failed ? retryMs : pollMs)
        let rung = failed
        wake = (ms) => {
          if (rung && ms > 0) return
          rung = true
          clearTimeout(timer)
          timer = setTimeout(resolve, ms)
        }
      }),
  }
}

async function pass(ctx: Ctx): Promise<{ taken: number; failed: boolean }> {
  try {
    return { taken: await integrate(ctx), failed: false }
  } catch (error) {
    ctx.log.error('ledger.sequencer', { error: String(error) })
    return { taken: 0, failed: true }
  }
}

async function takePending(ctx: Ctx): Promise<Pending[]> {
  const rows = await db(ctx)
    .selectFrom('ledger.pending')
    .selectAll()
    .orderBy('waiting_since')
    .limit(batchLimit)
    .execute()
  // Within a batch the order is that of time, then of id, so that an audit can tell what was moved afterwards.
  const order = ({ entry, id }: Pending) => `${JSON.parse(entry).at} ${id}`
  return rows
    .map((row) => ({ row, at: order(row) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row)
}

async function edgeOf(ctx: Ctx, head: Head, held: Edge | undefined): Promise<Edge> {
  const edge = held?.size === head.size ? held : await loadChecked(ctx, head)
  if (!sameHash(rootOf(frontierOf(edge)), head.root))
    throw new Broken(`the tree of ${head.size} has another root`)
  return edge
}

async function loadChecked(ctx: Ctx, head: Head): Promise<Edge> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(index) + 1, 0)::bigint as next from ledger.entry`.execute(ctx.db)
  if (rows[0]?.next !== head.size) throw new Broken(`${rows[0]?.next} entries under a head of ${head.size}`)
  const last = await db(ctx)
    .selectFrom('ledger.checkpoint')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  if ((last?.size ?? 0) !== head.size)
    throw new Broken(`a checkpoint of ${last?.size ?? 0} under a head of ${head.size}`)
  if (last) {
    const signed = openCheckpoint(last.note, await verifiers(ctx))
    if (!signed || signed.size !== head.size || !sameHash(signed.root, head.root))
      throw new Broken(`the checkpoint of ${head.size} is not signed by the log`)
  }
  return loadEdge(ctx, head.size)
}

async function verifiers(ctx: Ctx): Promise<Verifier[]> {
  const rows = await db(ctx).selectFrom('ledger.signer').select('verifier').execute()
  return rows.flatMap(({ verifier }) => parseVerifier(verifier) ?? [])
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

async function writeTiles(ctx: Ctx, tiles: TileRow[]): Promise<void> {
  if (tiles.length > 0) await db(ctx).insertInto('ledger.tile').values(tiles).execute()
}

async function stopService(ctx: Ctx, reason: string): Promise<void> {
  ctx.log.error('ledger.broken', { reason })
  await db(ctx).updateTable('ledger.head').set({ broken: reason }).where('broken', 'is', null).execute()
}

const introduced = new WeakMap<Handle, string>()

/** A key that never signed for this log is put on the list of its keys; auditors must be told it by other means. */
async function introduceSigner(
  ctx: Ctx,
  house: Handle,
  head: Selectable<HeadRow>,
  publicKey: Uint8Array,
): Promise<void> {
  const verifier = writeVerifier(verifierOf(head.origin, publicKey))
  if (introduced.get(house) === verifier) return
  const { numInsertedOrUpdatedRows } = await db(ctx)
    .insertInto('ledger.signer')
    .values({ verifier, since: head.size, at: ctx.clock.now() })
    .onConflict((it) => it.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows) ctx.log.warn('ledger.newKey', { verifier, since: head.size })
}
