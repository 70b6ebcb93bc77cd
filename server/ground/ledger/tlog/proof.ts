import { type Hash, leafHash, verifyInclusion } from './merkle.ts'
import { type Checkpoint, openCheckpoint, type Verifier } from './note.ts'

/** A receipt: where an entry stands, the way to the root, and the signed checkpoint (C2SP tlog-proof). */
export type Receipt = {
  readonly index: number
  readonly proof: readonly Hash[]
  /** The signed note, word for word. */
  readonly checkpoint: string
  /** Bytes that go with the receipt and are not proven by it. */
  readonly extra?: Uint8Array
}

const heading = 'c2sp.org/tlog-proof@v1'

/** Writes a receipt as a C2SP tlog-proof text. */
export function writeReceipt({ index, proof, checkpoint, extra }: Receipt): string {
  const lines = [heading]
  if (extra !== undefined) lines.push(`extra ${Buffer.from(extra).toString('base64')}`)
  lines.push(`index ${index}`, ...proof.map((hash) => Buffer.from(hash).toString('base64')), '')
  return `${lines.join('\n')}\n${checkpoint}`
}

/** Reads a receipt; undefined if it is malformed. */
export function parseReceipt(text: string): Receipt | undefined {
  const cut = text.indexOf('\n\n')
  if (cut < 0) return undefined
  const [first, ...lines] = text.slice(0, cut).split('\n')
  if (first !== heading) return undefined
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()?.slice(6) ?? '') : null
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const proof = lines.map(fromBase64)
  if (extra === undefined || index === undefined || proof.length > 63) return undefined
  if (!proof.every((hash): hash is Buffer => hash?.length === 32)) return undefined
  const receipt = { index: Number(index), proof, checkpoint: text.slice(cut + 2) }
  return extra ? { ...receipt, extra } : receipt
}

/** Checks a receipt of an entry offline: the checkpoint it leads to, or undefined if it proves nothing. */
export function openReceipt(
  text: string,
  entry: Uint8Array | string,
  verifiers: readonly Verifier[],
): Checkpoint | undefined {
  const receipt = parseReceipt(text)
  const checkpoint = receipt && openCheckpoint(receipt.checkpoint, verifiers)
  if (!checkpoint) return undefined
  const { size, root } = checkpoint
  return verifyInclusion(leafHash(entry), receipt.index, size, receipt.proof, root) ? checkpoint : undefined
}

function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
