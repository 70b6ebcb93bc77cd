import assert from 'node:assert/strict'
import test from 'node:test'
import { inTown, onServer } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { authenticate, endClient, issueClientToken, listClients, registerClient } from './index.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('an administrator lists the systems of an organisation within reach, without any secret', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    for (const id of ['sz.market.licences', 'sz.market.inspection'])
      await registerClient(admin, { id, org: 'sz.market', name: '业务系统' })
    const first = await listClients(admin, { org: 'sz.market', limit: 1 })
    const second = await listClients(admin, { org: 'sz.market', limit: 1, cursor: first.next ?? '' })
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id, endedAt }) => [id, endedAt]),
      [
        ['sz.market.inspection', null],
        ['sz.market.licences', null],
      ],
    )
    assert.deepEqual(Object.keys(first.items[0] ?? {}).sort(), [
      'endedAt',
      'id',
      'name',
      'org',
      'registeredAt',
    ])
    await assert.rejects(listClients(admin, { org: 'gd.tax' }), refusal('parties/outOfScope'))
  }))

test('a system that is ended acts no longer from that moment: neither by a token it has nor by its secret', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    const client = 'sz.market.licences'
    const { secret } = await registerClient(admin, { id: client, org: 'sz.market', name: '业务系统' })
    const { token } = await issueClientToken(town.ctx, { client, secret })
    assert.equal((await authenticate(town.ctx, bearer(token)))?.id, client)
    assert.notEqual((await endClient(admin, client)).endedAt, null)
    assert.equal(await authenticate(town.ctx, bearer(token)), undefined)
    await assert.rejects(issueClientToken(town.ctx, { client, secret }), refusal('parties/wrongSecret'))
    await assert.rejects(endClient(admin, client), refusal('parties/clientEnded'))
    await assert.rejects(endClient(admin, 'sz.market.nothing'), refusal('parties/unknownClient'))
  }))

test('systems are listed and ended on the public endpoints by an administrator alone', () =>
  onServer(async (site) => {
    const admin = { as: 'sz.data.admin' }
    const body = { id: 'sz.market.licences', org: 'sz.market', name: '业务系统' }
    assert.equal((await site.call('POST', '/api/parties/clients', { ...admin, body })).status, 201)
    const officer = { as: 'sz.market.officer' }
    assert.equal((await site.call('GET', '/api/parties/clients?org=sz.market', officer)).status, 403)
    const end = '/api/parties/clients/sz.market.licences/end'
    assert.equal((await site.call('POST', end, officer)).status, 403)
    const ended = await site.call('POST', end, admin)
    assert.deepEqual([ended.status, ended.body.id], [200, 'sz.market.licences'])
    const list = await site.call('GET', '/api/parties/clients?org=sz.market', admin)
    assert.equal(list.body.items[0].endedAt, ended.body.endedAt)
  }))

test('names of many organisations come in one answer, and those unknown are absent', () =>
  onServer(async (site) => {
    const officer = { as: 'ps.hr.officer' }
    const found = await site.call('GET', '/api/parties/orgs?ids=sz.market,gd.tax,no.such,sz.market', officer)
    assert.deepEqual(
      found.body.items.map(({ id }: { id: string }) => id),
      ['gd.tax', 'sz.market'],
    )
    const many = Array.from({ length: 201 }, (_, n) => `org.n${n}`).join(',')
    const refused = await site.call('GET', `/api/parties/orgs?ids=${many}`, officer)
    assert.deepEqual([refused.status, refused.body.errors[0].field], [422, '/query/ids'])
  }))
