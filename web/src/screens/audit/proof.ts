/*
 * Proofs of the ledger, checked where the auditor sits. No dependency and no line shared with the server: hash
 * tree of RFC 6962 §2.1 (checks of RFC 9162 §2.1.3.2 and §2.1.4.2), C2SP signed notes and checkpoints, Ed25519,
 * all by the WebCrypto of the browser.
 */

export type Bytes = Uint8Array<ArrayBuffer>

/** The key that signs for a ledger, as auditors pass it on: `name+hash+keydata` (C2SP signed-note). */
export interface LedgerKey {
  readonly text: string
  readonly name: string
  /** first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key), hex: a label, too short to trust */
  readonly id: string
  readonly publicKey: Bytes
  /** SHA-256 of name ‖ LF ‖ 0x01 ‖ key, hex: what two people compare */
  readonly fingerprint: string
}

/** What a ledger says of itself: origin, number of entries, root over them (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
}

const ed25519 = 0x01
const utf8 = new TextEncoder()

/** Whether this page may compute at all: browsers give WebCrypto to https and to this very machine only. */
export function canCheck(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', join(parts)))
}

/** Hash of an entry: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: string): Promise<Bytes> {
  return sha256(Uint8Array.of(0), utf8.encode(entry))
}

/** Hash of two subtrees: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(Uint8Array.of(1), left, right)
}

/** The digest that binds a body to its entry: SHA-256(salt ‖ body), hex; the body in canonical JSON (RFC 8785). */
export async function bodyDigest(salt: Bytes, body: unknown): Promise<string> {
  return toHex(await sha256(salt, utf8.encode(canonical(body))))
}

/** The root to which a path leads from the leaf at `index` in a tree of `size`; undefined if the path does not fit. */
export async function rootOfPath(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<Bytes | undefined> {
  if (!isSize(index) || !isSize(size) || index >= size) return undefined
  let at = index
  let last = size - 1
  let found = leaf
  for (const sibling of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      found = await nodeHash(sibling, found)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else found = await nodeHash(found, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 ? found : undefined
}

/** Whether the tree of `now` begins with the tree of `then`: nothing was taken out or changed in between. */
export async function isGrowth(
  then: Pick<Checkpoint, 'size' | 'root'>,
  now: Pick<Checkpoint, 'size' | 'root'>,
  proof: readonly Bytes[],
): Promise<boolean> {
  if (!isSize(then.size) || !isSize(now.size) || then.size > now.size) return false
  if (then.size === now.size) return proof.length === 0 && isSame(then.root, now.root)
  if (then.size === 0) return proof.length === 0 && isSame(then.root, await sha256())
  let at = then.size - 1
  let last = now.size - 1
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  const [first, ...rest] = at === 0 ? [then.root, ...proof] : proof
  if (first === undefined) return false
  let older = first
  let newer = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = await nodeHash(sibling, older)
      newer = await nodeHash(sibling, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else newer = await nodeHash(newer, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && isSame(older, then.root) && isSame(newer, now.root)
}

/** The roots of the complete subtrees, largest first: all that is needed to go on appending. */
export interface Peaks {
  readonly size: number
  readonly roots: readonly Bytes[]
}
export const noPeaks: Peaks = { size: 0, roots: [] }

export async function append({ size, roots }: Peaks, leaf: Bytes): Promise<Peaks> {
  const kept = [...roots]
  let root = leaf
  for (let n = size; n % 2 === 1; n = half(n)) root = await nodeHash(kept.pop() ?? root, root)
  return { size: size + 1, roots: [...kept, root] }
}

/** The root of the whole tree; that of the empty tree is SHA-256(""). */
export async function rootOf({ roots }: Peaks): Promise<Bytes> {
  const [first, ...rest] = roots.toReversed()
  let root = first ?? (await sha256())
  for (const peak of rest) root = await nodeHash(peak, root)
  return root
}

/** Reads `name+hash+keydata`; undefined if it is malformed, of another algorithm, or its hash is not its key's. */
export async function readKey(text: string): Promise<LedgerKey | undefined> {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim())
  const [, name = '', id = '', base64 = ''] = match ?? []
  const key = fromBase64(base64)
  if (key?.length !== 33 || key[0] !== ed25519) return undefined
  const fingerprint = toHex(await sha256(utf8.encode(`${name}\n`), key))
  if (!fingerprint.startsWith(id)) return undefined
  return { text: text.trim(), name, id, publicKey: key.slice(1), fingerprint }
}

/** The size, origin and root a note speaks of, whoever signed it; undefined if it is malformed. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const text = splitNote(note)?.text ?? ''
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text)
  const [, origin = '', size = '', base64 = ''] = match ?? []
  const root = fromBase64(base64)
  return root?.length === 32 && isSize(Number(size)) ? { origin, size: Number(size), root } : undefined
}

/** Whether the ledger itself signed this checkpoint with this key: the key bears the origin's name, and Ed25519 holds. */
export async function isSignedBy(note: string, key: LedgerKey): Promise<boolean> {
  const parts = splitNote(note)
  const checkpoint = readCheckpoint(note)
  if (!parts || checkpoint?.origin !== key.name) return false
  const own = parts.signatures.filter(({ name, id }) => name === key.name && id === key.id)
  if (own.length === 0) return false
  const imported = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify'])
  for (const { signature } of own) {
    if (!(await crypto.subtle.verify('Ed25519', imported, signature, utf8.encode(parts.text)))) return false
  }
  return true
}

interface Signature {
  readonly name: string
  readonly id: string
  readonly signature: Bytes
}

function splitNote(note: string): { text: string; signatures: Signature[] } | undefined {
  const cut = note.lastIndexOf('\n\n')
  const lines = note.slice(cut + 2)
  if (cut < 0 || note.length > 1_000_000 || !lines.endsWith('\n')) return undefined
  const signatures: Signature[] = []
  for (const line of lines.slice(0, -1).split('\n')) {
    const [, name = '', base64 = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
    const bytes = fromBase64(base64)
    if (!bytes || bytes.length < 5) return undefined
    signatures.push({ name, id: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) })
  }
  return { text: note.slice(0, cut + 1), signatures }
}

/** Bytes of a base64 text; undefined unless it is written the one canonical way. */
export function fromBase64(text: string): Bytes | undefined {
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const bytes = Uint8Array.from(atob(text), (it) => it.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** Canonical JSON (RFC 8785): members in the order of their UTF-16 code units, no blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, it]) => `${JSON.stringify(name)}:${canonical(it)}`).join(',')}}`
}

function join(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

// Sizes pass 2^31, where bit operators would silently wrap.
function half(n: number): number {
  return Math.floor(n / 2)
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}
