import { hash } from 'node:crypto'

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array

/** The entries from `start` up to, not including, `end`. */
export type Range = { readonly start: number; readonly end: number }

/** The complete subtree over the 2^level entries from index · 2^level. */
export type Node = { readonly level: number; readonly index: number }

/** Gives the hash of a complete subtree. */
export type ReadNode = (node: Node) => Hash

/** All that is needed to go on appending: the roots of the complete subtrees, largest first. */
export type Frontier = { readonly size: number; readonly peaks: readonly Hash[] }

/** Hash of an entry (RFC 6962 §2.1): SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array | string): Hash {
  const bytes = typeof entry === 'string' ? Buffer.from(entry, 'utf8') : entry
  const input = Buffer.allocUnsafe(bytes.length + 1)
  input[0] = 0
  input.set(bytes, 1)
  return hash('sha256', input, 'buffer')
}

/** Hash of two subtrees (RFC 6962 §2.1): SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = Buffer.allocUnsafe(65)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 33)
  return hash('sha256', input, 'buffer')
}

/** A tree without entries. */
export const emptyFrontier: Frontier = { size: 0, peaks: [] }

/** Appends leaf hashes: amortised one hash a leaf. */
export function append(frontier: Frontier, leaves: readonly Hash[]): Frontier {
  const peaks = [...frontier.peaks]
  let size = frontier.size
  for (const leaf of leaves) {
    let peak = leaf
    for (let n = size; n % 2 === 1; n = (n - 1) / 2) peak = nodeHash(peaks.pop() ?? peak, peak)
    peaks.push(peak)
    size++
  }
  return { size, peaks }
}

/** The root of the whole tree; that of the empty tree is SHA-256(""). */
export function rootOf(frontier: Frontier): Hash {
  const { peaks } = frontier
  let root = peaks.at(-1)
  if (root === undefined) return hash('sha256', '', 'buffer')
  for (let i = peaks.length - 2; i >= 0; i--) root = nodeHash(peaks[i] ?? root, root)
  return root
}

/** The siblings on the way from an entry to the root, leaf first (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!isSize(size) || !isSize(index) || index >= size)
    throw new RangeError(`No entry ${index} in a tree of ${size}`)
  const ranges: Range[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/** The subtrees that prove a tree of `size` to begin with the tree of `old` (RFC 6962 §2.1.2). */
export function consistencyRanges(old: number, size: number): Range[] {
  if (!isSize(old) || !isSize(size) || old > size)
    throw new RangeError(`No tree of ${old} within a tree of ${size}`)
  if (old === 0 || old === size) return []
  const ranges: Range[] = []
  let start = 0
  let end = size
  while (end !== old) {
    const middle = start + splitOf(end - start)
    if (old <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  // Where the old tree is itself a subtree from 0, the verifier already holds its root.
  if (start !== 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The complete subtrees of which a range of a proof, or a whole tree (from 0), consists, largest first. */
export function nodesOf({ start, end }: Range): Node[] {
  const nodes: Node[] = []
  for (let at = start; at < end; ) {
    let level = 0
    let width = 1
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2
      level++
    }
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** The hash of a range of a proof. */
export function hashOf(range: Range, read: ReadNode): Hash {
  return rootOf({ size: range.end - range.start, peaks: nodesOf(range).map(read) })
}

/** The inclusion proof of one entry. */
export function proveInclusion(index: number, size: number, read: ReadNode): Hash[] {
  return inclusionRanges(index, size).map((range) => hashOf(range, read))
}

/** The proof that the tree of `size` only added to the tree of `old`. */
export function proveConsistency(old: number, size: number, read: ReadNode): Hash[] {
  return consistencyRanges(old, size).map((range) => hashOf(range, read))
}

/** True if the proof leads from the leaf at `index` to the root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  let at = index
  let last = size - 1
  let found = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      found = nodeHash(sibling, found)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else found = nodeHash(found, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameHash(found, root)
}

/** True if the tree of `size` begins with the tree of `old` (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  old: number,
  oldRoot: Hash,
  size: number,
  root: Hash,
  proof: readonly Hash[],
): boolean {
  if (!isSize(old) || !isSize(size) || old > size) return false
  if (old === size) return proof.length === 0 && sameHash(oldRoot, root)
  if (old === 0) return proof.length === 0 && sameHash(oldRoot, rootOf(emptyFrontier))
  let at = old - 1
  let last = size - 1
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  const [first, ...rest] = at === 0 ? [oldRoot, ...proof] : proof
  if (first === undefined) return false
  let foundOld = first
  let found = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      foundOld = nodeHash(sibling, foundOld)
      found = nodeHash(sibling, found)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else found = nodeHash(found, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameHash(foundOld, oldRoot) && sameHash(found, root)
}

/** True if two hashes are equal; hashes are public, so time may tell. */
export function sameHash(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0
}

/** The largest power of two smaller than `n`. */
function splitOf(n: number): number {
  let split = 1
  while (split * 2 < n) split *= 2
  return split
}

// Sizes pass 2^31, where JavaScript's bit operators would silently wrap.
function half(n: number): number {
  return Math.floor(n / 2)
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}
