import { sql } from 'kysely'
import { addDays, type Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { pageOf, readCursor } from '../../base/http/index.ts'
import { findResources } from '../../ground/catalog/index.ts'
import { type EntrySum, sumEntries } from '../../ground/ledger/index.ts'
import { findOrgs } from '../../ground/parties/index.ts'
import { type AccessPlan, everybody, mayAct, plansFor } from '../../ground/policy/index.ts'
import { refuse } from './problems.ts'
import { db, type TallyRow } from './tables.ts'
import type { ReadCount, ReadsPage, ReadsQuery } from './types.ts'

/** Entries counted in one transaction. */
const stepEntries = 10_000
const usualDays = 30
const channels = ['api', 'file', 'delta']
/** Policy action of those who read the whole record of the house: the auditors. */
const audit = 'ledger.read'

/**
 * Who reads how much of a resource: by agreement, channel and day, newest first. For its provider and the auditors;
 * counted from the ledger a moment before, at most ten thousand entries at a time.
 */
export async function listReads(ctx: Ctx, query: ReadsQuery): Promise<ReadsPage> {
  const resource = (await findResources(ctx, [query.resource])).get(query.resource)
  if (!resource || !mayCount(ctx, resource.provider)) throw refuse.noReads({ resource: query.resource })
  await countStep(ctx)
  const plans = new Map((await plansFor(ctx, { resource: query.resource })).map((plan) => [plan.id, plan]))
  const { limit = 100, until = ctx.clock.today() } = query
  const from = query.from ?? addDays(until, -usualDays)
  const rows = await selectReads(ctx, [...plans.keys()], { ...query, from, until, limit })
  const names = await namesOf(ctx, [...plans.values()])
  const toItem = (row: TallyRow) => toCount(row, plans.get(row.agreement), names)
  return pageOf(rows, limit, toItem, (row) => [row.read_on, row.agreement, row.channel])
}

function mayCount(ctx: Ctx, provider: string): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.party === provider || mayAct(ctx, audit)
}

/** Counts what the ledger has taken up since (job `serve.count`). */
export async function countReads(ctx: Ctx): Promise<void> {
  while (await countStep(ctx)) {
    // one step after another until the ledger's end
  }
}

/** Whether more was left to count than one step takes. */
async function countStep(ctx: Ctx): Promise<boolean> {
  const reads = await countKind(ctx, 'serve.read', ['rows', 'bytes'])
  const denials = await countKind(ctx, 'policy.denied', [])
  return reads || denials
}

async function countKind(ctx: Ctx, kind: string, sum: readonly string[]): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    // The lock makes one counter at a time: an entry is counted once however many ask.
    const { counted: after } = await db(ctx)
      .selectFrom('serve.tally_mark')
      .select('counted')
      .where('kind', '=', kind)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const tally = await sumEntries(ctx, { kind, after, limit: stepEntries, by: 'mode', sum })
    if (tally.counted === 0) return false
    await addUp(
      ctx,
      tally.groups.flatMap((group) => toTally(kind, group)),
    )
    await db(ctx)
      .updateTable('serve.tally_mark')
      .set({ counted: tally.upTo })
      .where('kind', '=', kind)
      .execute()
    return tally.counted === stepEntries
  })
}

// A denial without a channel is of an action, not of an agreement.
function toTally(kind: string, { subject, day, by, entries, sums, lastAt }: EntrySum): TallyRow[] {
  if (by === null || !channels.includes(by)) return []
  const isRead = kind === 'serve.read'
  const [rows = 0, bytes = 0] = sums
  return [
    {
      agreement: subject,
      channel: by as TallyRow['channel'],
      read_on: day,
      requests: isRead ? entries : 0,
      rows,
      bytes,
      denials: isRead ? 0 : entries,
      last_read_at: isRead ? lastAt : null,
    },
  ]
}

async function addUp(ctx: Ctx, rows: readonly TallyRow[]): Promise<void> {
  if (rows.length === 0) return
  await db(ctx)
    .insertInto('serve.tally')
    .values([...rows])
    .onConflict((it) =>
      it.columns(['agreement', 'read_on', 'channel']).doUpdateSet((eb) => ({
        requests: sql`tally.requests + ${eb.ref('excluded.requests')}`,
        rows: sql`tally.rows + ${eb.ref('excluded.rows')}`,
        bytes: sql`tally.bytes + ${eb.ref('excluded.bytes')}`,
        denials: sql`tally.denials + ${eb.ref('excluded.denials')}`,
        last_read_at: sql`greatest(tally.last_read_at, ${eb.ref('excluded.last_read_at')})`,
      })),
    )
    .execute()
}

function selectReads(
  ctx: Ctx,
  agreements: readonly string[],
  { agreement, from, until, cursor, limit }: ReadsQuery & { from: Day; until: Day; limit: number },
): Promise<TallyRow[]> {
  const after = readCursor(cursor, 3)
  return db(ctx)
    .selectFrom('serve.tally')
    .selectAll()
    .where('agreement', '=', sql<string>`any(${[...agreements]}::text[])`)
    .where('read_on', '>=', from)
    .where('read_on', '<=', until)
    .$if(agreement !== undefined, (it) => it.where('agreement', '=', agreement as string))
    .$if(after !== undefined, (it) =>
      it.where(sql<boolean>`(read_on, agreement, channel) < (${sql.join(after ?? [])})`),
    )
    .orderBy('read_on', 'desc')
    .orderBy('agreement', 'desc')
    .orderBy('channel', 'desc')
    .limit(limit + 1)
    .execute()
}

type Names = ReadonlyMap<string, ReadCount['applicantName']>

async function namesOf(ctx: Ctx, plans: readonly AccessPlan[]): Promise<Names> {
  const orgs = plans.map(({ applicant }) => applicant).filter((applicant) => applicant !== everybody)
  const names = [...(await findOrgs(ctx, orgs))].map(([id, { name }]) => [id, { ...name }] as const)
  return new Map([...names, [everybody, { zh: '社会公众', en: 'the public' }]])
}

function toCount(row: TallyRow, plan: AccessPlan | undefined, names: Names): ReadCount {
  if (!plan) throw new Error(`reads of ${row.agreement} without its plan`)
  const { applicant, purpose, state } = plan
  return {
    agreement: row.agreement,
    applicant,
    applicantName: names.get(applicant) ?? { zh: applicant, en: applicant },
    purpose,
    state,
    channel: row.channel,
    day: row.read_on,
    requests: row.requests,
    rows: row.rows,
    sizeBytes: row.bytes,
    denials: row.denials,
    lastReadAt: row.last_read_at?.toISOString() ?? null,
  }
}
