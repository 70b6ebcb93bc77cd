import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer, type Reply, type Site } from '../house.ts'
import { provideTenants } from '../provide.ts'

const draft = (resource: string, more: object = {}) => ({
  purpose: '稳岗返还资格核验',
  basis: '演示依据',
  scenario: '受理申报时核验',
  scope: '经办岗位',
  period: { from: '2025-09-29', until: '2026-09-28' },
  lines: [{ resource, fields: ['uscc'], modes: ['api'] }],
  ...more,
})
const asOfficer = (site: Site, body: unknown, headers: Record<string, string> = {}) =>
  site.call('POST', '/api/share/submissions', { as: 'ps.hr.officer', body, headers })
const faults = ({ status, body }: Reply) => [
  status,
  ...(body.errors ?? []).map((it: { field: string; rule: string }) => `${it.field} ${it.rule}`),
]

test('a body that is not JSON, or says too much, too little or the wrong thing, is told field by field', () =>
  onServer(async (site) => {
    const resource = await provideTenants(site)
    const json = { 'content-type': 'application/json' }
    assert.deepEqual(faults(await asOfficer(site, '{"purpose":', json)), [400, '/purpose syntax'])
    assert.deepEqual(faults(await asOfficer(site, draft(resource, { colour: 'red' }))), [
      422,
      '/colour unknown',
    ])
    assert.deepEqual(faults(await asOfficer(site, draft(resource, { purpose: 7 }))), [422, '/purpose type'])
    assert.deepEqual(faults(await asOfficer(site, draft(resource, { purpose: '核验\u0000' }))), [
      422,
      '/purpose nul',
    ])
    assert.deepEqual(faults(await asOfficer(site, `{"purpose":"核验","n":${2 ** 60}}`, json)), [
      422,
      '/n integer',
    ])
    assert.deepEqual(faults(await asOfficer(site, '{"purpose":"核验","purpose":"营销"}', json)), [
      422,
      '/purpose duplicate',
    ])
    assert.equal((await asOfficer(site, 'x'.repeat(2_000_000), json)).status, 413)
    assert.equal((await asOfficer(site, 'purpose=x', { 'content-type': 'text/plain' })).status, 415)
  }))

test('one Idempotency-Key has one effect, however often and however fast it is sent', () =>
  onServer(async (site) => {
    const resource = await provideTenants(site)
    const key = { 'idempotency-key': 'filing-1' }
    const replies = await Promise.all([1, 2, 3].map(() => asOfficer(site, draft(resource), key)))
    assert.deepEqual(
      replies.map(({ status }) => status),
      [201, 201, 201],
    )
    assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
    const { body } = await site.call('GET', '/api/share/submissions', { as: 'ps.hr.officer' })
    assert.equal(body.items.length, 1)
    const other = await asOfficer(site, draft(resource, { purpose: '另一个用途' }), key)
    assert.deepEqual([other.status, other.body.type], [422, '/problems/base/otherRequest'])
  }))

test('two heads decide one line at once: one decides, the other hears what is possible now', () =>
  onServer(async (site) => {
    const submission = await asOfficer(site, draft(await provideTenants(site)))
    const filed = await site.call('POST', `/api/share/submissions/${submission.body.id}/approval`, {
      as: 'ps.hr.head',
    })
    const [{ id }] = filed.body.lines
    const decide = () =>
      site.call('POST', `/api/share/lines/${id}/decision`, {
        as: 'ps.park.head',
        body: { decision: 'agree' },
      })
    const replies = await Promise.all([decide(), decide()])
    const lost = replies.find(({ status }) => status !== 200)
    assert.deepEqual(
      [replies.map(({ status }) => status).sort(), lost?.body.state],
      [[200, 409], lost?.body.state],
    )
    assert.ok(Array.isArray(lost?.body.possible))
  }))

test('who has no right is told why and whom to ask; who is nobody is asked to sign in', () =>
  onServer(async (site) => {
    const denied = await site.call('POST', '/api/catalog/resources', { as: 'sz.audit.auditor', body: {} })
    assert.equal(denied.status, 403)
    assert.match(denied.body.texts.zh, /数据专员/)
    assert.equal((await site.call('GET', '/api/cases')).status, 401)
    assert.equal(
      (
        await site.call('GET', '/api/cases', {
          headers: { authorization: 'Bearer zss_forgedforgedforgedforged' },
        })
      ).status,
      401,
    )
  }))

test('a refusal is a problem document in the reader’s language', () =>
  onServer(async (site) => {
    const ask = (language: string) =>
      site.call('GET', '/api/nowhere', { headers: { 'accept-language': language } })
    const [zh, en] = [await ask('zh-CN'), await ask('en-GB')]
    assert.deepEqual(
      [zh.headers.get('content-type'), zh.body.title, en.body.title, en.body.type],
      [
        'application/problem+json; charset=utf-8',
        '没有这个地址',
        'There is nothing at this address',
        '/problems/base/notFound',
      ],
    )
  }))

test('an odd path is no secret door', () =>
  onServer(async (site) => {
    for (const path of [
      '/api/cases/..%2f..%2fetc',
      '/api/cases/%00',
      '/api/catalog/resources/res_%2e%2e',
      '/ledger/tile/../../keys',
      '/api/cases?limit=1e9',
      '/api/cases?limit=1&limit=2',
    ]) {
      const { status } = await site.call('GET', path, { as: 'ps.hr.officer' })
      assert.ok([400, 404, 422].includes(status), `${path} → ${status}`)
    }
  }))
