import { append, emptyFrontier, type Hash, type Node, rootOf } from './merkle.ts'

/** Hashes in a full tile (C2SP tlog-tiles). */
export const tileWidth = 256

/** The longest entry that a bundle's uint16 length can hold. */
export const entryLimitBytes = 65_535

/** A tile, or with level 'entries' an entry bundle; `width` 256 is a full one. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number }

/** The path of a tile, as `tile/0/x001/x234/067.p/8` (C2SP tlog-tiles). */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const last = groups.pop() ?? '000'
  const partial = width < tileWidth ? `.p/${width}` : ''
  return `tile/${level}/${groups.map((group) => `x${group}/`).join('')}${last}${partial}`
}

/** Reads a tile's path; undefined unless it is exactly the path that `tilePath` writes. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4})(\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return undefined
  const [, level = '', groups = '', last = '', partial] = match
  const tile: Tile = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '') + last),
    width: partial === undefined ? tileWidth : Number(partial),
  }
  if (tile.width < 1 || (typeof tile.level === 'number' && tile.level > 63)) return undefined
  return tilePath(tile) === path ? tile : undefined
}

/** How many full tiles each level of a tree has, and how wide its partial one is (0: none). */
export function tileCounts(size: number): { level: number; full: number; partial: number }[] {
  const counts = []
  for (let level = 0, hashes = size; hashes > 0; level++) {
    const full = Math.floor(hashes / tileWidth)
    counts.push({ level, full, partial: hashes % tileWidth })
    hashes = full
  }
  return counts
}

/** True if a tree of `size` has this tile. */
export function hasTile(size: number, { level, index, width }: Tile): boolean {
  const hashes = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level))
  return index * tileWidth + width <= hashes
}

/** Where the hash of a complete subtree is found: the root over `count` hashes of a tile from `offset`. */
export function placeOf({ level, index }: Node): {
  level: number
  index: number
  offset: number
  count: number
} {
  const count = 2 ** (level % 8)
  const first = index * count
  return {
    level: Math.floor(level / 8),
    index: Math.floor(first / tileWidth),
    offset: first % tileWidth,
    count,
  }
}

/** The root over hashes of a tile: that of a full tile stands in the tile above. */
export function tileRoot(hashes: readonly Hash[]): Hash {
  return rootOf(append(emptyFrontier, hashes))
}

/** Splits the bytes of a tile into its hashes. */
export function splitHashes(bytes: Uint8Array): Hash[] {
  if (bytes.length % 32 !== 0) throw new RangeError(`A tile of ${bytes.length} bytes`)
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
}

/** Writes an entry bundle: each entry after its length in two bytes, big-endian. */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    if (entry.length > entryLimitBytes) throw new RangeError(`An entry of ${entry.length} bytes`)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(entry.length)
    parts.push(length, entry)
  }
  return Buffer.concat(parts)
}

/** Reads an entry bundle; undefined if it is cut short. */
export function parseBundle(bundle: Uint8Array): Uint8Array[] | undefined {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength)
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length) return undefined
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) return undefined
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
