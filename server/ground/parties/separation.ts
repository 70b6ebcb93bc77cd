import { sql } from 'kysely'
import { addDays, dayOf, startOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, refuseOutside } from './org.ts'
import { findPerson } from './person.ts'
import { refuse } from './problems.ts'
import { familyNames, type Role, roles } from './role.ts'
import { forgetActors } from './sender.ts'
import { db } from './tables.ts'
import type { Family, Grant, GrantInput, Steward } from './types.ts'

/**
 * Gives a person a role, from now or a day on, to a last day (included) or until it is taken away.
 * Refuses, naming what is held, when the person has a role of another family in that time:
 * 管运审分离, kept by the exclusion constraint `one_family_per_person` whoever writes the row.
 */
export async function grantRole(ctx: Ctx, input: GrantInput): Promise<Grant> {
  const role = grantable(input.role)
  if (ctx.actor.kind === 'person' && ctx.actor.id === input.person) throw refuse.ownRole()
  const grant = await tx(ctx, async (ctx) => {
    const person = await findPerson(ctx, input.person)
    await refuseOutside(ctx, person.org)
    await db(ctx)
      .insertInto('parties.role')
      .values({ id: input.role, family: role.family })
      .onConflict((it) => it.doNothing())
      .execute()
    const row = {
      id: ctx.ids.next('grt'),
      person: input.person,
      role: input.role,
      family: role.family,
      since_at: input.since ? startOf(input.since) : ctx.clock.now(),
      until_at: input.until ? startOf(addDays(input.until, 1)) : null,
      granted_by: ctx.actor.id,
      granted_at: ctx.clock.now(),
      revoked_by: null,
      revoked_at: null,
    }
    // Waits for a grant being written at the same time, then steps back instead of failing the transaction.
    const made = await db(ctx)
      .insertInto('parties.role_grant')
      .values(row)
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw await refuseGrant(ctx, row, role)
    const grant = toGrant(row)
    await record(ctx, 'parties.roleGranted', {
      subject: row.person,
      grant: row.id,
      role: row.role,
      family: row.family,
      since: grant.since,
      until: grant.until,
    })
    return grant
  })
  forgetActors(ctx)
  return grant
}

/** Takes a role away from now on; that it was held stays on record. */
export async function revokeRole(ctx: Ctx, id: string): Promise<Grant> {
  const grant = await tx(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const row = await db(ctx)
      .selectFrom('parties.role_grant')
      .selectAll()
      .where('id', '=', id)
      .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', now)]))
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw refuse.unknownGrant({ grant: id })
    if (ctx.actor.kind === 'person' && ctx.actor.id === row.person) throw refuse.ownRole()
    await refuseOutside(ctx, (await findPerson(ctx, row.person)).org)
    // A grant for a time to come ends where it would have begun: it never holds.
    const end = row.since_at > now ? row.since_at : now
    await db(ctx)
      .updateTable('parties.role_grant')
      .set({ until_at: end, revoked_by: ctx.actor.id, revoked_at: now })
      .where('id', '=', id)
      .execute()
    await record(ctx, 'parties.roleRevoked', { subject: row.person, grant: id, role: row.role })
    return toGrant({ ...row, until_at: end })
  })
  forgetActors(ctx)
  return grant
}

/** Makes an organisation manage, operate or audit a resource; no organisation has two of the three for one resource. */
export async function assignSteward(
  ctx: Ctx,
  input: { resource: string; org: string; family: Family },
): Promise<Steward> {
  return tx(ctx, async (ctx) => {
    await findOrg(ctx, input.org)
    await refuseOutside(ctx, input.org)
    const row = {
      id: ctx.ids.next('stw'),
      ...input,
      since_at: ctx.clock.now(),
      until_at: null,
      assigned_by: ctx.actor.id,
      ended_by: null,
    }
    const made = await db(ctx)
      .insertInto('parties.steward')
      .values(row)
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw await refuseSteward(ctx, input)
    await record(ctx, 'parties.stewardAssigned', {
      subject: input.resource,
      org: input.org,
      family: input.family,
      steward: row.id,
    })
    return { id: row.id, ...input, since: dayOf(row.since_at) }
  })
}

