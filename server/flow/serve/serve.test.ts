import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { grantTenants, landTenants, landVersion, secretName } from '../../../tests/hand-out.ts'
import { inTown, onServer, passwordOf, type Site } from '../../../tests/house.ts'
import { servedVersion } from '../../ground/catalog/index.ts'
import { listEntries } from '../../ground/ledger/index.ts'
import { changePlan } from '../../ground/policy/index.ts'

const reader = 'ps.hr.officer'

test('a checked version is served, and the agreement gets the agreed rows and columns alone', () =>
  onTown(async (site, agreement, resource) => {
    assert.equal((await servedVersion(site.ctx, resource))?.n, 1)
    const { status, body } = await read(site, `/api/data/${agreement}/rows`)
    assert.equal(status, 200)
    // Row 3 has no district: what cannot be compared with the row rule is hidden.
    assert.deepEqual(body, {
      agreement,
      version: 1,
      rows: [
        { since: '2025-01-02', id_card: '440***********0001', rent: '100.50', district: '坪山区' },
        { since: '2025-01-03', id_card: '440***********0002', rent: '201.00', district: '=龙岗区' },
        { since: '2025-01-05', id_card: '440***********0004', rent: '402.00', district: '坪山区' },
        { since: '2025-01-06', id_card: '440***********0005', rent: '502.50', district: '=龙岗区' },
      ],
    })
  }))

test('no byte of a forbidden value is in the files of an agreement, statistics and log included', () =>
  onTown(async ({ ctx }, agreement) => {
    const folder = join(ctx.lake.root, 'agreements', agreement)
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /\.(parquet|json)$/.test(name),
    )
    assert.ok(names.some((name) => name.endsWith('.parquet')))
    for (const name of names) {
      const bytes = await readFile(join(folder, name))
      for (const forbidden of [secretName, '张三', '440307199001010003', '440307199001010001']) {
        assert.equal(bytes.includes(forbidden), false, `${forbidden} in ${name}`)
      }
    }
  }))

test('a condition compares masked values by their mask', () =>
  onTown(async (site, agreement) => {
    const rows = async (filter: object) => {
      const { body } = await read(
        site,
        `/api/data/${agreement}/rows?fields=since&filter=${encodeURIComponent(JSON.stringify(filter))}`,
      )
      return body.rows
    }
    assert.deepEqual(await rows({ field: 'id_card', op: 'prefix', value: '440307' }), [])
    assert.deepEqual(
      await rows({
        and: [
          { field: 'rent', op: 'gt', value: 300 },
          { field: 'since', op: 'le', value: '2025-01-05' },
        ],
      }),
      [{ since: '2025-01-05' }],
    )
  }))

test('unknown fields, fields outside the agreement and values of a wrong kind are refused', () =>
  onTown(async (site, agreement) => {
    const queries = [
      'fields=name',
      'filter={"field":"name","op":"eq","value":"x"}',
      'filter={"field":"rent","op":"eq","value":"x"}',
      'filter=[',
      'filter={"field":"since","op":"like","value":"x"}',
      'cursor=x',
      'format=csv&limit=1',
      'order=rent',
      'limit=0',
      'version=0',
    ]
    for (const query of queries) {
      const { status } = await read(site, `/api/data/${agreement}/rows?${query}`)
      assert.equal(status, 422, query)
    }
  }))

test('a table is leafed through row by row to its end, none twice and none left out', () =>
  onTown(async (site, agreement) => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await read(site, `/api/data/${agreement}/rows?fields=since&limit=1${cursor}`)
      seen.push(...body.rows.map(({ since }: { since: string }) => since))
      if (body.next === undefined) break
      cursor = `&cursor=${body.next}`
    }
    assert.deepEqual(seen, ['2025-01-02', '2025-01-03', '2025-01-05', '2025-01-06'])
  }))

test('pages follow one another by a cursor that fits no other condition', () =>
  onTown(async (site, agreement) => {
    const path = `/api/data/${agreement}/rows?fields=since&limit=3`
    const first = await read(site, path)
    assert.equal(first.body.rows.length, 3)
    const second = await read(site, `${path}&cursor=${first.body.next}`)
    assert.deepEqual(second.body.rows, [{ since: '2025-01-06' }])
    assert.equal(second.body.next, undefined)
    const other = await read(site, `/api/data/${agreement}/rows?limit=3&cursor=${first.body.next}`)
    assert.equal(other.status, 422)
    const filter = encodeURIComponent('{"field":"rent","op":"gt","value":1}')
    assert.equal((await read(site, `${path}&filter=${filter}&cursor=${first.body.next}`)).status, 422)
  }))

