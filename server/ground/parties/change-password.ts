import { hashSecret } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg } from './org.ts'
import { hashPassword, refuseWeak, verifyPassword } from './password.ts'
import { refuse } from './problems.ts'
import { forgetActors } from './sender.ts'
import { db } from './tables.ts'
import { countAttempt, forgiveAttempt } from './throttle.ts'

/**
 * An official changes their own password: the present one is asked for and every wrong try is counted like one at
 * sign-in, and every other session of theirs ends (ASVS 5.0 6.2.3, 7.4.3). Returns how many ended.
 */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; next: string; token: string | undefined; source: string },
): Promise<number> {
  if (ctx.actor.kind !== 'person') throw refuse.noPassword()
  const person = await db(ctx)
    .selectFrom('parties.person')
    .select(['id', 'org', 'login', 'name', 'password_hash'])
    .where('id', '=', ctx.actor.id)
    .executeTakeFirst()
  if (!person?.password_hash) throw refuse.noPassword()
  const { id, login, password_hash: former } = person
  await countAttempt(ctx, login, input.source)
  if (!(await verifyPassword(former, input.current))) {
    await tx(ctx, (ctx) =>
      record(ctx, 'parties.passwordRefused', { subject: id, org: person.org, source: input.source }),
    )
    throw refuse.wrongPassword({ errors: [wrongCurrent] })
  }
  if (input.next === input.current) throw refuse.samePassword({ errors: [sameNext] })
  const { name } = await findOrg(ctx, person.org)
  refuseWeak(ctx, input.next, [login, id, person.name, name.zh, name.en])
  const hash = await hashPassword(input.next)
  const ended = await tx(ctx, async (ctx) => {
    const changed = await db(ctx)
      .updateTable('parties.person')
      .set({ password_hash: hash })
      .where('id', '=', id)
      .where('password_hash', '=', former)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    // Changed by another request meanwhile: what was typed as the present password no longer is.
    if (!changed.numUpdatedRows) throw refuse.wrongPassword({ errors: [wrongCurrent] })
    await forgiveAttempt(ctx, login, input.source)
    const { numUpdatedRows } = await db(ctx)
      .updateTable('parties.session')
      .set({ ended_at: ctx.clock.now() })
      .where('person', '=', id)
      .where('ended_at', 'is', null)
      .where('token_sha256', '!=', input.token === undefined ? '' : hashSecret(input.token))
      .executeTakeFirstOrThrow()
    await record(ctx, 'parties.passwordChanged', {
      subject: id,
      org: person.org,
      source: input.source,
      sessionsEnded: Number(numUpdatedRows),
    })
    return Number(numUpdatedRows)
  })
  forgetActors(ctx)
  return ended
}

const wrongCurrent = {
  field: '/current',
  rule: 'current',
  zh: '与现用口令不符',
  en: 'is not the present password',
}
const sameNext = {
  field: '/next',
  rule: 'differs',
  zh: '须与现用口令不同',
  en: 'must differ from the present one',
}
