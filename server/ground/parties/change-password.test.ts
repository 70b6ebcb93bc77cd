import assert from 'node:assert/strict'
import test from 'node:test'
import { inTown, onServer, passwordOf } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { integrate, listEntries } from '../ledger/index.ts'
import { authenticate, changePassword, signIn } from './index.ts'

const login = 'sz.market.officer'
const source = '10.0.0.1'
const next = '骆驼 铅笔 台灯 海浪 石阶 竹篮 邮票 雨伞'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('a changed password ends every other session, and the old one no longer lets anybody in', () =>
  inTown(async (town) => {
    const officer = town.as(login)
    const enter = (password: string) => signIn(town.ctx, { login, password, source })
    const here = await enter(passwordOf(login))
    const elsewhere = await enter(passwordOf(login))
    const input = { current: passwordOf(login), next, token: here.token, source }
    assert.equal(await changePassword(officer, input), 1)
    assert.equal((await authenticate(town.ctx, bearer(here.token)))?.id, login)
    assert.equal(await authenticate(town.ctx, bearer(elsewhere.token)), undefined)
    await assert.rejects(enter(passwordOf(login)), refusal('parties/wrongSignIn'))
    assert.equal((await enter(next)).person, login)
    await integrate(town.ctx)
    const { items } = await listEntries(town.ctx, { kind: 'parties.passwordChanged', subject: login })
    assert.equal(items.length, 1)
    assert.equal(JSON.stringify(items).includes(next), false)
  }))

test('the present password is asked for, and wrong tries are counted like those at sign-in', () =>
  inTown(async (town) => {
    const officer = town.as(login)
    const wrong = { current: 'not the present password', next, token: undefined, source }
    for (let n = 0; n < 5; n += 1)
      await assert.rejects(changePassword(officer, wrong), refusal('parties/wrongPassword'))
    await assert.rejects(changePassword(officer, wrong), refusal('parties/tooManyAttempts'))
    const right = { ...wrong, current: passwordOf(login) }
    await assert.rejects(changePassword(officer, right), refusal('parties/tooManyAttempts'))
    await assert.rejects(
      signIn(town.ctx, { login, password: passwordOf(login), source }),
      refusal('parties/tooManyAttempts'),
    )
  }))

test('a new password is long, is not the login, and is not the present one; a system has none', () =>
  inTown(async (town) => {
    const officer = town.as(login)
    const change = (text: string) =>
      changePassword(officer, { current: passwordOf(login), next: text, token: undefined, source })
    await assert.rejects(change('十四个字符不够长的新口令'), refusal('parties/weakPassword'))
    await assert.rejects(change(`${login} 骆驼 铅笔 台灯`), refusal('parties/weakPassword'))
    await assert.rejects(change(passwordOf(login)), refusal('parties/samePassword'))
    const system = { ...officer, actor: { ...officer.actor, kind: 'client' as const } }
    await assert.rejects(
      changePassword(system, { current: 'x', next, token: undefined, source }),
      refusal('parties/noPassword'),
    )
  }))

test('of two changes that meet, one holds', () =>
  inTown(async (town) => {
    const officer = town.as(login)
    const change = (text: string) =>
      changePassword(officer, { current: passwordOf(login), next: text, token: undefined, source })
    const both = await Promise.allSettled([change(next), change(`${next} 甲乙`)])
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
  }))

test('the console changes the password by its cookie from its own page alone, and stays signed in', () =>
  onServer(async (site) => {
    const body = { login, password: passwordOf(login), keep: 'cookie' }
    const entered = await site.call('POST', '/api/parties/session', { body })
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const path = '/api/parties/me/password'
    const change = { current: passwordOf(login), next }
    const foreign = { cookie, origin: 'https://evil.example' }
    assert.equal((await site.call('POST', path, { body: change, headers: foreign })).status, 403)
    const headers = { cookie, origin: site.url.replace(/\/$/, '') }
    const faulty = await site.call('POST', path, { body: { ...change, again: next }, headers })
    assert.deepEqual([faulty.status, faulty.body.errors[0].field], [422, '/again'])
    const changed = await site.call('POST', path, { body: change, headers })
    assert.deepEqual([changed.status, changed.body], [200, { sessionsEnded: 0 }])
    assert.equal((await site.call('GET', '/api/parties/me', { headers })).status, 200)
    assert.equal((await site.call('POST', path, { body: change })).status, 401)
  }))