/** Ends an organisation's duty for a resource from now on. */
export async function endSteward(ctx: Ctx, id: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('parties.steward')
      .selectAll()
      .where('id', '=', id)
      .where('until_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw refuse.unknownSteward({ steward: id })
    await refuseOutside(ctx, row.org)
    await db(ctx)
      .updateTable('parties.steward')
      .set({ until_at: ctx.clock.now(), ended_by: ctx.actor.id })
      .where('id', '=', id)
      .execute()
    await record(ctx, 'parties.stewardEnded', {
      subject: row.resource,
      org: row.org,
      family: row.family,
      steward: id,
    })
  })
}

/** Who manages, operates and audits a resource now. */
export async function stewardsOf(ctx: Ctx, resource: string): Promise<Steward[]> {
  const now = ctx.clock.now()
  const rows = await db(ctx)
    .selectFrom('parties.steward')
    .select(['id', 'resource', 'org', 'family', 'since_at'])
    .where('resource', '=', resource)
    .where('since_at', '<=', now)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', now)]))
    .orderBy('id')
    .execute()
  return rows.map(({ since_at, ...steward }) => ({ ...steward, since: dayOf(since_at) }))
}

function grantable(name: string): Role {
  const role = roles.get(name)
  if (role?.holder === 'person') return role
  const names = [...roles].filter(([, { holder }]) => holder === 'person').map(([name]) => name)
  throw refuse.unknownRole({ role: name, roles: names })
}

async function refuseGrant(
  ctx: Ctx,
  asked: { person: string; role: string; family: Family; since_at: Date; until_at: Date | null },
  role: Role,
) {
  const held = await db(ctx)
    .selectFrom('parties.role_grant')
    .selectAll()
    .where('person', '=', asked.person)
    .where((it) => it.or([it('family', '<>', asked.family), it('role', '=', asked.role)]))
    .where(sql<boolean>`tstzrange(since_at, until_at) && tstzrange(${asked.since_at}, ${asked.until_at})`)
    .orderBy('since_at')
    .executeTakeFirstOrThrow()
  const since = dayOf(held.since_at)
  if (held.family === asked.family)
    return refuse.alreadyGranted({ person: asked.person, role: asked.role, since, grant: held.id })
  const title = roles.get(held.role) ?? { zh: held.role, en: held.role }
  return refuse.separation({
    person: asked.person,
    held: held.role,
    heldZh: title.zh,
    heldEn: title.en,
    grant: held.id,
    family: held.family,
    familyZh: familyNames[held.family].zh,
    since,
    until: toGrant(held).until,
    asked: asked.role,
    askedZh: role.zh,
    askedEn: role.en,
  })
}

async function refuseSteward(
  ctx: Ctx,
  { resource, org, family }: { resource: string; org: string; family: Family },
) {
  const held = await db(ctx)
    .selectFrom('parties.steward')
    .selectAll()
    .where('resource', '=', resource)
    .where('org', '=', org)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', ctx.clock.now())]))
    .executeTakeFirstOrThrow()
  const since = dayOf(held.since_at)
  if (held.family === family) return refuse.alreadySteward({ org, resource, since, steward: held.id })
  const { zh, en } = familyNames[held.family]
  return refuse.stewardSeparation({ org, resource, family: en, familyZh: zh, since, steward: held.id })
}

export function toGrant(row: {
  id: string
  person: string
  role: string
  family: Family
  since_at: Date
  until_at: Date | null
}): Grant {
  const { id, person, role, family } = row
  const until = row.until_at && dayOf(new Date(row.until_at.getTime() - 1))
  return { id, person, role, family, since: dayOf(row.since_at), until }
}
