import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { findResource } from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import { beginDelivery, refuseOutsiders, toDelivery } from './delivery.ts'
import { refuse } from './problems.ts'
import { sealSecret } from './seal.ts'
import { settings } from './settings.ts'
import { db, type SourceTable } from './tables.ts'
import type { Delivery, Mode, Source, SourceInput, SourceQuery } from './types.ts'

export type SourceRow = Selectable<SourceTable>

/** Registers a database table to pull from; its password is sealed at once and never shown again. */
export async function registerSource(ctx: Ctx, input: SourceInput): Promise<Source> {
  const resource = await findResource(ctx, input.resource)
  if (resource.provider !== ctx.actor.party && ctx.actor.kind !== 'system')
    throw refuse.notProvider({ provider: resource.provider })
  refuseHost(input.host)
  refuseNames(input.query)
  const id = ctx.ids.next('src')
  const sealed = await sealSecret(ctx.keys, id, input.password)
  return tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .insertInto('collect.source')
      .values({
        id,
        resource: input.resource,
        kind: input.kind,
        host: input.host,
        port: input.port,
        database: input.database,
        login: input.user,
        sealed_secret: sealed,
        query: JSON.stringify(input.query),
        party: resource.provider,
        made_at: ctx.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, 'collect.sourceRegistered', { subject: input.resource, source: id, kind: input.kind })
    return toSource(row)
  })
}

/** The sources of a resource, without their passwords. */
export async function listSources(ctx: Ctx, resource: string): Promise<Source[]> {
  await refuseOutsiders(ctx, await findResource(ctx, resource))
  const rows = await db(ctx)
    .selectFrom('collect.source')
    .selectAll()
    .where('resource', '=', resource)
    .orderBy('id')
    .execute()
  return rows.map(toSource)
}

/** Begins a pull from a source: a delivery that a job fetches, then reads like any other. */
export async function beginPull(ctx: Ctx, source: string, mode: Mode): Promise<Delivery> {
  const row = await findSource(ctx, source)
  return tx(ctx, async (ctx) => {
    const { schema, table } = row.query
    const id = await beginDelivery(ctx, {
      resource: row.resource,
      mode,
      origin: 'pull',
      format: 'csv',
      name: `${schema}.${table}`,
      sheet: null,
      source,
    })
    await ctx.jobs.send(ctx, 'collect.pull', { delivery: id })
    return toDelivery(
      await db(ctx).selectFrom('collect.delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    )
  })
}

export async function findSource(ctx: Ctx, id: string): Promise<SourceRow> {
  const row = await db(ctx).selectFrom('collect.source').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse.unknownSource()
  return row
}

/**
 * Only hosts and socket directories the operator has listed; an entry that ends in `/` lists all below it.
 * With no list nothing is pulled from: a socket of this machine may be the platform's own database.
 */
export function refuseHost(host: string): void {
  const listed = settings.sourceHosts() ?? []
  const plain = !host.split('/').includes('..')
  const found = listed.some((it) => it === host || (it.endsWith('/') && host.startsWith(it)))
  if (!plain || !found) throw refuse.forbiddenHost({ host })
}

// PostgreSQL names as letters of any script, digits, _ and $; they are quoted besides.
export function refuseNames({ schema, table, columns = [] }: SourceQuery): void {
  const bad = [schema, table, ...columns].filter(
    (name) => !/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) || Buffer.byteLength(name) > 63,
  )
  if (bad.length > 0) throw refuse.badName({ names: bad })
}

function toSource(row: SourceRow): Source {
  const { id, resource, kind, host, port, database, login, query } = row
  return { id, resource, kind, host, port, database, user: login, query }
}
