import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, request } from 'node:http'
import { test } from 'node:test'
import { sql } from 'kysely'
import { onServer, passwordOf, type Site } from '../house.ts'

const login = 'ps.hr.officer'

test('a session’s cookie is for HTTP alone, and on a real host for TLS alone', () =>
  onServer(async (site) => {
    const here = await signIn(site, {})
    assert.match(here.cookie, /^zs_session=zss_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const there = await signIn(site, { host: 'zhishu.gov.example' })
    assert.match(there.cookie, /^__Host-zs=zss_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  }))

test('a cookie with which one comes is never taken over: signing in makes a new session', () =>
  onServer(async (site) => {
    const planted = `zss_${'A'.repeat(43)}`
    const { token } = await signIn(site, { cookie: `zs_session=${planted}` })
    assert.notEqual(token, planted)
    const tried = await raw(site, 'GET', '/api/parties/me', { cookie: `zs_session=${planted}` })
    assert.equal(tried.status, 401)
  }))

test('the cookie of one’s own machine counts there alone: on a real host only the one bound to TLS and host does', () =>
  onServer(async (site) => {
    const { token } = await signIn(site, {})
    const me = async (headers: Record<string, string>) =>
      (await raw(site, 'GET', '/api/parties/me', headers)).status
    assert.equal(await me({ cookie: `zs_session=${token}` }), 200)
    for (const host of ['zhishu.gov.example', 'localhost.evil.example', '127.0.0.1.evil.example'])
      assert.equal(await me({ cookie: `zs_session=${token}`, host }), 401, host)
    assert.equal(await me({ cookie: `__Host-zs=${token}`, host: 'zhishu.gov.example' }), 200)
  }))

test('a write that another site’s page sends with our cookie is refused, however it names itself', () =>
  onServer(async (site) => {
    const { token } = await signIn(site, {})
    const cookie = `zs_session=${token}`
    const host = new URL(site.url).host
    const write = (headers: Record<string, string>) =>
      raw(
        site,
        'POST',
        '/api/standards/check',
        { cookie, 'content-type': 'application/json', ...headers },
        '{}',
      )
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://${host}.evil.example` },
      { origin: `http://evil.example@${host}.x` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: `http://${host}` },
      {},
    ] as Record<string, string>[])
      assert.equal((await write(headers)).status, 403, JSON.stringify(headers))
    assert.equal((await write({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status, 422)
    const signIn403 = await raw(
      site,
      'POST',
      '/api/parties/session',
      { origin: 'https://evil.example', 'content-type': 'application/json' },
      JSON.stringify({ login, password: passwordOf(login) }),
    )
    assert.equal(signIn403.status, 403)
  }))

test('a session ends by signing out, by half an hour of rest, after eight hours, and with its person', () =>
  onServer(async (site) => {
    const me = async (token: string) =>
      (await raw(site, 'GET', '/api/parties/me', { authorization: `Bearer ${token}` })).status
    const [out, rests, works, other] = [
      (await signIn(site, {})).token,
      (await signIn(site, {})).token,
      (await signIn(site, {})).token,
      (await signIn(site, {}, 'ps.kengzi.officer')).token,
    ]
    assert.equal(await me(out), 200)
    await raw(site, 'DELETE', '/api/parties/session', { authorization: `Bearer ${out}` })
    assert.deepEqual([await me(out), await me(rests)], [401, 200])
    await site.call('DELETE', '/api/parties/persons/ps.kengzi.officer', { as: 'sz.data.admin' })
    assert.equal(await me(other), 401)
    for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
      assert.equal(await me(works), 200, `after ${minutes} minutes`)
      site.ctx.clock.advance({ minutes: 20 })
    }
    assert.deepEqual([await me(works), await me(rests)], [401, 401])
    assert.equal((await signIn(site, {}, 'ps.kengzi.officer')).status, 401)
  }))

test('a role taken away is gone with the next request', () =>
  onServer(async (site) => {
    const granted = await site.call('POST', '/api/parties/roles', {
      as: 'sz.data.admin',
      body: { person: 'ps.hr.officer', role: 'office-head' },
    })
    const approve = () => site.call('POST', '/api/share/submissions/sub_9999/approval', { as: login })
    assert.deepEqual([granted.status, (await approve()).status], [201, 404])
    await site.call('DELETE', `/api/parties/roles/${granted.body.id}`, { as: 'sz.data.admin' })
    assert.equal((await approve()).status, 403)
  }))

test('a login that is not there, a wrong password and a disabled person get one and the same answer', () =>
  onServer(async (site) => {
    await site.call('DELETE', '/api/parties/persons/ps.kengzi.officer', { as: 'sz.data.admin' })
    const attempts = [
      { login: 'nobody.at.all', password: 'x'.repeat(20) },
      { login, password: 'x'.repeat(20) },
      { login: 'ps.kengzi.officer', password: passwordOf('ps.kengzi.officer') },
    ]
    const answers = []
    for (const body of attempts) {
      const reply = await site.call('POST', '/api/parties/session', { body })
      answers.push([reply.status, reply.body, reply.headers.has('set-cookie')])
    }
    assert.equal(answers[0]?.[0], 401)
    assert.deepEqual(answers[1], answers[0])
    assert.deepEqual(answers[2], answers[0])
  }))

test('guessing is held up after five tries, even when they are sent at once; the right password too then waits', () =>
  onServer(async (site) => {
    const guess = (password: string) =>
      site.call('POST', '/api/parties/session', { body: { login, password } })
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(`wrong-password-${i}`)))
    const statuses = tries.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [...Array(5).fill(401), ...Array(7).fill(429)])
    const right = await guess(passwordOf(login))
    assert.equal(right.status, 429)
    assert.ok(right.body.retryAfterSeconds > 0)
    site.ctx.clock.advance({ minutes: 16 })
    assert.equal((await guess(passwordOf(login))).status, 200)
  }))

