import { hashSecret, randomSecret } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { record } from '../ledger/index.ts'
import { findOrg, refuseOutside } from './org.ts'
import { refuse } from './problems.ts'
import { forgetActors } from './sender.ts'
import { db } from './tables.ts'
import type { Client, ClientInput } from './types.ts'

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

/** The systems of an organisation, for an administrator within whose reach it is; never a secret. */
export async function listClients(
  ctx: Ctx,
  query: { org: string; cursor?: string; limit?: number },
): Promise<Page<Client>> {
  await findOrg(ctx, query.org)
  await refuseOutside(ctx, query.org)
  const { limit = 100 } = query
  const after = readCursor(query.cursor, 1)
  const rows = await db(ctx)
    .selectFrom('parties.client')
    .select(['id', 'org', 'name', 'registered_at', 'disabled_at'])
    .where('org', '=', query.org)
    .$if(after !== undefined, (it) => it.where('id', '>', String(after?.[0])))
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return pageOf(
    rows,
    limit,
    ({ registered_at, disabled_at, ...client }) => ({
      ...client,
      registeredAt: registered_at.toISOString(),
      endedAt: disabled_at?.toISOString() ?? null,
    }),
    ({ id }) => [id],
  )
}

/** Lets a system act no longer: its secret gets no token, its tokens die here at once and on every node within a second. */
export async function endClient(ctx: Ctx, id: string): Promise<Client> {
  const ended = await tx(ctx, async (ctx) => {
    const client = await db(ctx)
      .selectFrom('parties.client')
      .select(['id', 'org', 'name', 'registered_at', 'disabled_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!client) throw refuse.unknownClient({ client: id })
    await refuseOutside(ctx, client.org)
    if (client.disabled_at)
      throw refuse.clientEnded({ client: id, endedAt: client.disabled_at.toISOString() })
    const now = ctx.clock.now()
    await db(ctx).updateTable('parties.client').set({ disabled_at: now }).where('id', '=', id).execute()
    await db(ctx).deleteFrom('parties.client_token').where('client', '=', id).execute()
    await record(ctx, 'parties.clientEnded', { subject: id, org: client.org })
    const { registered_at, disabled_at: _, ...rest } = client
    return { ...rest, registeredAt: registered_at.toISOString(), endedAt: now.toISOString() }
  })
  forgetActors(ctx)
  return ended
}
