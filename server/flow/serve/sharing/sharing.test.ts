import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { grantTenants, landTenants, landVersion } from '../../../../tests/hand-out.ts'
import { onServer, type Reply, type Site } from '../../../../tests/house.ts'
import { writeFiles } from '../../../base/lake/index.ts'
import { changePlan, revokeTokens } from '../../../ground/policy/index.ts'
import { db } from '../tables.ts'

interface Share {
  readonly site: Site
  readonly agreement: string
  readonly resource: string
  readonly table: string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>
  readonly query: (body: object, headers?: Record<string, string>) => Promise<Reply>
}

test('the listings name one share, one schema and one table, each on one line', () =>
  onShare(async ({ get, agreement, resource }) => {
    const bodies = async (path: string) => {
      const { status, body } = await get(path)
      assert.equal(status, 200, path)
      return body
    }
    const table = {
      name: resource,
      schema: 'default',
      share: agreement,
      shareId: agreement,
      id: `${agreement}.${resource}`,
    }
    const [upper] = [agreement.toUpperCase()]
    assert.deepEqual(await bodies('/shares?maxResults=5'), { items: [{ name: agreement, id: agreement }] })
    assert.deepEqual(await bodies(`/shares/${upper}`), { share: { name: agreement, id: agreement } })
    assert.deepEqual(await bodies(`/shares/${upper}/schemas`), {
      items: [{ name: 'default', share: agreement }],
    })
    assert.deepEqual(await bodies(`/shares/${agreement}/schemas/DEFAULT/tables`), { items: [table] })
    assert.deepEqual(await bodies(`/shares/${agreement}/all-tables`), { items: [table] })
  }))

test('a missing or foreign token is refused in the form of the protocol', () =>
  onShare(async ({ site, get, table }) => {
    const { status, body } = await site.call('GET', '/delta-sharing/shares', {
      headers: { authorization: 'Bearer zsa_nobody' },
    })
    assert.deepEqual([status, body.errorCode], [401, 'UNAUTHENTICATED'])
    const other = await get('/shares/agr_9999')
    assert.deepEqual([other.status, other.body.errorCode], [404, 'RESOURCE_DOES_NOT_EXIST'])
    const wrong = await get(`${table.replace('res_', 'ras_')}/version`)
    assert.deepEqual([wrong.status, wrong.body.errorCode], [404, 'RESOURCE_DOES_NOT_EXIST'])
  }))

test('a version is answered with two lines and its files, in the format asked for', () =>
  onShare(async ({ get, query, table }) => {
    const metadata = await get(`${table}/metadata`, { 'delta-sharing-capabilities': 'responseformat=delta' })
    assert.equal(metadata.headers.get('delta-sharing-capabilities'), 'responseformat=delta')
    assert.equal(lines(metadata).length, 2)
    const parquet = await query({ limitHint: 1, predicateHints: ["rent > 'x'"] })
    assert.equal(parquet.headers.get('delta-table-version'), '0')
    assert.equal(parquet.headers.get('delta-sharing-capabilities'), 'responseformat=parquet')
    const [protocol, head, file, ...more] = lines(parquet)
    assert.deepEqual([protocol?.protocol, more.length], [{ minReaderVersion: 1 }, 0])
    const fields = JSON.parse(head?.metaData.schemaString).fields as {
      name: string
      metadata: Record<string, string>
    }[]
    assert.deepEqual(
      fields.map(({ name }) => name),
      ['since', 'id_card', 'rent', 'district'],
    )
    assert.equal(fields[1]?.metadata['zhishu.mask'], 'citizen-id')
    assert.equal(JSON.parse(file?.file.stats).numRecords, 4)
    const delta = lines(
      await query({}, { 'delta-sharing-capabilities': 'responseformat=delta;includeendstreamaction=true' }),
    )
    assert.deepEqual(
      delta.map((line) => Object.keys(line)[0]),
      ['protocol', 'metaData', 'file', 'endStreamAction'],
    )
    assert.match(delta[2]?.file.deltaSingleAction.add.path, /X-Amz-Signature=/)
  }))

