import { type Static, Type } from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { refuse } from './problems.ts'
import { consistencyProof, indexOf, lastCheckpoint } from './receipt.ts'
import { db } from './tables.ts'
import { loadInclusion } from './tree.ts'

const Base64 = Type.String({ description: 'SHA-256, base64' })

/** All a browser needs to check an entry with WebCrypto: leaf, siblings on the way to the root, signed checkpoint. */
export const Inclusion = Type.Object({
  id: Type.String(),
  index: Type.Integer(),
  size: Type.Integer(),
  leaf: Base64,
  path: Type.Array(Base64),
  /** the signed note, word for word; its third line is the root */
  checkpoint: Type.String(),
})
export type Inclusion = Static<typeof Inclusion>

export const Consistency = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  proof: Type.Array(Base64),
  /** the signed notes of both sizes, null for a size that was never signed */
  checkpoints: Type.Object({
    from: Type.Union([Type.String(), Type.Null()]),
    to: Type.Union([Type.String(), Type.Null()]),
  }),
})
export type Consistency = Static<typeof Consistency>

/** The inclusion of an entry in the newest signed tree, as JSON (RFC 6962 §2.1.1). */
export async function proveEntry(ctx: Ctx, id: string): Promise<Inclusion> {
  const index = await indexOf(ctx, id)
  const { size, note } = await lastCheckpoint(ctx)
  if (index >= size) throw refuse.notYet({ entry: id })
  const { leaf } = await db(ctx)
    .selectFrom('ledger.entry')
    .select('leaf')
    .where('index', '=', index)
    .executeTakeFirstOrThrow()
  const path = await loadInclusion(ctx, index, size)
  return { id, index, size, leaf: toBase64(leaf), path: path.map(toBase64), checkpoint: note }
}

/** That the tree of `to` (the newest unless given) only added to the tree of `from` (RFC 6962 §2.1.2). */
export async function proveGrowth(ctx: Ctx, query: { from: number; to?: number }): Promise<Consistency> {
  const { size } = await lastCheckpoint(ctx)
  const { from, to = size } = query
  if (from > to || to > size) throw refuse.noSuchTree({ from, to, size })
  const notes = await db(ctx)
    .selectFrom('ledger.checkpoint')
    .select(['size', 'note'])
    .where('size', 'in', [from, to])
    .execute()
  const noteOf = (wanted: number) => notes.find((one) => one.size === wanted)?.note ?? null
  const proof = await consistencyProof(ctx, from, to)
  return { from, to, proof: proof.map(toBase64), checkpoints: { from: noteOf(from), to: noteOf(to) } }
}

function toBase64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64')
}
