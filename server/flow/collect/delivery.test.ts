import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { foundCity, handIn, official } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { findVersion, versionsOf } from '../../ground/catalog/index.ts'
import { findDelivery, findPlan } from './delivery.ts'
import { sweepDeliveries } from './jobs.ts'
import { readDelivery } from './land.ts'
import { downloadRejects, listRejects } from './rejects.ts'
import { openSecret, sealSecret } from './seal.ts'
import { beginPull, registerSource } from './source.ts'

const header = 'code,商户名称,opened,area,备注\n'

test('a received file lands as a version; what could not be read is among its rejects', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const { id, state } = await handIn(ctx, resource, `${header}S1,甲,2020-01-01,1.5,x\nbroken\nS2,乙,,,\n`)
    assert.equal(state, 'received')
    await readDelivery(ctx, id)

    const delivery = await findDelivery(official(ctx, 'sz.market'), id)
    assert.deepEqual(
      [delivery.state, delivery.version, delivery.records, delivery.rejected],
      ['landed', 1, 3, 1],
    )
    const { landed, tables } = await findVersion(ctx, resource, 1)
    assert.equal(landed, 3)
    const rows = await ctx.lake.query(
      `select * from ${await ctx.lake.table(tables.landed?.path ?? '').scan(tables.landed?.version)} order by _row`,
    )
    assert.deepEqual(rows, [
      { _row: 1, code: 'S1', 商户名称: '甲', opened: '2020-01-01', area: '1.5', 备注: 'x' },
      { _row: 3, code: 'S2', 商户名称: '乙', opened: null, area: null, 备注: null },
    ])
    const {
      items: [reject],
    } = await listRejects(official(ctx, 'sz.data'), resource, 1, {})
    assert.deepEqual([reject?.row, reject?.rule, reject?.original], [2, 'scan.fieldCount', 'broken'])
    assert.deepEqual((await findPlan(official(ctx, 'sz.market'), id))?.unknownColumns, ['备注'])
  }))

test('a file that lacks an item of the catalogue fails, naming it, and nothing lands', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const { id } = await handIn(ctx, resource, 'code,opened,area\nS1,2020-01-01,1\n')
    await readDelivery(ctx, id)
    const { state, fault } = await findDelivery(official(ctx, 'sz.market'), id)
    assert.deepEqual(
      [state, fault?.type, fault?.zh],
      ['failed', '/problems/collect/missingItems', '文件缺少目录登记的信息项：商户名称（name）'],
    )
    assert.deepEqual(await versionsOf(ctx, resource), [])
  }))

test('the same key with the same bytes is one delivery; with other bytes it is refused', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const first = await handIn(ctx, resource, `${header}S1,甲,,,\n`, { key: 'k1' })
    const again = await handIn(ctx, resource, `${header}S1,甲,,,\n`, { key: 'k1' })
    assert.equal(again.id, first.id)
    await assert.rejects(handIn(ctx, resource, header, { key: 'k1' }), {
      type: '/problems/base/otherRequest',
    })
    assert.deepEqual(await readdir(join(ctx.lake.root, 'inbox')), [first.id])
  }))

test('a reader killed half way is followed by another, and the delivery lands once', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const { id } = await handIn(ctx, resource, `${header}S1,甲,,,\n`)
    // What a kill -9 leaves behind: the state `reading` and a lease that runs out.
    await sql`update collect.delivery set state = 'reading', attempts = 1, leased_until = now() + interval '1 minute'`.execute(
      ctx.db,
    )
    await readDelivery(ctx, id)
    assert.equal((await findDelivery(official(ctx, 'sz.market'), id)).state, 'reading')
    await sql`update collect.delivery set leased_until = now() - interval '1 second'`.execute(ctx.db)
    await sweepDeliveries(ctx)
    await ctx.jobs.drain(ctx)
    assert.equal((await findDelivery(official(ctx, 'sz.market'), id)).state, 'landed')
    assert.equal((await versionsOf(ctx, resource)).length, 1)
  }))

test('an appended delivery goes on from the rows before it', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await landText(ctx, resource, `${header}S1,甲,,,\nbroken\n`)
    await landText(ctx, resource, `${header}S2,乙,,,\nbroken\n`, 'append')
    const { n, landed, tables } = await findVersion(ctx, resource)
    const rows = await ctx.lake.query(
      `select _row, code from ${await ctx.lake.table(tables.landed?.path ?? '').scan(tables.landed?.version)} order by _row`,
    )
    assert.deepEqual(
      [n, landed, rows],
      [
        2,
        4,
        [
          { _row: 1, code: 'S1' },
          { _row: 3, code: 'S2' },
        ],
      ],
    )
    const { items } = await listRejects(official(ctx, 'sz.market'), resource, 2, {})
    assert.deepEqual(
      items.map(({ row }) => row),
      [2, 4],
    )
  }))

test('others neither hand in nor see what was wrong', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const { id } = await handIn(ctx, resource, `${header}broken\n`)
    await readDelivery(ctx, id)
    const stranger = official(ctx, 'sz.tax')
    await assert.rejects(findDelivery(stranger, id), { type: '/problems/collect/notYours' })
    await assert.rejects(listRejects(stranger, resource, 1, {}), { type: '/problems/collect/notYours' })
    await assert.rejects(downloadRejects(stranger, resource, 1), { type: '/problems/collect/notYours' })
  }))

