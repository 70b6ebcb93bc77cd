import { sql } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { refusedBy, tx } from '../../base/db/index.ts'
import { invalidFields, type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { record } from '../ledger/index.ts'
import { refuse } from './problems.ts'
import { db, type OrgFormRow } from './tables.ts'
import type { Level, Org, OrgChange, OrgFilter, OrgInput } from './types.ts'

const reserved = 'public'

/** Registers an organisation (单位); its form holds from `since`, today unless said otherwise. */
export async function registerOrg(ctx: Ctx, draft: OrgInput): Promise<Org> {
  const org: Org = { uscc: null, line: null, since: ctx.clock.today(), ...draft, until: null }
  refuseMisfit(org.level, org.division)
  // `public` stands for everybody in an access plan; no organisation may pass for it.
  if (org.id === reserved) throw refuse.taken({ what: '单位 / organisation', id: org.id })
  return tx(ctx, async (ctx) => {
    if (org.parent !== null) await findOrg(ctx, org.parent)
    await refuseOutside(ctx, org.parent ?? org.id)
    const made = await db(ctx)
      .insertInto('parties.org')
      .values({ id: org.id })
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw refuse.taken({ what: '单位 / organisation', id: org.id })
    await addForm(ctx, org)
    const { id: subject, level, division, parent, line, kind, since } = org
    await record(ctx, 'parties.orgRegistered', { subject, level, division, parent, line, kind, since })
    return org
  })
}

/** Changes an organisation from a day on (today unless said otherwise); its former form is kept. */
export async function changeOrg(ctx: Ctx, id: string, change: OrgChange & { on?: Day }): Promise<Org> {
  const { on = ctx.clock.today(), ...fields } = change
  return tx(ctx, async (ctx) => {
    // Locks the organisation: two changes at once follow each other.
    await db(ctx).selectFrom('parties.org').select('id').where('id', '=', id).forUpdate().execute()
    const former = await formOf(ctx, id, ctx.clock.today())
    await refuseOutside(ctx, id)
    if (on < former.since_on) throw refuse.changeBeforeForm({ org: id, since: former.since_on })
    const org: Org = { ...toOrg(former), ...fields, since: on, until: former.until_on }
    refuseMisfit(org.level, org.division)
    if (fields.parent) await refuseCycle(ctx, id, fields.parent)
    await closeForm(ctx, former, on)
    await addForm(ctx, org)
    await record(ctx, 'parties.orgChanged', { subject: id, fields: Object.keys(fields), on })
    return org
  })
}

/** The organisation in the form it has today; 404 when there is none. */
export async function findOrg(ctx: Ctx, id: string): Promise<Org> {
  return toOrg(await formOf(ctx, id, ctx.clock.today()))
}

/** Organisations by id in the form they have today; 404 names those that are missing. */
export async function findOrgs(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Org>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const rows = await forms(ctx, ctx.clock.today())
    .where('org', '=', sql<string>`any(${asked}::text[])`)
    .execute()
  const found = new Map(rows.map((row) => [row.org, toOrg(row)]))
  const missing = asked.filter((id) => !found.has(id))
  if (missing.length > 0) throw refuse.unknownOrg({ orgs: missing })
  return found
}

/** Organisations of a day in the order of their ids, a page at a time. */
export async function listOrgs(ctx: Ctx, filter: OrgFilter = {}): Promise<Page<Org>> {
  const { level, parent, line, ids, on = ctx.clock.today(), cursor } = filter
  const limit = filter.limit ?? ids?.length ?? 100
  const after = readCursor(cursor, 1)
  const rows = await forms(ctx, on)
    .$if(level !== undefined, (it) => it.where('level', '=', level as Level))
    .$if(parent !== undefined, (it) => it.where('parent', '=', parent as string))
    .$if(ids !== undefined, (it) => it.where('org', '=', sql<string>`any(${ids}::text[])`))
    .$if(line !== undefined, (it) => it.where('line', '=', line as string))
    .$if(after !== undefined, (it) => it.where('org', '>', String(after?.[0])))
    .orderBy('org')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, toOrg, (row) => [row.org])
}

/** Every form an organisation ever had, oldest first. */
export async function orgHistory(ctx: Ctx, id: string): Promise<Org[]> {
  const rows = await db(ctx)
    .selectFrom('parties.org_form')
    .selectAll()
    .where('org', '=', id)
    .where('replaced_at', 'is', null)
    .orderBy('since_on')
    .execute()
  return rows.map(toOrg)
}

/** The organisation and all above it, nearest first. */
export async function chainOf(ctx: Ctx, id: string): Promise<string[]> {
  const today = ctx.clock.today()
  const { rows } = await sql<{ org: string }>`
    with recursive up (org, parent, n) as (
      select org, parent, 0 from parties.org_form
      where org = ${id} and replaced_at is null and daterange(since_on, until_on) @> ${today}::date
      union all
      select f.org, f.parent, n + 1 from up join parties.org_form f on f.org = up.parent
      where f.replaced_at is null and daterange(f.since_on, f.until_on) @> ${today}::date and n < 32
    ) select org from up order by n`.execute(ctx.db)
  if (rows.length === 0) throw refuse.unknownOrg({ orgs: [id] })
  return rows.map(({ org }) => org)
}

