import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer, type Reply, type Site } from '../house.ts'
import { provideRegister, provideTenants, registerCsv } from '../provide.ts'
import { application, apply, ask, settleBelongings, untilRight } from './scene.ts'

const crowd = 50

test('fifty approvals, decisions and endings of one thing at once have one effect', () =>
  onServer(async (site) => {
    const resource = await provideRegister(site)
    const { id } = (await ask(site, 'ps.hr.officer', 'POST', '/api/share/submissions', application(resource)))
      .body
    const filed = await rush(site, 'ps.hr.head', `/api/share/submissions/${id}/approval`)
    const [line] = filed.body.lines
    const decided = await rush(site, 'sz.market.head', `/api/share/lines/${line.id}/decision`, {
      decision: 'agree',
    })
    const agreements = await ask(site, 'ps.hr.officer', 'GET', '/api/share/agreements')
    assert.deepEqual(
      agreements.body.items.map((it: { id: string }) => it.id),
      [decided.body.agreement],
    )
    await rush(site, 'ps.hr.head', `/api/share/agreements/${decided.body.agreement}/end`, {
      reason: '用途已完成',
    })
    const told = await ask(site, 'sz.audit.auditor', 'GET', '/api/ledger/entries?limit=500')
    const kinds = told.body.items.map(({ kind }: { kind: string }) => kind)
    for (const kind of ['share.filed', 'share.decided', 'share.agreed', 'share.ended'])
      assert.equal(kinds.filter((it: string) => it === kind).length, 1, kind)
  }))

test('fifty acceptances of one counter-offer make one agreement', () =>
  onServer(async (site) => {
    const { line } = await apply(site, await provideRegister(site))
    await ask(site, 'sz.market.head', 'POST', `/api/share/lines/${line}/decision`, {
      decision: 'counter',
      fields: [{ name: 'uscc', mask: null }],
      rows: null,
      modes: ['api'],
      until: '2026-09-28',
      note: '只给代码',
    })
    await rush(site, 'ps.hr.officer', `/api/share/lines/${line}/acceptance`)
    assert.equal((await ask(site, 'ps.hr.officer', 'GET', '/api/share/agreements')).body.items.length, 1)
  }))

test('two bulk decisions that take the same lines in opposite order end without a fault of ours', () =>
  onServer(async (site) => {
    const resource = await provideRegister(site)
    const [a, b] = [await apply(site, resource), await apply(site, resource)]
    assert.notEqual(a.line, b.line)
    const decide = (lines: string[]) =>
      site.call('POST', '/api/share/decisions', {
        as: 'sz.market.head',
        body: { lines, decision: { decision: 'agree' } },
      })
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => decide(i % 2 ? [a.line, b.line] : [b.line, a.line])),
    )
    for (const { status, body } of replies) assert.ok(status < 500 || status === 503, JSON.stringify(body))
  }))

test('an Idempotency-Key belongs to one person and one request', () =>
  onServer(async (site) => {
    const resource = await provideTenants(site)
    const headers = { 'idempotency-key': 'same-key' }
    const file = (as: string, body = application(resource)) =>
      site.call('POST', '/api/share/submissions', { as, body, headers })
    const body = {
      ...application(resource),
      lines: [{ resource, fields: ['uscc'], modes: ['api'] }],
    }
    const crowdOfOne = await Promise.all(Array.from({ length: crowd }, () => file('ps.hr.officer', body)))
    assert.deepEqual([...new Set(crowdOfOne.map(({ status }) => status))], [201])
    assert.equal(new Set(crowdOfOne.map((reply) => reply.body.id)).size, 1)
    const other = await file('ps.housing.officer', body)
    assert.equal(other.status, 201)
    assert.notEqual(other.body.id, crowdOfOne[0]?.body.id)
    const elsewhere = await site.call('POST', '/api/share/corrections', {
      as: 'ps.hr.officer',
      body: { agreement: 'agr_9999', key: 'x', field: 'x', reason: '名称有误' },
      headers,
    })
    assert.deepEqual([elsewhere.status, elsewhere.body.type], [422, '/problems/base/otherRequest'])
  }))

test('deliveries that come at once become versions of their own, none lost and none torn', () =>
  onServer(async (site) => {
    const resource = await provideRegister(site)
    const hand = () =>
      site.call('POST', `/api/collect/deliveries?resource=${resource}`, {
        as: 'sz.market.officer',
        body: Buffer.from(registerCsv),
        headers: { 'content-type': 'text/csv' },
      })
    const replies = await Promise.all(Array.from({ length: 6 }, hand))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [202])
    const all = await untilRight(
      site,
      'sz.market.officer',
      `/api/collect/deliveries?resource=${resource}`,
      ({ body }) =>
        body.items.every((it: { state: string }) => it.state === 'landed' || it.state === 'failed'),
    )
    const landed = all.body.items.filter((it: { state: string }) => it.state === 'landed')
    assert.equal(landed.length, 7)
    assert.equal(new Set(landed.map((it: { version: number }) => it.version)).size, 7)
  }))

test('corrections of one value at once: the cell has one of the values, and nobody meets a fault of ours', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const rows = await ask(site, 'ps.hr.officer', 'GET', `/api/data/${it.agreement}/rows`)
    const key = rows.body.rows[0].uscc
    const report = async () =>
      (
        await ask(site, 'ps.hr.officer', 'POST', '/api/share/corrections', {
          agreement: it.agreement,
          key,
          field: 'name',
          reason: '名称有误',
        })
      ).body.id
    const ids: string[] = []
    for (let i = 0; i < 4; i += 1) ids.push(await report())
    const replies = await Promise.all(
      ids.map((id, i) =>
        site.call('POST', `/api/share/corrections/${id}/answer`, {
          as: 'sz.market.officer',
          body: { decision: 'correct', value: `深圳市更正${'甲乙丙丁'[i]}有限公司` },
        }),
      ),
    )
    const statuses = replies.map(({ status }) => status)
    assert.ok(statuses.includes(200), String(statuses))
    assert.ok(
      statuses.every((status) => status === 200 || status === 409),
      String(statuses),
    )
  }))

/** A crowd makes the same move at once: one succeeds, the others hear that it is done; gives the one's answer. */
async function rush(site: Site, as: string, path: string, body?: unknown): Promise<Reply> {
  const move = () => site.call('POST', path, { as, ...(body !== undefined && { body }) })
  const replies = await Promise.all(Array.from({ length: crowd }, move))
  const right = replies.filter(({ status }) => status < 300)
  assert.equal(right.length, 1, `${path}: ${right.length} took effect`)
  const others = new Set(replies.filter((it) => !right.includes(it)).map(({ status }) => status))
  assert.deepEqual([...others], [409], path)
  return right[0] as Reply
}
