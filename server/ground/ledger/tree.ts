import type { Ctx } from '../../base/ctx.ts'
import { db, type TileRow } from './tables.ts'
import {
  append,
  emptyFrontier,
  type Frontier,
  type Hash,
  hashOf,
  inclusionRanges,
  type Node,
  nodesOf,
  type Range,
  type ReadNode,
} from './tlog/merkle.ts'
import { placeOf, splitHashes, tileRoot, tileWidth } from './tlog/tile.ts'

/** The right edge of the tree: the hashes of each level's partial tile. From it the tree can grow. */
export type Edge = { readonly size: number; readonly levels: readonly (readonly Hash[])[] }

/** The complete subtrees of the tree with this edge. */
export function frontierOf({ size, levels }: Edge): Frontier {
  return { size, peaks: levels.toReversed().flatMap((hashes) => append(emptyFrontier, hashes).peaks) }
}

/** Appends leaves: the new edge, and the tiles that became full. */
export function grow(edge: Edge, leaves: readonly Hash[]): { edge: Edge; tiles: TileRow[] } {
  const levels = edge.levels.map((hashes) => [...hashes])
  const tiles: TileRow[] = []
  let size = edge.size
  for (const leaf of leaves) {
    size++
    let hash = leaf
    for (let level = 0, index = size / tileWidth; ; level++, index /= tileWidth) {
      const hashes: Hash[] = levels[level] ?? []
      hashes.push(hash)
      levels[level] = hashes
      if (hashes.length < tileWidth) break
      hash = tileRoot(hashes)
      tiles.push({ level, index: index - 1, hashes: Buffer.concat(hashes), root: Buffer.from(hash) })
      levels[level] = []
    }
  }
  return { edge: { size, levels }, tiles }
}

/** Reads the edge of the tree of `size` from entries and tiles. */
export async function loadEdge(ctx: Pick<Ctx, 'db'>, size: number): Promise<Edge> {
  const levels: Hash[][] = []
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / tileWidth)) {
    const full = Math.floor(count / tileWidth)
    levels.push(await loadHashes(ctx, level, full * tileWidth, count))
  }
  return { size, levels }
}

/** The hashes of one level from `start` up to, not including, `end`: leaves, or the roots of the tiles below. */
async function loadHashes(ctx: Pick<Ctx, 'db'>, level: number, start: number, end: number): Promise<Hash[]> {
  const rows =
    level === 0
      ? await db(ctx)
          .selectFrom('ledger.entry')
          .select('leaf as hash')
          .where('index', '>=', start)
          .where('index', '<', end)
          .orderBy('index')
          .execute()
      : await db(ctx)
          .selectFrom('ledger.tile')
          .select('root as hash')
          .where('level', '=', level - 1)
          .where('index', '>=', start)
          .where('index', '<', end)
          .orderBy('index')
          .execute()
  return rows.map(({ hash }) => hash)
}

/** The hashes of a tile in a tree that has it; the caller checks `hasTile`. */
export async function loadTile(
  ctx: Pick<Ctx, 'db'>,
  level: number,
  index: number,
  width: number,
): Promise<Hash[]> {
  const row =
    width === tileWidth &&
    (await db(ctx)
      .selectFrom('ledger.tile')
      .select('hashes')
      .where('level', '=', level)
      .where('index', '=', index)
      .executeTakeFirst())
  if (row) return splitHashes(row.hashes)
  return loadHashes(ctx, level, index * tileWidth, index * tileWidth + width)
}

/** The hashes of the ranges of a proof in a tree of `size`, reading each tile once. */
export async function loadRanges(
  ctx: Pick<Ctx, 'db'>,
  ranges: readonly Range[],
  size: number,
): Promise<Hash[]> {
  const tiles = new Map<string, Hash[]>()
  for (const node of ranges.flatMap(nodesOf)) {
    const { level, index } = placeOf(node)
    const key = `${level}/${index}`
    const width = Math.min(tileWidth, Math.floor(size / tileWidth ** level) - index * tileWidth)
    if (!tiles.has(key)) tiles.set(key, await loadTile(ctx, level, index, width))
  }
  const read: ReadNode = (node: Node) => {
    const { level, index, offset, count } = placeOf(node)
    const hashes = tiles.get(`${level}/${index}`)?.slice(offset, offset + count)
    if (hashes?.length !== count)
      throw new Error(`The ledger has no hash for the node ${node.level}/${node.index}`)
    return tileRoot(hashes)
  }
  return ranges.map((range) => hashOf(range, read))
}

/** The inclusion proof of an entry in the tree of `size`. */
export function loadInclusion(ctx: Pick<Ctx, 'db'>, index: number, size: number): Promise<Hash[]> {
  return loadRanges(ctx, inclusionRanges(index, size), size)
}
