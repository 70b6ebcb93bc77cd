import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, forms, refuseOutside, toOrg } from './org.ts'
import { findPerson } from './person.ts'
import { forgetActors } from './sender.ts'
import { toGrant } from './separation.ts'
import { db } from './tables.ts'
import type { Grant, GrantRecord, OrgBranch, RosterPerson } from './types.ts'

/** The people of an organisation with the roles they hold now or will hold, for an administrator within whose reach it is. */
export async function listPersons(
  ctx: Ctx,
  query: { org: string; cursor?: string; limit?: number },
): Promise<Page<RosterPerson>> {
  await findOrg(ctx, query.org)
  await refuseOutside(ctx, query.org)
  const { limit = 100 } = query
  const after = readCursor(query.cursor, 1)
  const rows = await db(ctx)
    .selectFrom('parties.person')
    .select(['id', 'org', 'name', 'title_zh', 'title_en', 'login', 'disabled_at'])
    .where('org', '=', query.org)
    .$if(after !== undefined, (it) => it.where('id', '>', String(after?.[0])))
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const held = await rolesOf(
    ctx,
    rows.map(({ id }) => id),
  )
  const sessions = await openSessions(
    ctx,
    rows.map(({ id }) => id),
  )
  return pageOf(
    rows,
    limit,
    ({ title_zh: zh, title_en: en, disabled_at, ...person }) => ({
      ...person,
      title: { zh, en },
      disabledAt: disabled_at?.toISOString() ?? null,
      sessions: sessions.get(person.id) ?? 0,
      roles: held.get(person.id) ?? [],
    }),
    ({ id }) => [id],
  )
}

/** Every role a person was ever given: by whom, when, and when it was taken away. */
export async function listGrants(ctx: Ctx, person: string): Promise<GrantRecord[]> {
  await refuseOutside(ctx, (await findPerson(ctx, person)).org)
  const now = ctx.clock.now()
  const rows = await db(ctx)
    .selectFrom('parties.role_grant')
    .selectAll()
    .where('person', '=', person)
    .orderBy('since_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    ...toGrant(row),
    inForce: row.since_at <= now && (row.until_at === null || row.until_at > now),
    grantedBy: row.granted_by,
    grantedAt: row.granted_at.toISOString(),
    revokedBy: row.revoked_by,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }))
}

/** The organisations directly below one, each with how many stand below it and how many people it has. */
export async function listBranches(ctx: Ctx, id: string): Promise<OrgBranch[]> {
  await findOrg(ctx, id)
  const today = ctx.clock.today()
  const rows = await forms(ctx, today)
    .select([
      sql<number>`(select count(*) from parties.org_form f where f.parent = org_form.org and f.replaced_at is null
        and daterange(f.since_on, f.until_on) @> ${today}::date)`.as('children'),
      sql<number>`(select count(*) from parties.person p where p.org = org_form.org and p.disabled_at is null)`.as(
        'persons',
      ),
    ])
    .where('parent', '=', id)
    .orderBy('org')
    .execute()
  return rows.map(({ children, persons, ...row }) => ({ ...toOrg(row), children, persons }))
}

/** Ends every session of a person, here at once and on every node within a second; the account stays. */
export async function endSessions(ctx: Ctx, id: string): Promise<number> {
  const ended = await tx(ctx, async (ctx) => {
    const person = await findPerson(ctx, id)
    await refuseOutside(ctx, person.org)
    const { numUpdatedRows } = await db(ctx)
      .updateTable('parties.session')
      .set({ ended_at: ctx.clock.now() })
      .where('person', '=', id)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', ctx.clock.now())
      .executeTakeFirstOrThrow()
    await record(ctx, 'parties.sessionsEnded', { subject: id, sessions: Number(numUpdatedRows) })
    return Number(numUpdatedRows)
  })
  forgetActors(ctx)
  return ended
}

async function rolesOf(ctx: Ctx, people: readonly string[]): Promise<Map<string, Grant[]>> {
  if (people.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('parties.role_grant')
    .select(['id', 'person', 'role', 'family', 'since_at', 'until_at'])
    .where('person', 'in', people)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', ctx.clock.now())]))
    .orderBy('since_at')
    .orderBy('id')
    .execute()
  return Map.groupBy(rows.map(toGrant), ({ person }) => person)
}

async function openSessions(ctx: Ctx, people: readonly string[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('parties.session')
    .select(['person', ({ fn }) => fn.countAll<number>().as('n')])
    .where('person', 'in', people)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .groupBy('person')
    .execute()
  return new Map(rows.map(({ person, n }) => [person, n]))
}