test('a downloaded cell that a spreadsheet would take for a formula is plain text', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await landText(ctx, resource, `${header}=1+1\n`)
    const chunks: Buffer[] = []
    for await (const chunk of await downloadRejects(official(ctx, 'sz.market'), resource, 1))
      chunks.push(Buffer.from(chunk))
    assert.match(Buffer.concat(chunks).toString(), /,'=1\+1,/)
  }))

test('a file that is not what its type says, is too large or finds no room leaves nothing behind', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    await assert.rejects(handIn(ctx, resource, 'PK\x03\x04...'), { type: '/problems/collect/otherContent' })
    await assert.rejects(handIn(ctx, resource, header, { mediaType: workbook }), {
      type: '/problems/collect/otherContent',
    })
    await assert.rejects(handIn(ctx, resource, header, { mediaType: 'text/plain' }), {
      type: '/problems/collect/mediaType',
    })
    await withSetting('ZHISHU_UPLOAD_LIMIT_BYTES', '5', () =>
      assert.rejects(handIn(ctx, resource, header), { status: 413 }),
    )
    await withSetting('ZHISHU_DISK_RESERVE_BYTES', String(2 ** 49), () =>
      assert.rejects(handIn(ctx, resource, header), { status: 507 }),
    )
    assert.deepEqual(await readdir(join(ctx.lake.root, 'inbox')), [])
  }))

test('a table of another PostgreSQL is pulled read-only and lands like a file', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await sql`create table public."商户" (code text, name text, opened date, area numeric(10,2), secret text)`.execute(
      ctx.db,
    )
    await sql`insert into public."商户" values ('S1', '甲,"乙"', '2020-01-01', 1.50, 'x'), ('S2', '', null, null, 'y')`.execute(
      ctx.db,
    )
    const officer = official(ctx, 'sz.market')
    await asSource(ctx, async (place) => {
      process.env.ZHISHU_SOURCE_HOSTS = place.host
      const query = { schema: 'public', table: '商户', columns: ['code', 'name', 'opened', 'area'] }
      const source = await registerSource(officer, { resource, kind: 'postgres', ...place, query })
      const { id } = await beginPull(officer, source.id, 'replace')
      await ctx.jobs.drain(ctx)
      assert.deepEqual((await findDelivery(officer, id)).fault, null)
    })
    const { tables, origin } = await findVersion(ctx, resource, 1)
    const rows = await ctx.lake.query(
      `select * from ${await ctx.lake.table(tables.landed?.path ?? '').scan(tables.landed?.version)} order by _row`,
    )
    assert.deepEqual(
      [origin, rows],
      [
        'pull',
        [
          { _row: 1, code: 'S1', name: '甲,"乙"', opened: '2020-01-01', area: '1.50' },
          { _row: 2, code: 'S2', name: '', opened: null, area: null },
        ],
      ],
    )
  }))

test('the password of a source is sealed, and bound to its source', () =>
  inHouse(async (ctx) => {
    const sealed = await sealSecret(ctx.keys, 'src_0001', '口令')
    assert.equal(await openSecret(ctx.keys, 'src_0001', sealed), '口令')
    await assert.rejects(openSecret(ctx.keys, 'src_0002', sealed))
  }))

test('a source elsewhere than the operator allows, or with a name that is none, is refused', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const officer = official(ctx, 'sz.market')
    const input = {
      resource,
      kind: 'postgres',
      host: '127.0.0.1',
      port: 5432,
      database: 'd',
      user: 'u',
      password: 'p',
      query: { schema: 'public', table: 't' },
    } as const
    process.env.ZHISHU_SOURCE_HOSTS = '127.0.0.1,/run/tax/'
    for (const host of ['169.254.169.254', '127.0.0.2', '/var/run/postgresql', '/run/tax/../postgresql']) {
      await assert.rejects(registerSource(officer, { ...input, host }), {
        type: '/problems/collect/forbiddenHost',
      })
    }
    await assert.rejects(
      registerSource(officer, { ...input, query: { schema: 'public', table: 't; drop table x' } }),
      { type: '/problems/collect/badName' },
    )
  }))

async function landText(
  ctx: Ctx,
  resource: string,
  text: string,
  mode: 'replace' | 'append' = 'replace',
): Promise<void> {
  const { id } = await handIn(ctx, resource, text, { mode })
  await readDelivery(ctx, id)
}

async function withSetting(name: string, value: string, work: () => Promise<unknown>): Promise<void> {
  process.env[name] = value
  try {
    await work()
  } finally {
    delete process.env[name]
  }
}

/** The test's own server with a login of its own that may read one table, as a source would name it. */
async function asSource(
  ctx: Ctx,
  work: (place: {
    host: string
    port: number
    database: string
    user: string
    password: string
  }) => Promise<void>,
) {
  const { rows } = await sql<{ host: string; port: number; database: string }>`
    select split_part(current_setting('unix_socket_directories'), ',', 1) as host, current_setting('port')::int as port,
      current_database() as database`.execute(ctx.db)
  const [{ host, port, database } = { host: '', port: 0, database: '' }] = rows
  const user = `source_${process.pid}`
  await sql.raw(`create role ${user} login password 'source-secret'`).execute(ctx.db)
  try {
    await sql.raw(`grant select on public."商户" to ${user}`).execute(ctx.db)
    await work({ host, port, database, user, password: 'source-secret' })
  } finally {
    await sql.raw(`drop owned by ${user}`).execute(ctx.db)
    await sql.raw(`drop role ${user}`).execute(ctx.db)
  }
}
