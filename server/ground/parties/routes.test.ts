import assert from 'node:assert/strict'
import test from 'node:test'
import { demoPassword } from '../../../city/settle.ts'
import { onServer } from '../../../tests/house.ts'

const login = 'sz.market.officer'
const body = { login, password: demoPassword(login), keep: 'cookie' }

test('the console signs in by a cookie that scripts cannot read, and signs out', () =>
  onServer(async (site) => {
    const entered = await site.call('POST', '/api/parties/session', { body })
    const cookie = entered.headers.get('set-cookie') ?? ''
    assert.match(cookie, /^zs_session=zss_[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/)
    assert.deepEqual(Object.keys(entered.body), ['person', 'expiresAt'])

    const headers = { cookie: cookie.split(';')[0] ?? '' }
    assert.equal((await site.call('GET', '/api/parties/me', { headers })).body.org.id, 'sz.market')
    const foreign = { ...headers, origin: 'https://evil.example' }
    assert.equal((await site.call('DELETE', '/api/parties/session', { headers: foreign })).status, 403)
    const own = { ...headers, origin: site.url.replace(/\/$/, '') }
    assert.equal((await site.call('DELETE', '/api/parties/session', { headers: own })).status, 200)
    assert.equal((await site.call('GET', '/api/parties/me', { headers })).status, 401)
  }))

test('an officer may not register people, and learns who may', () =>
  onServer(async (site) => {
    const draft = {
      id: 'sz.market.new',
      org: 'sz.market',
      name: '新人',
      title: { zh: '科员', en: 'clerk' },
      login: 'sz.market.new',
    }
    const refused = await site.call('POST', '/api/parties/persons', { as: login, body: draft })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.texts.zh, '您的角色不能办理“parties.register”，该事项由单位与人员管理办理')
    const made = await site.call('POST', '/api/parties/persons', { as: 'sz.data.admin', body: draft })
    assert.equal(made.status, 201)
    const gone = await site.call('DELETE', '/api/parties/persons/sz.market.new', { as: 'sz.data.admin' })
    assert.deepEqual(gone.body, { done: true })
  }))
