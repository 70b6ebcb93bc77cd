import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { db, type HeadRow } from './tables.ts'
import { rootOf, sameHash } from './tlog/merkle.ts'
import { openCheckpoint, parseVerifier, type Verifier, verifierOf, writeVerifier } from './tlog/note.ts'
import { type Edge, frontierOf, loadEdge } from './tree.ts'

export type Head = Selectable<HeadRow>

/** The tables do not agree with what was signed. */
export class Broken extends Error {}

/** The head under its lock: whoever holds it may sequence, and nobody else. */
export async function lockHead(ctx: Ctx): Promise<Head> {
  return db(ctx).selectFrom('ledger.head').selectAll().forUpdate().executeTakeFirstOrThrow()
}

/** Compares the tree with its head and its last checkpoint; the reason if they disagree. Repairs nothing. */
export async function checkHead(ctx: Ctx): Promise<string | undefined> {
  try {
    return await tx(ctx, async (ctx) => {
      const head = await lockHead(ctx)
      await edgeOf(ctx, head, undefined)
      return head.broken ?? undefined
    })
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    await stopService(ctx, error.message)
    return error.message
  }
}

/** Refuses all service from now on, with the reason; the first reason stays. */
export async function stopService(ctx: Ctx, reason: string): Promise<void> {
  ctx.log.error('ledger.broken', { reason })
  await db(ctx).updateTable('ledger.head').set({ broken: reason }).where('broken', 'is', null).execute()
}

/** The edge from which the tree grows: the one held if it is that of the head, else derived and compared anew. */
export async function edgeOf(ctx: Ctx, head: Head, held: Edge | undefined): Promise<Edge> {
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

/** A key that never signed for this log is put on the list of its keys; auditors must be told it by other means. */
export async function introduceSigner(ctx: Ctx, head: Head, publicKey: Uint8Array): Promise<void> {
  const verifier = writeVerifier(verifierOf(head.origin, publicKey))
  const { numInsertedOrUpdatedRows } = await db(ctx)
    .insertInto('ledger.signer')
    .values({ verifier, since: head.size, at: ctx.clock.now() })
    .onConflict((it) => it.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows) ctx.log.warn('ledger.newKey', { verifier, since: head.size })
}
