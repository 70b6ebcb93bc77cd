import { sql } from 'kysely'
import { addDays, type Day, startOf } from '../../base/clock/index.ts'
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

/** What narrows a list of entries; days are whole days in Asia/Shanghai, both included. */
export interface EntryFilter {
  readonly cursor?: string
  readonly limit?: number
  readonly subject?: string
  readonly kind?: string
  /** the beginning of a kind: `serve.`, `parties.sign` */
  readonly kindPrefix?: string
  /** `person:sz.market.officer`, `client:…`, `system:…` */
  readonly actor?: string
  readonly party?: string
  readonly from?: Day
  readonly until?: Day
  readonly order?: 'oldest' | 'newest'
}

/** Entries in the order of the ledger, oldest first unless asked otherwise; every filter narrows the list. */
export async function listEntries(ctx: Ctx, query: EntryFilter): Promise<Page<LedgerEntry>> {
  const { limit = 100, order = 'oldest' } = query
  const after = readCursor(query.cursor, 1)
  let select = narrow(selectEntries(ctx), query)
    .orderBy('entry.index', order === 'oldest' ? 'asc' : 'desc')
    .limit(limit + 1)
  if (after) select = select.where('entry.index', order === 'oldest' ? '>' : '<', Number(after[0]))
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

function narrow(select: ReturnType<typeof selectEntries>, query: EntryFilter) {
  const { subject, kind, kindPrefix, actor, party, from, until } = query
  return select
    .$if(subject !== undefined, (it) => it.where('entry.subject', '=', subject as string))
    .$if(kind !== undefined, (it) => it.where('entry.kind', '=', kind as string))
    .$if(kindPrefix !== undefined, (it) => it.where('entry.kind', 'like', `${kindPrefix}%`))
    .$if(actor !== undefined, (it) => it.where(inLeaf('actor'), '=', actor as string))
    .$if(party !== undefined, (it) => it.where(inLeaf('party'), '=', party as string))
    .$if(from !== undefined, (it) => it.where('entry.at', '>=', startOf(from as Day)))
    .$if(until !== undefined, (it) => it.where('entry.at', '<', startOf(addDays(until as Day, 1))))
}

/** Spelled as the index spells it. */
function inLeaf(name: 'actor' | 'party') {
  return sql<string>`((entry.entry::jsonb) ->> ${sql.lit(name)})`
}

function toEntry({ leaf, body, salt, ...row }: Row): LedgerEntry {
  const { at, actor, party } = JSON.parse(row.entry) as { at: string; actor: string; party: string | null }
  return {
    ...row,
    at,
    actor,
    party,
    leaf: leaf.toString('base64'),
    body: body === null ? null : JSON.parse(body),
    salt: salt?.toString('base64') ?? null,
  }
}
