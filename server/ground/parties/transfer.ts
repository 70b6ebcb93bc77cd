import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, refuseOutside } from './org.ts'
import { findPerson } from './person.ts'
import { refuse } from './problems.ts'
import { forgetActors } from './sender.ts'
import { db } from './tables.ts'
import type { Person, Posting } from './types.ts'

/**
 * Moves a person to another organisation (调任): the roles held for the old one end, and so do the sessions; what was
 * held and where stays on record. New roles come by their own grants, under the same separation of duties.
 */
export async function transferPerson(
  ctx: Ctx,
  id: string,
  input: { org: string; title?: Person['title'] },
): Promise<Person> {
  if (ctx.actor.kind === 'person' && ctx.actor.id === id) throw refuse.ownRole()
  const moved = await tx(ctx, async (ctx) => {
    // Locks the person: two transfers at once follow each other, and so does a change of the password.
    await db(ctx).selectFrom('parties.person').select('id').where('id', '=', id).forUpdate().execute()
    const person = await findPerson(ctx, id)
    await findOrg(ctx, input.org)
    await refuseOutside(ctx, person.org)
    await refuseOutside(ctx, input.org)
    if (person.org === input.org) throw refuse.sameOrg({ person: id, org: input.org })
    await closePosting(ctx, person)
    const roles = await endRoles(ctx, id)
    const now = ctx.clock.now()
    const title = input.title ?? person.title
    await db(ctx)
      .updateTable('parties.person')
      .set({ org: input.org, title_zh: title.zh, title_en: title.en })
      .where('id', '=', id)
      .execute()
    await db(ctx)
      .updateTable('parties.session')
      .set({ ended_at: now })
      .where('person', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    await record(ctx, 'parties.personTransferred', { subject: id, from: person.org, to: input.org, roles })
    return { ...person, org: input.org, title }
  })
  forgetActors(ctx)
  return moved
}

/** Where a person served and serves, newest first; only the present posting has no end. */
export async function listPostings(ctx: Ctx, id: string): Promise<Posting[]> {
  const { org, title } = await findPerson(ctx, id)
  await refuseOutside(ctx, org)
  const former = await db(ctx)
    .selectFrom('parties.posting')
    .selectAll()
    .where('person', '=', id)
    .orderBy('n', 'desc')
    .execute()
  const sinceAt = await presentSince(ctx, id)
  return [
    { org, title, sinceAt: sinceAt.toISOString(), untilAt: null, movedBy: null },
    ...former.map((row) => ({
      org: row.org,
      title: { zh: row.title_zh, en: row.title_en },
      sinceAt: row.since_at.toISOString(),
      untilAt: row.until_at.toISOString(),
      movedBy: row.moved_by,
    })),
  ]
}

async function closePosting(ctx: Ctx, { id, org, title }: Person): Promise<void> {
  const { n } = await db(ctx)
    .selectFrom('parties.posting')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('person', '=', id)
    .executeTakeFirstOrThrow()
  await db(ctx)
    .insertInto('parties.posting')
    .values({
      person: id,
      n: n + 1,
      org,
      title_zh: title.zh,
      title_en: title.en,
      since_at: await presentSince(ctx, id),
      until_at: ctx.clock.now(),
      moved_by: ctx.actor.id,
    })
    .execute()
}

async function presentSince(ctx: Ctx, id: string): Promise<Date> {
  const last = await db(ctx)
    .selectFrom('parties.posting')
    .select('until_at')
    .where('person', '=', id)
    .orderBy('n', 'desc')
    .executeTakeFirst()
  if (last) return last.until_at
  const { registered_at } = await db(ctx)
    .selectFrom('parties.person')
    .select('registered_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return registered_at
}

/** Ends what is held now; what was granted for a time to come ends where it would have begun. */
async function endRoles(ctx: Ctx, person: string): Promise<string[]> {
  const now = ctx.clock.now()
  const ended = await db(ctx)
    .updateTable('parties.role_grant')
    .set(({ fn, val, ref }) => ({
      until_at: fn<Date>('greatest', [ref('since_at'), val(now)]),
      revoked_by: ctx.actor.id,
      revoked_at: now,
    }))
    .where('person', '=', person)
    .where((it) => it.or([it('until_at', 'is', null), it('until_at', '>', now)]))
    .returning('role')
    .execute()
  return ended.map(({ role }) => role).sort()
}