test('a file is handed out by its address alone: whole, its head, or a range', () =>
  onShare(async (share) => {
    const url = await firstUrl(share)
    const head = await fetch(url, { method: 'HEAD' })
    assert.deepEqual([head.status, head.headers.get('accept-ranges')], [200, 'bytes'])
    const whole = Buffer.from(await (await fetch(url)).arrayBuffer())
    assert.equal(whole.length, Number(head.headers.get('content-length')))
    assert.equal(whole.subarray(-4).toString(), 'PAR1')
    const tail = await fetch(url, { headers: { range: 'bytes=-4' } })
    assert.deepEqual([tail.status, await tail.text()], [206, 'PAR1'])
    assert.equal(
      tail.headers.get('content-range'),
      `bytes ${whole.length - 4}-${whole.length - 1}/${whole.length}`,
    )
    assert.equal((await fetch(url, { headers: { range: `bytes=${whole.length}-` } })).status, 416)
    assert.equal((await fetch(url.replace(/.(?=&|$)/, 'x'))).status, 403)
  }))

test('versions are read by number and by time, and as changes since one', () =>
  onShare(async (share) => {
    const { site, resource, table, get, query } = share
    await landVersion(site.ctx, resource, 7)
    await until(async () => (await get(`${table}/version`)).headers.get('delta-table-version') === '1')
    const rows = async (body: object) =>
      lines(await query(body)).flatMap(({ file }) => (file ? JSON.parse(file.stats).numRecords : []))
    assert.deepEqual([await rows({}), await rows({ version: 0 })], [[5], [4]])
    assert.equal((await query({ version: 7 })).body.errorCode, 'INVALID_PARAMETER_VALUE')
    const since = await get(`${table}/version?startingTimestamp=2000-01-01T00:00:00Z`)
    assert.equal(since.headers.get('delta-table-version'), '0')
    assert.equal((await get(`${table}/version?startingTimestamp=2999-01-01T00:00:00Z`)).status, 400)
    const changes = lines(await get(`${table}/changes?startingVersion=1`))
    assert.deepEqual(
      changes.map((line) => Object.keys(line)[0]),
      ['protocol', 'metaData', 'remove', 'add'],
    )
    assert.equal((await fetch(changes[2]?.remove.url)).status, 200)
    const streamed = lines(await query({ startingVersion: 0 }))
    assert.deepEqual(
      streamed.map((line) => Object.keys(line)[0]),
      ['protocol', 'metaData', 'add', 'remove', 'add'],
    )
  }))

test('a refresh token renews the addresses of the same version, no other table takes it', () =>
  onShare(async ({ query }) => {
    const [, , , end] = lines(await query({ includeRefreshToken: true }))
    const refreshToken: string = end?.endStreamAction.refreshToken
    assert.equal((await query({ refreshToken })).status, 200)
    assert.equal((await query({ refreshToken: `${refreshToken}x` })).status, 400)
    assert.equal((await query({ pageToken: refreshToken })).status, 400)
  }))

test('a table of several files comes in pages whose first two lines are the same to the byte', () =>
  onShare(async ({ site, agreement, query }) => {
    await commitTwoFiles(site, agreement)
    const first = await query({ maxFiles: 1 })
    const [head, , , end] = lines(first)
    assert.ok(head)
    const second = await query({ maxFiles: 1, pageToken: end?.endStreamAction.nextPageToken })
    const opening = ({ body }: Reply) => String(body).split('\n').slice(0, 2).join('\n')
    assert.equal(opening(second), opening(first))
    const rows = (reply: Reply) => JSON.parse(lines(reply)[2]?.file.stats).numRecords
    assert.deepEqual([rows(first), rows(second), lines(second).length], [3, 2, 3])
    assert.equal(lines(await query({ limitHint: 2 })).length, 3)
    assert.equal(lines(await query({ limitHint: 4 })).length, 4)
    const page = await site.call('GET', `/api/data/${agreement}/rows?limit=4&fields=since`, {
      as: 'ps.hr.officer',
    })
    const rest = await site.call(
      'GET',
      `/api/data/${agreement}/rows?limit=4&fields=since&cursor=${page.body.next}`,
      { as: 'ps.hr.officer' },
    )
    assert.deepEqual(
      [page.body.rows.length, rest.body.rows, rest.body.next],
      [4, [{ since: '2025-02-05' }], undefined],
    )
  }))

