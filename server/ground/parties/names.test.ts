import assert from 'node:assert/strict'
import test from 'node:test'
import { demoPassword } from '../../../city/settle.ts'
import { onServer } from '../../../tests/house.ts'

const admin = { as: 'sz.data.admin' }
const officer = { as: 'ps.hr.officer' }
const path = '/api/parties/names?ids='

test('an official is told who a counterpart or its system is: name and organisation, nothing else', () =>
  onServer(async (site) => {
    const system = { id: 'sz.market.licences', org: 'sz.market', name: '企业登记系统' }
    assert.equal((await site.call('POST', '/api/parties/clients', { ...admin, body: system })).status, 201)
    const asked = 'sz.market.licences,sz.market.head,no.such,tok_7k2m,sz.market.head,gd.tax.head'
    const found = await site.call('GET', path + asked, officer)
    assert.deepEqual(found.body, {
      items: [
        { id: 'gd.tax.head', kind: 'person', name: '税处长', org: 'gd.tax' },
        { id: 'sz.market.head', kind: 'person', name: '商处长', org: 'sz.market' },
        { id: 'sz.market.licences', kind: 'client', name: '企业登记系统', org: 'sz.market' },
      ],
    })
  }))

test('whoever acts no longer is still named, for what they did stays', () =>
  onServer(async (site) => {
    assert.equal((await site.call('DELETE', '/api/parties/persons/sz.market.head', admin)).status, 200)
    const found = await site.call('GET', `${path}sz.market.head`, officer)
    assert.equal(found.body.items[0]?.name, '商处长')
  }))

test('names are told to nobody without a role, and a hundred at a time', () =>
  onServer(async (site) => {
    const login = 'ps.hr.trainee'
    const trainee = { id: login, org: 'ps.hr', name: '见习', title: { zh: '见习', en: 'trainee' }, login }
    const body = { ...trainee, password: demoPassword(login) }
    assert.equal((await site.call('POST', '/api/parties/persons', { ...admin, body })).status, 201)
    const one = `${path}sz.market.head`
    assert.equal((await site.call('GET', one)).status, 401)
    assert.equal((await site.call('GET', one, { as: login })).status, 403)

    const many = (count: number) => path + Array.from({ length: count }, (_, n) => `org.n${n}`).join(',')
    assert.deepEqual((await site.call('GET', many(100), officer)).body, { items: [] })
    const refused = await site.call('GET', many(101), officer)
    assert.deepEqual([refused.status, refused.body.errors[0].field], [422, '/query/ids'])
  }))

test('a department’s system is no official and is told no names', () =>
  onServer(async (site) => {
    const system = { id: 'ps.hr.subsidies', org: 'ps.hr', name: '补贴系统' }
    const made = await site.call('POST', '/api/parties/clients', { ...admin, body: system })
    const issued = await site.call('POST', '/api/parties/token', {
      body: { client_id: system.id, client_secret: made.body.secret },
    })
    const headers = { authorization: `Bearer ${issued.body.token}` }
    assert.equal((await site.call('GET', '/api/parties/me', { headers })).body.kind, 'client')
    assert.equal((await site.call('GET', `${path}sz.market.head`, { headers })).status, 403)
  }))
