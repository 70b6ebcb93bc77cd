import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { demoPassword as passwordOf } from '../../../city/settle.ts'
import { inTown, type TestCtx } from '../../../tests/house.ts'
import {
  authenticate,
  disablePerson,
  grantRole,
  issueClientToken,
  registerClient,
  registerPerson,
  signIn,
  signOut,
} from './index.ts'

const login = 'sz.market.officer'
const enter = (ctx: TestCtx, password = passwordOf(login), source = '10.0.0.1') =>
  signIn(ctx, { login, password, source })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('an official signs in and is known by the session', () =>
  inTown(async ({ ctx }) => {
    const { token } = await enter(ctx)
    assert.match(token, /^zss_[\w-]{43}$/)
    assert.deepEqual(await authenticate(ctx, bearer(token)), {
      kind: 'person',
      id: login,
      party: 'sz.market',
      roles: ['data-officer'],
    })
    const { rows } =
      await sql`select 1 from parties.session where token_sha256 like '%' || ${token} || '%'`.execute(ctx.db)
    assert.equal(rows.length, 0)
  }))

test('a session ends after half an hour without use and after eight hours anyway', () =>
  inTown(async ({ ctx }) => {
    const { token } = await enter(ctx)
    for (let n = 0; n < 16; n += 1) {
      ctx.clock.advance({ minutes: 29 })
      assert.ok(await authenticate(ctx, bearer(token)), `after ${(n + 1) * 29} minutes`)
    }
    ctx.clock.advance({ minutes: 29 })
    assert.equal(await authenticate(ctx, bearer(token)), undefined)
    const { token: idle } = await enter(ctx)
    ctx.clock.advance({ minutes: 31 })
    assert.equal(await authenticate(ctx, bearer(idle)), undefined)
  }))

test('signing out and disabling end the session at once', () =>
  inTown(async ({ ctx }) => {
    const { token: first } = await enter(ctx)
    const { token: second } = await enter(ctx)
    assert.ok((await authenticate(ctx, bearer(first))) && (await authenticate(ctx, bearer(second))))
    await signOut(ctx, bearer(first))
    assert.equal(await authenticate(ctx, bearer(first)), undefined)
    await disablePerson(ctx, login)
    assert.equal(await authenticate(ctx, bearer(second)), undefined)
    await assert.rejects(enter(ctx), { status: 401 })
  }))

test('a person disabled by another node is out within a second', () =>
  inTown(async ({ ctx }) => {
    const { token } = await enter(ctx)
    assert.ok(await authenticate(ctx, bearer(token)))
    await sql`update parties.person set disabled_at = now() where id = ${login}`.execute(ctx.db)
    ctx.clock.advance({ ms: 1000 })
    assert.equal(await authenticate(ctx, bearer(token)), undefined)
  }))

test('a role given now counts for the next request', () =>
  inTown(async ({ ctx }) => {
    const { token } = await enter(ctx)
    await authenticate(ctx, bearer(token))
    await grantRole(ctx, { person: login, role: 'office-head' })
    assert.deepEqual((await authenticate(ctx, bearer(token)))?.roles, ['data-officer', 'office-head'])
  }))

test('unknown login and wrong password are refused alike, and both are on record', () =>
  inTown(async ({ ctx }) => {
    await assert.rejects(signIn(ctx, { login: 'nobody.here', password: 'x'.repeat(20) }), {
      type: '/problems/parties/wrongSignIn',
    })
    await assert.rejects(enter(ctx, 'x'.repeat(20)), { type: '/problems/parties/wrongSignIn' })
    await enter(ctx)
    const { rows } = await sql<{ kind: string; subject: string }>`select kind, subject from ledger.pending
    where kind in ('parties.signedIn', 'parties.signInFailed') union all select kind, subject from ledger.entry
    where kind in ('parties.signedIn', 'parties.signInFailed')`.execute(ctx.db)
    const told = rows.map(({ kind, subject }) => `${kind} ${subject}`).sort()
    assert.deepEqual(told, [
      `parties.signInFailed ${login}`,
      'parties.signInFailed unknown',
      `parties.signedIn ${login}`,
    ])
  }))

test('five wrong passwords stop one source for a while, and nobody elsewhere', () =>
  inTown(async ({ ctx }) => {
    for (let n = 0; n < 5; n += 1) await assert.rejects(enter(ctx, 'wrong-wrong-wrong'), { status: 401 })
    await assert.rejects(enter(ctx), { status: 429, facts: { retryAfterSeconds: 900 } })
    assert.ok(await enter(ctx, passwordOf(login), '10.0.0.2'))
    ctx.clock.advance({ minutes: 15 })
    assert.ok(await enter(ctx))
  }))

test('a system exchanges its secret for a token of half an hour', () =>
  inTown(async ({ ctx }) => {
    const { secret } = await registerClient(ctx, {
      id: 'sz.market.registry',
      org: 'sz.market',
      name: '登记系统',
    })
    await assert.rejects(issueClientToken(ctx, { client: 'sz.market.registry', secret: 'wrong' }), {
      status: 401,
    })
    const { token } = await issueClientToken(ctx, { client: 'sz.market.registry', secret })
    assert.deepEqual(await authenticate(ctx, bearer(token)), {
      kind: 'client',
      id: 'sz.market.registry',
      party: 'sz.market',
      roles: ['department-system'],
    })
    ctx.clock.advance({ minutes: 30 })
    assert.equal(await authenticate(ctx, bearer(token)), undefined)
  }))

test('another site’s page cannot write with our cookie', () =>
  inTown(async ({ ctx }) => {
    const { token } = await enter(ctx)
    const write = { method: 'POST', cookie: `__Host-zs=${token}`, host: 'zhishu.sz.gov.cn' }
    await assert.rejects(authenticate(ctx, { ...write, origin: 'https://evil.example' }), {
      type: '/problems/base/foreignOrigin',
    })
    await assert.rejects(authenticate(ctx, write), { type: '/problems/base/foreignOrigin' })
    await assert.rejects(
      authenticate(ctx, { ...write, origin: 'https://zhishu.sz.gov.cn', secFetchSite: 'same-site' }),
      { status: 403 },
    )
    assert.ok(await authenticate(ctx, { ...write, origin: 'https://zhishu.sz.gov.cn' }))
    assert.ok(await authenticate(ctx, { method: 'GET', cookie: write.cookie }))
  }))

test('a password is long, own, and without the login', () =>
  inTown(async ({ ctx }) => {
    const person = {
      id: 'sz.market.zhang',
      org: 'sz.market',
      name: '张三',
      title: { zh: '科员', en: 'clerk' },
      login: 'zhangsan',
    }
    const attempt = (password: string) => registerPerson(ctx, { ...person, password })
    for (const weak of [
      'short-one',
      'passwordpassword123',
      'shenzhen-market-2025',
      'my-zhangsan-orchard-lamp',
      'aaaaaaaaaaaaaaaaaaaa',
    ]) {
      await assert.rejects(attempt(weak), { type: '/problems/parties/weakPassword' }, weak)
    }
    assert.equal((await attempt('orchard lamp quietly hums')).id, person.id)
  }))