/** Whether an organisation is another one or anywhere below it. */
export async function isWithin(ctx: Ctx, org: string, ancestor: string): Promise<boolean> {
  return (await chainOf(ctx, org)).includes(ancestor)
}

/**
 * Refuses an official whose own organisation neither is this one nor stands above it. A competent
 * department acts for its government, so its reach is everything below that government.
 */
export async function refuseOutside(ctx: Ctx, org: string): Promise<void> {
  const { kind, party } = ctx.actor
  if (kind === 'system') return
  if (party === null) throw refuse.outOfScope({ org, party: ctx.actor.id })
  const own = await findOrg(ctx, party)
  const root = own.kind === 'competent' ? (own.parent ?? own.id) : own.id
  const known = await db(ctx).selectFrom('parties.org').select('id').where('id', '=', org).executeTakeFirst()
  if (!known || !(await isWithin(ctx, org, root))) throw refuse.outOfScope({ org, party })
}

/** The forms that hold on a day, to be narrowed further. */
export function forms(ctx: Ctx, on: Day) {
  return db(ctx)
    .selectFrom('parties.org_form')
    .select([
      'id',
      'org',
      'name_zh',
      'name_en',
      'uscc',
      'level',
      'division',
      'parent',
      'line',
      'kind',
      'since_on',
      'until_on',
      'replaced_at',
    ])
    .where('replaced_at', 'is', null)
    .where('since_on', '<=', on)
    .where((it) => it.or([it('until_on', 'is', null), it('until_on', '>', on)]))
}

export function toOrg(row: StoredForm): Org {
  return {
    id: row.org,
    name: { zh: row.name_zh, en: row.name_en },
    uscc: row.uscc,
    level: row.level,
    division: row.division,
    parent: row.parent,
    line: row.line,
    kind: row.kind,
    since: row.since_on,
    until: row.until_on,
  }
}

type StoredForm = Omit<OrgFormRow, 'id'> & { id: number }

async function formOf(ctx: Ctx, id: string, on: Day): Promise<StoredForm> {
  const row = await forms(ctx, on).where('org', '=', id).executeTakeFirst()
  if (!row) throw refuse.unknownOrg({ orgs: [id] })
  return row
}

/** Ends a form on a day; one that began that very day is marked as replaced, since it never held. */
async function closeForm(ctx: Ctx, former: StoredForm, on: Day): Promise<void> {
  const end = former.since_on === on ? { replaced_at: ctx.clock.now() } : { until_on: on }
  await db(ctx).updateTable('parties.org_form').set(end).where('id', '=', former.id).execute()
}

async function addForm(ctx: Ctx, org: Org): Promise<void> {
  await refuseRival(ctx, org)
  try {
    await db(ctx)
      .insertInto('parties.org_form')
      .values({
        org: org.id,
        name_zh: org.name.zh,
        name_en: org.name.en,
        uscc: org.uscc,
        level: org.level,
        division: org.division,
        parent: org.parent,
        line: org.line,
        kind: org.kind,
        since_on: org.since,
        until_on: org.until,
        replaced_at: null,
      })
      .execute()
  } catch (error) {
    // Somebody came first between the look and the write: the transaction has failed, and only the rule is known.
    const constraint = refusedBy(error)
    if (constraint === 'one_competent_department' || constraint === 'one_org_per_uscc')
      throw refuse.changedMeanwhile({ org: org.id })
    throw error
  }
}

/** Names who stands in the way: the competent department of the same level and territory, or the holder of the code. */
async function refuseRival(ctx: Ctx, org: Org): Promise<void> {
  const rivals = db(ctx)
    .selectFrom('parties.org_form')
    .select('org')
    .where('replaced_at', 'is', null)
    .where('org', '<>', org.id)
    .where(sql<boolean>`daterange(since_on, until_on) && daterange(${org.since}::date, ${org.until}::date)`)
    .orderBy('since_on')
  if (org.kind === 'competent') {
    const { division, level } = org
    const first = await rivals
      .where('kind', '=', 'competent')
      .where('division', '=', division)
      .where('level', '=', level)
      .executeTakeFirst()
    if (first) throw refuse.secondCompetent({ division, level, held: first.org })
  }
  if (org.uscc === null) return
  const holder = await rivals.where('uscc', '=', org.uscc).executeTakeFirst()
  if (holder) throw refuse.usccTaken({ uscc: org.uscc, held: holder.org })
}

async function refuseCycle(ctx: Ctx, org: string, parent: string): Promise<void> {
  if (await isWithin(ctx, parent, org)) throw refuse.cycle({ org, parent })
}

const shapes: Record<Level, RegExp> = {
  nation: /^000000$/,
  province: /^[1-9]\d0000$/,
  city: /^[1-9]\d{3}00$/,
  county: /^[1-9]\d{5}$/,
  town: /^[1-9]\d{8}$/,
  village: /^[1-9]\d{11}$/,
}

function refuseMisfit(level: Level, division: string): void {
  if (shapes[level].test(division)) return
  throw invalidFields([
    {
      field: '/division',
      rule: 'division',
      zh: `行政区划代码 ${division} 与层级 ${level} 不符`,
      en: `the division code ${division} does not fit the level ${level}`,
    },
  ])
}
