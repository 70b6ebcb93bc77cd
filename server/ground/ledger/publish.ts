import type { Ctx } from '../../base/ctx.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import { hasTile, parseTilePath, tileWidth, writeBundle } from './tlog/tile.ts'
import { loadTile } from './tree.ts'
import type { LedgerKeys } from './types.ts'

/** The bytes of a tile or entry bundle by its path (C2SP tlog-tiles); they never change. */
export async function readTile(ctx: Ctx, path: string): Promise<Uint8Array> {
  const tile = parseTilePath(path)
  const { size } = await db(ctx).selectFrom('ledger.head').select('size').executeTakeFirstOrThrow()
  if (!tile || !hasTile(size, tile)) throw refuse.noTile({ tile: path })
  const { level, index, width } = tile
  if (level !== 'entries') return Buffer.concat(await loadTile(ctx, level, index, width))
  const rows = await db(ctx)
    .selectFrom('ledger.entry')
    .select('entry')
    .where('index', '>=', index * tileWidth)
    .where('index', '<', index * tileWidth + width)
    .orderBy('index')
    .execute()
  return writeBundle(rows.map(({ entry }) => Buffer.from(entry, 'utf8')))
}

/** The keys that sign or signed for the ledger. An auditor gets them by another way than the evidence. */
export async function listKeys(ctx: Ctx): Promise<LedgerKeys> {
  const { origin } = await db(ctx).selectFrom('ledger.head').select('origin').executeTakeFirstOrThrow()
  const rows = await db(ctx).selectFrom('ledger.signer').selectAll().orderBy('since').execute()
  return { origin, keys: rows.map(({ verifier, since, at }) => ({ verifier, since, at: at.toISOString() })) }
}
