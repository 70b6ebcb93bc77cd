import { generateKeyPairSync, sign } from 'node:crypto'
import { canonical, type Signer, sha256Hex } from '../../base/crypto/index.ts'
import { append, emptyFrontier, leafHash, rootOf } from './tlog/merkle.ts'
import { signCheckpoint, verifierOf, writeVerifier } from './tlog/note.ts'

export type Item = { entry: string; body: unknown; salt: string | null; leaf?: string; index?: number }
export type Stamp = { size: number; line: string; note: string }

export const origin = 'zhishu.example/ledger'

/** A signing key that lives for one test run. */
export function makeSigner(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return { name, publicKey: raw, sign: (bytes) => sign(null, bytes, privateKey) }
}

export function keyOf(signer: Signer): string {
  return writeVerifier(verifierOf(origin, signer.publicKey))
}

/** An honest item: what a department did, its salt, and the leaf that binds both. */
export function makeItem(
  n: number,
  facts: object = { rows: n },
  kind = 'serve.read',
  subject = `res_${n}`,
): Item {
  const salt = Buffer.alloc(16, n)
  const digest = sha256Hex(Buffer.concat([salt, Buffer.from(canonical(facts))]))
  const at = new Date(Date.UTC(2026, 0, 5, 1, 0, n)).toISOString()
  const id = `led_${String(n).padStart(4, '0')}`
  const entry = canonical({ id, at, kind, actor: 'person:officer', party: 'sz.market', subject, digest })
  return { entry, body: facts, salt: salt.toString('base64') }
}

/** Signs checkpoints over the items at these sizes, as the log would have done. */
export function stamp(items: readonly Item[], sizes: readonly number[], signer: Signer): Stamp[] {
  return sizes.map((size) => {
    const tree = append(
      emptyFrontier,
      items.slice(0, size).map(({ entry }) => leafHash(entry)),
    )
    const note = signCheckpoint({ origin, size, root: rootOf(tree) }, signer)
    const peaks = tree.peaks.map((peak) => Buffer.from(peak).toString('base64'))
    return { size, note, line: JSON.stringify({ checkpoint: note, peaks }) }
  })
}

/** Writes a bundle: numbers and leaf hashes are worked out afresh where an item does not state its own. */
export function writeEvidence(
  items: readonly Item[],
  stamps: readonly (Stamp & { after?: number })[],
  size?: number,
): string[] {
  const lines = [JSON.stringify({ zhishuLedger: 1, origin, ...(size !== undefined && { size }) })]
  for (let n = 0; n <= items.length; n++) {
    for (const { line, after, size } of stamps) if ((after ?? size) === n) lines.push(line)
    const item = items[n]
    if (!item) continue
    const leaf = item.leaf ?? Buffer.from(leafHash(item.entry)).toString('base64')
    lines.push(
      JSON.stringify({ index: item.index ?? n, leaf, entry: item.entry, body: item.body, salt: item.salt }),
    )
  }
  return lines.map((line) => `${line}\n`)
}