test('CSV comes whole, with what a spreadsheet would run made harmless', () =>
  onTown(async (site, agreement) => {
    const { headers, body } = await read(site, `/api/data/${agreement}/rows?format=csv&fields=district,rent`)
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.equal(body, "district,rent\n坪山区,100.50\n'=龙岗区,201.00\n坪山区,402.00\n'=龙岗区,502.50\n")
  }))

test('CSV begins with a byte order mark where one is asked for, whole and in ranges', () =>
  onTown(async (site, agreement) => {
    const csv = `/api/data/${agreement}/rows?format=csv&fields=rent`
    const plain = await readBytes(site, csv)
    const led = await readBytes(site, `${csv}&bom=true`)
    assert.deepEqual(led, Buffer.concat([Buffer.from('efbbbf', 'hex'), plain]))
    assert.equal((await read(site, `/api/data/${agreement}/rows?bom=true`)).status, 422)
    const { body: batch } = await site.call('POST', `/api/data/${agreement}/batches`, {
      as: reader,
      body: { format: 'csv' },
    })
    await site.ctx.jobs.drain(site.ctx)
    const path = `/api/data/${agreement}/batches/${batch.id}`
    await until(async () => (await read(site, path)).body.state === 'ready')
    const [file, whole] = [
      await readBytes(site, `${path}/file`),
      await readBytes(site, `${path}/file?bom=true`),
    ]
    assert.deepEqual(whole, Buffer.concat([Buffer.from('efbbbf', 'hex'), file]))
    for (const [from, to] of [
      [1, 9],
      [3, 8],
      [0, 1],
      [whole.length - 2, whole.length - 1],
    ] as const)
      assert.deepEqual(
        await readBytes(site, `${path}/file?bom=true`, { range: `bytes=${from}-${to}` }),
        whole.subarray(from, to + 1),
      )
  }))

test('a row is found by its key, with its version, and a key that hides a row finds none', () =>
  onTown(async (site, agreement) => {
    const found = await read(site, `/api/data/${agreement}/rows/2025-01-02`)
    assert.deepEqual(found.body, {
      since: '2025-01-02',
      id_card: '440***********0001',
      rent: '100.50',
      district: '坪山区',
    })
    assert.equal(found.headers.get('zhishu-version'), '1')
    assert.match(found.headers.get('etag') ?? '', /^"[0-9a-f]{32}"$/)
    assert.equal((await read(site, `/api/data/${agreement}/rows/2025-01-04`)).status, 404)
  }))

test('a read is on record before its answer, with counts and without values', () =>
  onTown(async (site, agreement, resource) => {
    const { headers } = await read(site, `/api/data/${agreement}/rows/2025-01-02`)
    const receipt = headers.get('zhishu-receipt') ?? 'none'
    let text = ''
    await until(async () => {
      text = JSON.stringify(await listEntries(site.ctx, { subject: agreement, kind: 'serve.read' }))
      return text.includes(receipt)
    })
    assert.ok(text.includes(resource))
    assert.equal(text.includes('2025-01-02'), false)
  }))

test('a new version is read at once and the former stays readable by its number', () =>
  onTown(async (site, agreement, resource) => {
    await landVersion(site.ctx, resource, 7)
    await until(async () => (await read(site, `/api/data/${agreement}`)).body.version.version === 2)
    const count = async (query: string) =>
      (await read(site, `/api/data/${agreement}/rows${query}`)).body.rows.length
    assert.deepEqual([await count(''), await count('?version=1')], [5, 4])
    const { body } = await read(site, `/api/data/${agreement}/versions`)
    assert.deepEqual(
      body.items.map((it: { version: number; deltaVersion: number }) => [it.version, it.deltaVersion]),
      [
        [2, 1],
        [1, 0],
      ],
    )
    assert.equal((await read(site, `/api/data/${agreement}/rows?version=9`)).status, 404)
  }))

test('a narrowed agreement starts a table of its own, and wider history is out of reach', () =>
  onTown(async (site, agreement) => {
    await changePlan(site.ctx, agreement, {
      fields: [{ name: 'since', mask: 'year' }],
      keyField: null,
      reason: '缩小范围',
    })
    const early = await read(site, `/api/data/${agreement}/rows`)
    if (early.status !== 503) assert.deepEqual(Object.keys(early.body.rows[0]), ['since'])
    await site.ctx.jobs.drain(site.ctx)
    await until(async () => (await read(site, `/api/data/${agreement}/rows`)).status === 200)
    const { body } = await read(site, `/api/data/${agreement}/rows`)
    assert.deepEqual(body.rows[0], { since: '2025' })
    assert.equal((await read(site, `/api/data/${agreement}/rows/2025-01-02`)).status, 409)
    const folders = await readdir(join(site.ctx.lake.root, 'agreements', agreement))
    assert.equal(folders.filter((name) => name.startsWith('data-')).length, 2)
  }))

