import type { Ctx } from '../../base/ctx.ts'
import { refusedBy, tx } from '../../base/db/index.ts'
import { findResource, findResources, type Resource, servedVersion } from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { findOrg } from '../../ground/parties/index.ts'
import { changePlan, everybody, putPlan } from '../../ground/policy/index.ts'
import { type Choice, faultsOf, refuseUnknownFields } from './check.ts'
import { refuse } from './problems.ts'
import { db, type OpeningRow } from './tables.ts'
import type { Opening, OpeningInput } from './types.ts'
import { wordsOf } from './words.ts'

/** An opening holds until it is closed; plans have a last day, so it is the last day there is. */
const forever = '9999-12-31'

/**
 * Opens chosen items of a published entry to everybody (公共数据开放): an access plan whose applicant is the
 * public, so `serve` cuts a snapshot that holds nothing else. Refuses with every reason, its rule and article.
 */
export async function openResource(ctx: Ctx, id: string, input: OpeningInput): Promise<Opening> {
  const choice: Choice = { fields: input.fields, rows: input.rows ?? null }
  return tx(ctx, async (ctx) => {
    const resource = await findResource(ctx, id)
    refuseStranger(ctx, resource.provider)
    refuseUnknownFields(resource, choice)
    const errors = await faultsOf(ctx, resource, choice)
    if (errors.length > 0) throw refuse.notOpenable({ errors })
    await refuseEmpty(ctx, id)
    const row = await insertOpening(ctx, resource, choice)
    await putPlan(ctx, {
      id: row.id,
      resource: id,
      applicant: everybody,
      provider: resource.provider,
      purpose: '向社会开放',
      fields: choice.fields.map((name) => ({ name, mask: null })),
      rows: choice.rows,
      modes: ['api', 'file'],
      from: ctx.clock.today(),
      until: forever,
      state: 'inForce',
      revision: 1,
      keyField: null,
    })
    await record(ctx, 'open.opened', {
      subject: row.id,
      resource: id,
      revision: resource.revision,
      fields: choice.fields,
      rows: choice.rows !== null,
    })
    return toOpening(row)
  })
}

/** Closes a resource to the public at once; what was cut for them is handed out no more. */
export async function closeResource(ctx: Ctx, id: string, reason: string): Promise<Opening> {
  return tx(ctx, async (ctx) => {
    const row = await lockOpening(ctx, id)
    if (!row) {
      refuseStranger(ctx, (await findResource(ctx, id)).provider)
      throw refuse.notOpen({ resource: id })
    }
    refuseStranger(ctx, row.provider)
    return toOpening(await close(ctx, row, reason, null))
  })
}

/** Judges an opening anew after its entry or the meaning of a column changed; closes it when its grounds are gone. */
export async function reviewOpening(ctx: Ctx, { resource: id }: { resource: string }): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await lockOpening(ctx, id)
    if (!row) return
    const resource = (await findResources(ctx, [id])).get(id)
    const [fault] = resource ? await faultsOf(ctx, resource, choiceOf(row)) : []
    if (fault || !resource) {
      await close(ctx, row, fault?.zh ?? '目录条目已不存在', fault?.rule ?? null)
      return
    }
    await db(ctx)
      .updateTable('open.opening')
      .set(await findingAids(ctx, resource, row.fields))
      .where('id', '=', row.id)
      .execute()
  })
}

/** Notes which version the public reads from now on. */
export async function noteServed(ctx: Ctx, served: { id: string; version: number; rows: number; at: Date }) {
  const { id, version, rows, at } = served
  await db(ctx)
    .updateTable('open.opening')
    .set({ version, row_count: rows, served_at: at })
    .where('id', '=', id)
    .where((it) => it.or([it('version', 'is', null), it('version', '<', version)]))
    .execute()
}

/** The latest opening of a resource, over or not. */
export async function latestOpening(ctx: Ctx, resource: string): Promise<OpeningRow | undefined> {
  return db(ctx)
    .selectFrom('open.opening')
    .selectAll()
    .where('resource', '=', resource)
    .orderBy('closed_at', (it) => it.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst()
}

export async function findOpening(ctx: Ctx, id: string): Promise<OpeningRow | undefined> {
  return db(ctx).selectFrom('open.opening').selectAll().where('id', '=', id).executeTakeFirst()
}

export function choiceOf({ fields, row_filter }: OpeningRow): Choice {
  return { fields, rows: row_filter }
}

function refuseStranger(ctx: Ctx, provider: string): void {
  if (ctx.actor.kind !== 'system' && ctx.actor.party !== provider) throw refuse.notProvider({ provider })
}

/** An open page without a row helps nobody; data that has yet to be served for the first time may be awaited. */
async function refuseEmpty(ctx: Ctx, resource: string): Promise<void> {
  const served = await servedVersion(ctx, resource)
  if (served && served.accepted === 0) throw refuse.noRows({ resource, version: served.n })
}

async function insertOpening(ctx: Ctx, resource: Resource, { fields, rows }: Choice): Promise<OpeningRow> {
  try {
    return await db(ctx)
      .insertInto('open.opening')
      .values({
        id: ctx.ids.next('opn'),
        resource: resource.id,
        provider: resource.provider,
        fields: [...fields],
        row_filter: rows && JSON.stringify(rows),
        ...(await findingAids(ctx, resource, fields)),
        opened_by: ctx.actor.id,
        opened_at: ctx.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  } catch (error) {
    if (refusedBy(error) === 'one_opening') throw refuse.alreadyOpen({ resource: resource.id })
    throw error
  }
}

async function findingAids(ctx: Ctx, resource: Resource, fields: readonly string[]) {
  const org = await findOrg(ctx, resource.provider)
  return { level: org.level, cycle: resource.cycle ?? '', words: wordsOf(resource, org, fields) }
}

async function lockOpening(ctx: Ctx, resource: string): Promise<OpeningRow | undefined> {
  return db(ctx)
    .selectFrom('open.opening')
    .selectAll()
    .where('resource', '=', resource)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

async function close(
  ctx: Ctx,
  { id, resource }: OpeningRow,
  reason: string,
  rule: string | null,
): Promise<OpeningRow> {
  const row = await db(ctx)
    .updateTable('open.opening')
    .set({ closed_by: ctx.actor.id, closed_at: ctx.clock.now(), close_reason: reason })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await changePlan(ctx, id, { state: 'ended', reason })
  await record(ctx, 'open.closed', { subject: id, resource, rule })
  return row
}

function toOpening(row: OpeningRow): Opening {
  return {
    id: row.id,
    resource: row.resource,
    provider: row.provider,
    fields: row.fields,
    rows: row.row_filter,
    openedAt: row.opened_at.toISOString(),
    version: row.version,
    closedAt: row.closed_at?.toISOString() ?? null,
    closeReason: row.close_reason,
  }
}
