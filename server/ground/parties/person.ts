import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, refuseOutside } from './org.ts'
import { hashPassword, refuseWeak } from './password.ts'
import { refuse } from './problems.ts'
import { forgetActors } from './sender.ts'
import { db } from './tables.ts'
import type { Person, PersonInput } from './types.ts'

/** Registers an official of an organisation; a role comes by its own grant. */
export async function registerPerson(ctx: Ctx, input: PersonInput): Promise<Person> {
  const { password, ...person } = input
  const org = await findOrg(ctx, input.org)
  if (password !== undefined)
    refuseWeak(ctx, password, [input.login, input.id, input.name, org.name.zh, org.name.en])
  const hash = password === undefined ? null : await hashPassword(password)
  return tx(ctx, async (ctx) => {
    await refuseOutside(ctx, input.org)
    const made = await db(ctx)
      .insertInto('parties.person')
      .values({
        id: person.id,
        org: person.org,
        name: person.name,
        title_zh: person.title.zh,
        title_en: person.title.en,
        login: person.login,
        password_hash: hash,
        registered_at: ctx.clock.now(),
        disabled_at: null,
      })
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n)
      throw refuse.taken({ what: '人员或账号 / person or login', id: person.id })
    await record(ctx, 'parties.personRegistered', { subject: person.id, org: person.org })
    return person
  })
}

export async function findPerson(ctx: Ctx, id: string): Promise<Person> {
  const row = await db(ctx)
    .selectFrom('parties.person')
    .select(['id', 'org', 'name', 'title_zh', 'title_en', 'login'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw refuse.unknownPerson({ person: id })
  const { title_zh: zh, title_en: en, ...person } = row
  return { ...person, title: { zh, en } }
}

/** Lets a person act no longer: all sessions end, here at once and on every node within a second. */
export async function disablePerson(ctx: Ctx, id: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const person = await findPerson(ctx, id)
    await refuseOutside(ctx, person.org)
    const now = ctx.clock.now()
    await db(ctx).updateTable('parties.person').set({ disabled_at: now }).where('id', '=', id).execute()
    await db(ctx)
      .updateTable('parties.session')
      .set({ ended_at: now })
      .where('person', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    await record(ctx, 'parties.personDisabled', { subject: id, org: person.org })
  })
  forgetActors(ctx)
}