test('a suspended agreement is closed on every channel, an ended one is gone', () =>
  onTown(async (site, agreement) => {
    const paths = ['', '/rows', '/rows?format=csv', '/rows/2025-01-02', '/versions'].map(
      (end) => `/api/data/${agreement}${end}`,
    )
    for (const [state, expected] of [
      ['suspended', 403],
      ['ended', 410],
    ] as const) {
      await changePlan(site.ctx, agreement, { state, reason: '测试' })
      const statuses = await Promise.all(paths.map(async (path) => (await read(site, path)).status))
      const profile = await site.call('POST', `/api/data/${agreement}/profile`, { as: reader })
      statuses.push(profile.status)
      assert.deepEqual(new Set(statuses), new Set([expected]), state)
    }
  }))

test('nobody but the applicant reads, not even the provider', () =>
  onTown(async (site, agreement) => {
    assert.equal(
      (await site.call('GET', `/api/data/${agreement}/rows`, { as: 'ps.housing.officer' })).status,
      403,
    )
    assert.equal((await site.call('GET', `/api/data/${agreement}/rows`)).status, 401)
  }))

test('a batch is made once, has its digest and can be taken up again where it broke off', () =>
  onTown(async (site, agreement) => {
    const made = await site.call('POST', `/api/data/${agreement}/batches`, {
      as: reader,
      body: { format: 'csv' },
    })
    assert.equal(made.status, 202)
    await site.ctx.jobs.drain(site.ctx)
    const path = `/api/data/${agreement}/batches/${made.body.id}`
    await until(async () => (await read(site, path)).body.state === 'ready')
    const { body: batch } = await read(site, path)
    assert.deepEqual([batch.rows, batch.version], [4, 1])
    const whole = await read(site, `${path}/file`)
    assert.equal(Number(whole.headers.get('content-length')), batch.sizeBytes)
    assert.equal(whole.headers.get('etag'), `"${batch.sha256}"`)
    const tail = await site.call('GET', `${path}/file`, { as: reader, headers: { range: 'bytes=6-' } })
    assert.deepEqual([tail.status, tail.body], [206, whole.body.slice(6)])
    const behind = await site.call('GET', `${path}/file`, {
      as: reader,
      headers: { range: `bytes=${batch.sizeBytes}-` },
    })
    assert.equal(behind.status, 416)
    const head = await site.call('HEAD', `${path}/file`, { as: reader })
    assert.equal(Number(head.headers.get('content-length')), batch.sizeBytes)
  }))

test('tokens stand for values, the same for one recipient and purpose, others for another', () =>
  inTown(async ({ ctx }) => {
    const resource = await landTenants(ctx)
    const fields = [{ name: 'id_card', mask: 'token' }]
    const tokensOf = async (purpose: string) => {
      const agreement = await grantTenants(ctx, resource, { fields, keyField: null, purpose, rows: null })
      const [folder = ''] = await readdir(join(ctx.lake.root, 'agreements', agreement))
      const scan = await ctx.lake.table(`agreements/${agreement}/${folder}`).scan()
      return (await ctx.lake.query<{ id_card: string }>(`SELECT id_card FROM ${scan}`)).map(
        (row) => row.id_card,
      )
    }
    const [first, same, other] = [await tokensOf('核验'), await tokensOf('核验'), await tokensOf('统计')]
    assert.deepEqual(same, first)
    assert.equal(
      first.every((token) => /^[0-9a-f]{32}$/.test(token)),
      true,
    )
    assert.equal(new Set([...first, ...other]).size, 10)
  }))

async function onTown(
  scene: (site: Site, agreement: string, resource: string) => Promise<void>,
): Promise<void> {
  await onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    const agreement = await grantTenants(site.ctx, resource)
    await until(async () => (await read(site, `/api/data/${agreement}`)).status === 200)
    await scene(site, agreement, resource)
  })
}

async function readBytes(site: Site, path: string, more: Record<string, string> = {}): Promise<Buffer> {
  const { body } = await site.call('POST', '/api/parties/session', {
    body: { login: reader, password: passwordOf(reader) },
  })
  const headers = { authorization: `Bearer ${body.token}`, ...more }
  return Buffer.from(await (await fetch(new URL(path, site.url), { headers })).arrayBuffer())
}

function read(site: Site, path: string) {
  return site.call('GET', path, { as: reader })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return
    await moment(50)
  }
  assert.fail('it never came to pass')
}

function moment(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
