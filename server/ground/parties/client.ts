import { hashSecret, randomSecret } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, refuseOutside } from './org.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { ClientInput } from './types.ts'

/** Registers a department's system; its secret is shown this once. */
export async function registerClient(ctx: Ctx, input: ClientInput): Promise<{ secret: string }> {
  const secret = randomSecret()
  await tx(ctx, async (ctx) => {
    await findOrg(ctx, input.org)
    await refuseOutside(ctx, input.org)
    const made = await db(ctx)
      .insertInto('parties.client')
      .values({
        ...input,
        secret_sha256: hashSecret(secret),
        registered_at: ctx.clock.now(),
        disabled_at: null,
      })
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw refuse.taken({ what: '系统 / client', id: input.id })
    await record(ctx, 'parties.clientRegistered', { subject: input.id, org: input.org })
  })
  return { secret }
}
