import { createPublicKey, hash, verify } from 'node:crypto'
import type { Signer } from '../../../base/crypto/index.ts'
import type { Hash } from './merkle.ts'

/** A key that checks notes; its text form is `name+hash+keydata`. */
export type Verifier = { readonly name: string; readonly id: string; readonly publicKey: Uint8Array }

/** What a log says of itself: its name, how many entries, and the root over them (C2SP tlog-checkpoint). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash }

const ed25519 = 0x01

/** The verifier of an Ed25519 key; its id is the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key), in hex. */
export function verifierOf(name: string, publicKey: Uint8Array): Verifier {
  if (!isKeyName(name)) throw new Error(`Not a name for a note's key: ${JSON.stringify(name)}`)
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]))
  return { name, id: id.slice(0, 8), publicKey }
}

/** Writes a verifier as auditors pass it on: `name+hash+keydata`. */
export function writeVerifier({ name, id, publicKey }: Verifier): string {
  return `${name}+${id}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString('base64')}`
}

/** Reads `name+hash+keydata`; undefined if it is malformed, of another algorithm, or its hash is not its key's. */
export function parseVerifier(text: string): Verifier | undefined {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text)
  if (!match) return undefined
  const [, name = '', id, base64 = ''] = match
  const key = Buffer.from(base64, 'base64')
  if (key.length !== 33 || key[0] !== ed25519 || key.toString('base64') !== base64) return undefined
  const verifier = verifierOf(name, key.subarray(1))
  return verifier.id === id ? verifier : undefined
}

/** Signs a text (which ends in a newline) as a C2SP signed note under a name. */
export function signNote(text: string, name: string, signer: Signer): string {
  if (!isNoteText(text)) throw new Error('Not a text for a signed note')
  const { id } = verifierOf(name, signer.publicKey)
  const signature = Buffer.concat([Buffer.from(id, 'hex'), signer.sign(Buffer.from(text, 'utf8'))])
  return `${text}\n— ${name} ${signature.toString('base64')}\n`
}

/**
 * Opens a signed note: its text, and which of the verifiers signed it. Unknown signatures are passed over;
 * undefined if none of the verifiers signed, or if one of their signatures is wrong.
 */
export function openNote(
  note: string,
  verifiers: readonly Verifier[],
): { text: string; by: Verifier[] } | undefined {
  const parts = splitNote(note)
  if (!parts) return undefined
  const bytes = Buffer.from(parts.text, 'utf8')
  const by: Verifier[] = []
  for (const { name, id, signature } of parts.signatures) {
    const verifier = verifiers.find((it) => it.name === name && it.id === id)
    if (!verifier || by.includes(verifier)) continue
    if (!verify(null, bytes, publicKeyOf(verifier.publicKey), signature)) return undefined
    by.push(verifier)
  }
  return by.length > 0 ? { text: parts.text, by } : undefined
}

/** The text of a checkpoint: origin, size and root, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** Signs a checkpoint under its origin. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  return signNote(checkpointText(checkpoint), checkpoint.origin, signer)
}

/** Reads the text of a checkpoint, extension lines passed over; undefined if it is malformed. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text)
  if (!match) return undefined
  const [, origin = '', size = '', root = ''] = match
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  return Number.isSafeInteger(checkpoint.size) && checkpoint.root.toString('base64') === root
    ? checkpoint
    : undefined
}

/** Opens a signed checkpoint; undefined unless the log itself (the verifier named like its origin) signed it. */
export function openCheckpoint(note: string, verifiers: readonly Verifier[]): Checkpoint | undefined {
  const opened = openNote(note, verifiers)
  const checkpoint = opened && parseCheckpoint(opened.text)
  return checkpoint && opened.by.some(({ name }) => name === checkpoint.origin) ? checkpoint : undefined
}

type Signature = { name: string; id: string; signature: Uint8Array }

function splitNote(note: string): { text: string; signatures: Signature[] } | undefined {
  const cut = note.lastIndexOf('\n\n')
  const text = note.slice(0, cut + 1)
  const lines = note.slice(cut + 2)
  if (cut < 0 || note.length > 1_000_000 || !lines.endsWith('\n') || !isNoteText(text)) return undefined
  const signatures: Signature[] = []
  for (const line of lines.slice(0, -1).split('\n')) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
    if (!match) return undefined
    const [, name = '', base64 = ''] = match
    const bytes = Buffer.from(base64, 'base64')
    if (!isKeyName(name) || bytes.length < 5) return undefined
    signatures.push({ name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) })
  }
  return { text, signatures }
}

function publicKeyOf(raw: Uint8Array) {
  const x = Buffer.from(raw).toString('base64url')
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
}

function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name)
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note may hold no control character but the newline
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
}