test('a file that is not what was committed is not handed out', () =>
  onShare(async (share) => {
    const url = await firstUrl(share)
    const folder = join(share.site.ctx.lake.root, 'agreements', share.agreement)
    const name = (await readdir(folder, { recursive: true })).find((it) => it.endsWith('.parquet')) ?? ''
    const bytes = await readFile(join(folder, name))
    bytes[9] = (bytes[9] ?? 0) ^ 1
    await writeFile(join(folder, name), bytes)
    const reply = await fetch(url)
    assert.deepEqual(
      [reply.status, await reply.json()],
      [
        503,
        { errorCode: 'INTERNAL_ERROR', message: 'A file does not match its digest and is not handed out' },
      ],
    )
  }))

test('a suspended agreement or a revoked token closes the share and the addresses given before', () =>
  onShare(async (share) => {
    const { site, agreement, table, get, query } = share
    const url = await firstUrl(share)
    await changePlan(site.ctx, agreement, { state: 'suspended', reason: '测试' })
    const statuses = async () => [
      (await fetch(url)).status,
      (await query({})).status,
      (await get(`${table}/version`)).status,
      (await get('/shares')).status,
    ]
    assert.deepEqual(await statuses(), [403, 403, 403, 403])
    await changePlan(site.ctx, agreement, { state: 'inForce', reason: '恢复' })
    assert.deepEqual(await statuses(), [200, 200, 200, 200])
    await revokeTokens(site.ctx, agreement)
    assert.deepEqual(await statuses(), [403, 401, 401, 401])
  }))

test('an address of rows that the agreement no longer shows is closed', () =>
  onShare(async (share) => {
    const url = await firstUrl(share)
    const { site, agreement } = share
    await changePlan(site.ctx, agreement, { fields: [{ name: 'since', mask: null }], reason: '缩小范围' })
    assert.equal((await fetch(url)).status, 403)
  }))

async function onShare(scene: (share: Share) => Promise<void>): Promise<void> {
  await onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    const agreement = await grantTenants(site.ctx, resource)
    const as = 'ps.hr.officer'
    await until(async () => (await site.call('GET', `/api/data/${agreement}`, { as })).status === 200)
    const { body: profile } = await site.call('POST', `/api/data/${agreement}/profile`, { as })
    assert.equal(profile.endpoint, `${site.url}/delta-sharing`)
    const authorization = `Bearer ${profile.bearerToken}`
    const table = `/shares/${agreement}/schemas/default/tables/${resource}`
    await scene({
      site,
      agreement,
      resource,
      table,
      get: (path, headers) =>
        site.call('GET', `/delta-sharing${path}`, { headers: { authorization, ...headers } }),
      query: (body, headers) =>
        site.call('POST', `/delta-sharing${table}/query`, { body, headers: { authorization, ...headers } }),
    })
  })
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server answered
function lines({ status, body }: Reply): Record<string, any>[] {
  assert.equal(status, 200, JSON.stringify(body))
  return String(body)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

// A version in two files, as large tables have them, put beside the first one.
async function commitTwoFiles({ ctx }: Site, agreement: string): Promise<void> {
  const row = await db(ctx)
    .selectFrom('serve.snapshot')
    .selectAll()
    .where('plan', '=', agreement)
    .executeTakeFirstOrThrow()
  const into = ctx.lake.table(row.table_path)
  const { columns: schema } = await into.snapshot()
  const write = (from: number, to: number) =>
    writeFiles(ctx.lake, {
      into,
      columns: schema,
      sql: `SELECT DATE '2025-02-01' + CAST(i AS INTEGER) AS since, 'x' AS id_card, 1 AS rent, '坪山区' AS district FROM range(${from}, ${to}) t(i)`,
    })
  const files = [...(await write(0, 3)).files, ...(await write(3, 5)).files]
  const version = await into.commit({ mode: 'replace', schema, files, operation: 'WRITE' })
  const columns = JSON.stringify(row.columns)
  await db(ctx)
    .insertInto('serve.snapshot')
    .values({ ...row, columns, resource_version: 2, delta_version: version, row_count: 5 })
    .execute()
  await new Promise((resolve) => setTimeout(resolve, 1100))
}

async function firstUrl({ query }: Share): Promise<string> {
  return lines(await query({})).find((line) => 'file' in line)?.file.url
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('it never came to pass')
}
