import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { db } from './tables.ts'
import { tileWidth } from './tlog/tile.ts'

const pageRows = 1_000

type Line = { index: number; leaf: string; entry: string; body: string | null; salt: string | null }

/**
 * The whole ledger as an auditor takes it away: NDJSON for `verify.ts`, line by line, up to the checkpoint that
 * was the newest at the start. Leaf hashes come from the tiles where these are full, so that an entry changed in
 * the table is named exactly.
 */
export async function* exportBundle(ctx: Ctx): AsyncGenerator<string> {
  const { origin, size } = await db(ctx)
    .selectFrom('ledger.head')
    .select(['origin', 'size'])
    .executeTakeFirstOrThrow()
  yield `${JSON.stringify({ zhishuLedger: 1, origin, size })}\n`
  const checkpoints = readCheckpoints(ctx, size)
  let checkpoint = (await checkpoints.next()).value
  for (let after = -1; after + 1 < size; after += pageRows) {
    for (const line of await readLines(ctx, after, size)) {
      while (checkpoint && checkpoint.size <= line.index) {
        yield checkpoint.line
        checkpoint = (await checkpoints.next()).value
      }
      yield writeLine(line)
    }
  }
  for (; checkpoint; checkpoint = (await checkpoints.next()).value) yield checkpoint.line
}

/** A file name that keeps bundles apart which lie side by side: the log, how far it reached, the day. */
export async function nameBundle(ctx: Ctx): Promise<string> {
  const { origin, size } = await db(ctx)
    .selectFrom('ledger.head')
    .select(['origin', 'size'])
    .executeTakeFirstOrThrow()
  return `${origin.replace(/[^\w-]+/g, '-')}-${size}-${ctx.clock.today()}.ndjson`
}

function writeLine({ index, leaf, entry, body, salt }: Line): string {
  const head = JSON.stringify({ index, leaf, entry, salt }).slice(0, -1)
  // The body is kept as the canonical text whose digest stands in the entry: it goes out as it is.
  return `${head},"body":${body ?? 'null'}}\n`
}

/** One page in three plain look-ups: a join would let the planner read all bodies for every page. */
async function readLines(ctx: Ctx, after: number, size: number): Promise<Line[]> {
  const to = Math.min(size, after + 1 + pageRows)
  const entries = await db(ctx)
    .selectFrom('ledger.entry')
    .select(['index', 'id', 'entry', 'leaf'])
    .where('index', '>', after)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
  const ids = entries.map(({ id }) => id)
  const bodies = await sql<{ id: string; body: string | null; salt: Buffer | null }>`
    select id, body, salt from ledger.body where id = any(${ids})`.execute(ctx.db)
  const tiles = await db(ctx)
    .selectFrom('ledger.tile')
    .select(['index', 'hashes'])
    .where('level', '=', 0)
    .where('index', '>=', Math.floor((after + 1) / tileWidth))
    .where('index', '<=', Math.floor(to / tileWidth))
    .execute()
  const kept = new Map(bodies.rows.map((row) => [row.id, row]))
  const full = new Map(tiles.map(({ index, hashes }) => [index, hashes]))
  return entries.map(({ index, id, entry, leaf }) => {
    const at = (index % tileWidth) * 32
    const proven = full.get(Math.floor(index / tileWidth))?.subarray(at, at + 32) ?? leaf
    const { body = null, salt = null } = kept.get(id) ?? {}
    return { index, leaf: proven.toString('base64'), entry, body, salt: salt?.toString('base64') ?? null }
  })
}

async function* readCheckpoints(
  ctx: Ctx,
  size: number,
): AsyncGenerator<{ size: number; line: string }, undefined> {
  for (let after = 0; ; ) {
    const rows = await db(ctx)
      .selectFrom('ledger.checkpoint')
      .select(['size', 'note', 'peaks'])
      .where('size', '>', after)
      .where('size', '<=', size)
      .orderBy('size')
      .limit(pageRows)
      .execute()
    for (const { size, note, peaks } of rows) {
      const hashes = Array.from({ length: peaks.length / 32 }, (_, i) =>
        peaks.toString('base64', i * 32, i * 32 + 32),
      )
      yield { size, line: `${JSON.stringify({ checkpoint: note, peaks: hashes })}\n` }
    }
    if (rows.length < pageRows) return undefined
    after = rows.at(-1)?.size ?? size
  }
}