test('a department’s system gets in with its secret alone, and its token dies within half an hour', () =>
  onServer(async (site) => {
    const made = await site.call('POST', '/api/parties/clients', {
      as: 'sz.data.admin',
      body: { id: 'hr-system', org: 'ps.hr', name: '人社业务系统' },
    })
    const exchange = (client_secret: string) =>
      site.call('POST', '/api/parties/token', { body: { client_id: 'hr-system', client_secret } })
    assert.equal((await exchange('wrong')).status, 401)
    const { token } = (await exchange(made.body.secret)).body
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await site.call('GET', '/api/cases', { headers })).status, 200)
    assert.equal((await site.call('GET', '/api/ledger/entries', { headers })).status, 403)
    assert.equal(
      (await site.call('GET', '/api/cases', { headers: { cookie: `zs_session=${made.body.secret}` } }))
        .status,
      401,
    )
    site.ctx.clock.advance({ minutes: 31 })
    assert.equal((await site.call('GET', '/api/cases', { headers })).status, 401)
  }))

test('guessing a system’s secret is held up after five tries and fills no ledger; its own workers all get in at once', () =>
  onServer(async (site) => {
    const made = await site.call('POST', '/api/parties/clients', {
      as: 'sz.data.admin',
      body: { id: 'hr-system', org: 'ps.hr', name: '人社业务系统' },
    })
    const many = async (n: number, client_secret: string, client = () => 'hr-system') => {
      const body = () => ({ client_id: client(), client_secret })
      const exchange = () => site.call('POST', '/api/parties/token', { body: body() })
      return (await Promise.all(Array.from({ length: n }, exchange))).map(({ status }) => status).sort()
    }
    const linesOfFailure = async () =>
      (
        await sql`select 1 from ledger.pending where kind = 'parties.signInFailed'
          union all select 1 from ledger.entry where kind = 'parties.signInFailed'`.execute(site.ctx.db)
      ).rows.length
    assert.deepEqual(await many(12, made.body.secret), Array(12).fill(200))
    assert.deepEqual(await many(12, 'wrong'), [...Array(5).fill(401), ...Array(7).fill(429)])
    assert.deepEqual(await many(1, made.body.secret), [429])
    assert.equal(await linesOfFailure(), 5)
    let n = 0
    await many(100, 'wrong', () => `no-system-${n++}`)
    assert.ok((await linesOfFailure()) <= 60)
    site.ctx.clock.advance({ minutes: 16 })
    assert.deepEqual(await many(1, made.body.secret), [200])
  }))

interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** `fetch` sets Host and the Sec-Fetch headers by itself; this sends what it is given. */
function raw(
  site: Site,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, site.url), { method, headers }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }))
    })
    sent.on('error', reject).end(body)
  })
}

async function signIn(site: Site, headers: Record<string, string>, as = login) {
  const body = JSON.stringify({ login: as, password: passwordOf(as) })
  const reply = await raw(
    site,
    'POST',
    '/api/parties/session',
    { 'content-type': 'application/json', ...headers },
    body,
  )
  const token: string = JSON.parse(reply.text).token
  return { status: reply.status, token, cookie: reply.headers['set-cookie']?.[0] ?? '' }
}
