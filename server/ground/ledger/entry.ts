import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { refuse } from './problems.ts'
import { record } from './record.ts'
import { db } from './tables.ts'
import type { LedgerEntry } from './types.ts'

type Row = {
  index: number
  id: string
  at: Date
  kind: string
  subject: string
  entry: string
  leaf: Buffer
} & {
  body: string | null
  salt: Buffer | null
}

/** Entries in the order of the ledger, after a cursor; `subject` and `kind` narrow the list. */
export async function listEntries(
  ctx: Ctx,
  query: { cursor?: string; limit?: number; subject?: string; kind?: string },
): Promise<Page<LedgerEntry>> {
  const { limit = 100, subject, kind } = query
  const [after = -1] = readCursor(query.cursor, 1) ?? []
  let select = selectEntries(ctx)
    .where('entry.index', '>', Number(after))
    .orderBy('entry.index')
    .limit(limit + 1)
  if (subject !== undefined) select = select.where('entry.subject', '=', subject)
  if (kind !== undefined) select = select.where('entry.kind', '=', kind)
  return pageOf(await select.execute(), limit, toEntry, ({ index }) => [index])
}

/** One entry by its id. */
export async function findEntry(ctx: Ctx, id: string): Promise<LedgerEntry> {
  const row = await selectEntries(ctx).where('entry.id', '=', id).executeTakeFirst()
  if (!row) throw refuse.noEntry({ entry: id })
  return toEntry(row)
}

/**
 * Erases what an entry says (个人信息保护法 第四十七条), never that it was said: the leaf with its digest stays, and
 * the erasure is itself put on record with its reason.
 */
export async function eraseBody(ctx: Ctx, id: string, reason: string): Promise<string> {
  return tx(ctx, async (ctx) => {
    const { rows } = await sql<{ erased: boolean }>`select ledger.erase_body(${id}) as erased`.execute(ctx.db)
    if (!rows[0]?.erased) {
      const found = await db(ctx)
        .selectFrom('ledger.body')
        .select('id')
        .where('id', '=', id)
        .executeTakeFirst()
      throw found ? refuse.erased({ entry: id }) : refuse.noEntry({ entry: id })
    }
    return record(ctx, 'ledger.erased', { subject: id, reason })
  })
}

function selectEntries(ctx: Ctx) {
  return db(ctx)
    .selectFrom('ledger.entry as entry')
    .leftJoin('ledger.body as kept', 'kept.id', 'entry.id')
    .select([
      'entry.index',
      'entry.id',
      'entry.at',
      'entry.kind',
      'entry.subject',
      'entry.entry',
      'entry.leaf',
    ])
    .select(['kept.body', 'kept.salt'])
}

function toEntry({ leaf, body, salt, ...row }: Row): LedgerEntry {
  return {
    ...row,
    at: JSON.parse(row.entry).at,
    leaf: leaf.toString('base64'),
    body: body === null ? null : JSON.parse(body),
    salt: salt?.toString('base64') ?? null,
  }
}
