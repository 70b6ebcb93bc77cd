import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Type } from 'typebox'
import { publicActor } from '../../server/base/ctx.ts'
import { buildServer, collectRoutes, type Routes } from '../../server/base/http/index.ts'
import { lineLog } from '../../server/base/log.ts'
import { problems } from '../../server/base/problem.ts'
import { openResource } from '../../server/reach/open/index.ts'
import { inHouse, onServer, type TestCtx } from '../house.ts'
import { parkHead, provideOpenTenants } from '../opened.ts'
import { settleBelongings } from './scene.ts'

const host = 'Host: 127.0.0.1\r\n'

test('requests that two readers could cut differently are refused, and the connection is closed', () =>
  onServer(async ({ url }) => {
    const body = '{"login":"x","password":"y"}'
    const post = `POST /api/parties/session HTTP/1.1\r\n${host}Content-Type: application/json\r\n`
    const texts = [
      `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\n${host}\r\n`,
      `${post}Content-Length: ${body.length}\r\nContent-Length: 3\r\n\r\n${body}`,
      `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      `${post}Content-Length: +5\r\n\r\nabcde`,
      `GET /api/health HTTP/1.1\r\n${host}X : y\r\n\r\n`,
      `GET /api/health HTTP/1.1\r\n${host}A: b\r\n c: folded\r\n\r\n`,
      `GET /api/health HTTP/1.1\r\n\r\n`,
      'nonsense\r\n\r\n',
    ]
    const judge = async (text: string) => {
      const { status, whole, text: told } = await speak(url, text)
      assert.ok(status === 400 || status === 415, `${JSON.stringify(text.slice(0, 120))} → ${status}`)
      assert.equal(
        (whole.match(/HTTP\/1\.1 /g) ?? []).length,
        1,
        'a second request was read out of the first',
      )
      if (told) assert.match(told, /"texts":\{"zh":"[^"]*[\u4e00-\u9fff]/)
    }
    await Promise.all(texts.map(judge))
  }))

test('headers beyond 16 KB are refused with 431 and a problem document', () =>
  onServer(async ({ url }) => {
    const { status, text } = await speak(
      url,
      `GET /api/health HTTP/1.1\r\n${host}X-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
    )
    assert.equal(status, 431)
    assert.equal(JSON.parse(text).type, '/problems/base/headersTooLarge')
  }))

test('a Host that is no host is refused; an operator may say which names are ours', () =>
  inHouse(async (ctx) => {
    const server = open(ctx, ['zhishu.gov.example'])
    const ask = async (name: string) =>
      (await server.inject({ url: '/try', headers: { host: name } })).statusCode
    assert.deepEqual(
      [await ask('zhishu.gov.example'), await ask('ZHISHU.gov.example'), await ask('evil.example')],
      [200, 200, 421],
    )
    for (const name of ['a b', 'a/b', 'user@zhishu.gov.example', 'x"y', 'a\\b'])
      assert.equal(await ask(name), 400, name)
    await server.close()
  }))

test('forwarded addresses are believed from a proxy that was named, and from nobody else', () =>
  inHouse(async (ctx) => {
    const headers = {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
    }
    const seen = async (trustedProxies: string[]) => {
      const server = open(ctx, [], trustedProxies)
      const { body } = await server.inject({ url: '/try', headers })
      await server.close()
      return JSON.parse(body)
    }
    assert.deepEqual(await seen([]), { ip: '127.0.0.1', protocol: 'http' })
    assert.deepEqual(await seen(['127.0.0.1']), { ip: '203.0.113.9', protocol: 'https' })
  }))

test('a body that does not come is waited for in vain only so long: a form gets 408, an upload is cut off', () =>
  inHouse(async (ctx) => {
    const server = open(ctx, [], [], { headersMs: 400, bodyMs: 300, uploadMs: 300, uploadBytes: 1000 })
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    const begun = performance.now()
    const [form, upload, headers] = await Promise.all([
      speak(
        url,
        `POST /form HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"`,
      ),
      speak(
        url,
        `POST /upload HTTP/1.1\r\n${host}Content-Type: text/csv\r\nContent-Length: 99999\r\n\r\na,b`,
      ),
      speak(url, `GET /try HTTP/1.1\r\n${host}X-Slow: `),
    ])
    assert.ok(performance.now() - begun < 3_000)
    assert.deepEqual([form.status, headers.status], [408, 408])
    assert.ok(upload.status === 0 || upload.status >= 400)
    assert.equal((await server.inject('/try')).statusCode, 200)
    await server.close()
  }))

test('an upload that keeps coming is let through however long it takes', () =>
  inHouse(async (ctx) => {
    const server = open(ctx, [], [], { headersMs: 400, bodyMs: 200, uploadMs: 200, uploadBytes: 1000 })
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    const head = `POST /upload HTTP/1.1\r\n${host}Content-Type: text/csv\r\nConnection: close\r\nContent-Length: 30000\r\n\r\n`
    const { status, text } = await speak(url, head, async (write) => {
      for (let i = 0; i < 15; i += 1) {
        write('x'.repeat(2_000))
        await pause(60)
      }
    })
    assert.deepEqual([status, text], [200, '30000'])
    await server.close()
  }))

test('nobody’s body is read before they are let in', () =>
  onServer(async (site) => {
    const headers = { 'content-type': 'application/json' }
    const { status } = await site.call('POST', '/api/share/submissions', {
      body: 'x'.repeat(900_000),
      headers,
    })
    assert.equal(status, 401)
  }))

test('methods nobody offers and odd spellings of a path are not found; none of them is a door', () =>
  onServer(async (site) => {
    for (const method of ['OPTIONS', 'PATCH', 'PROPFIND', 'TRACE'])
      assert.ok(
        [400, 404, 405].includes(
          (await speak(site.url, `${method} /api/cases HTTP/1.1\r\n${host}\r\n`)).status,
        ),
        method,
      )
    for (const path of [
      '/api/cases/',
      '/api//cases',
      '/API/cases',
      '/api/cases;x',
      '/api/%2563ases',
      '/ledger/tile//entries/000',
    ]) {
      const { status } = await site.call('GET', path, { as: 'sz.cloud.operator' })
      assert.ok([400, 403, 404].includes(status), `${path} → ${status}`)
    }
    const absolute = await speak(site.url, `GET http://evil.example/api/cases HTTP/1.1\r\n${host}\r\n`)
    assert.ok([400, 401, 404].includes(absolute.status))
    const { status } = await site.call('GET', '/ledger/tile/entrie%73/000', { as: 'sz.cloud.operator' })
    assert.ok([403, 404].includes(status))
  }))

test('a range that nobody can mean costs nothing and tells nothing', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const path = `/api/data/${it.agreement}/batches/${it.batch}/file`
    const get = (range: string) => site.call('GET', path, { as: 'ps.hr.officer', headers: { range } })
    const whole = await site.call('GET', path, { as: 'ps.hr.officer' })
    for (const range of [
      `bytes=${Array.from({ length: 1_000 }, (_, i) => `${i}-`).join(',')}`,
      'bytes=5-1',
      'bytes=-',
      'lines=0-1',
      'bytes=0x0-1',
    ])
      assert.deepEqual([(await get(range)).status, (await get(range)).body], [200, whole.body])
    assert.equal((await get('bytes=99999999999999999999-')).status, 416)
    assert.equal((await get('bytes=-0')).status, 416)
    assert.deepEqual([(await get('bytes=0-0')).status, (await get('bytes=0-0')).body.length], [206, 1])
    assert.equal((await get('bytes=-99999999999999999999')).status, 206)
  }))

test('a cell that a spreadsheet would run leaves as text in every CSV', () =>
  onServer(async (site) => {
    const resource = await provideOpenTenants(site)
    await openResource(site.as(parkHead), resource, { fields: ['name', 'park'] })
    await site.ctx.jobs.drain(site.ctx)
    for (const until = performance.now() + 10_000; ; await pause(50)) {
      const { status, body } = await site.call('GET', `/api/open/resources/${resource}/file.csv`)
      if (status === 200) {
        assert.match(body, /'=坪山园/)
        assert.doesNotMatch(body, /(^|,|\n)"?[=+@\t\r＝＋＠-]/)
        return
      }
      assert.ok(performance.now() < until, `${status}`)
      // The public's allowance comes back with time, and the clock stands still here.
      site.ctx.clock.advance({ minutes: 1 })
    }
  }))

test('no name can forge a line of the log or of a refusal', () => {
  const lines: string[] = []
  lineLog((line) => lines.push(line)).error('x', { name: '一\n{"level":"info"}\r\u001b[2J\u0000' })
  assert.equal(lines.length, 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  assert.doesNotMatch(lines[0]?.trimEnd() ?? '', /[\u0000-\u001f]/)
})

const told = problems('try', { no: { status: 409, zh: '不行', en: 'no' } })

test('a fact of a refusal never takes the place of its status, type or texts', () =>
  inHouse(async (ctx) => {
    const server = open(ctx)
    const { statusCode, body } = await server.inject('/refused')
    const { type, status, texts } = JSON.parse(body)
    assert.deepEqual([statusCode, type, status, texts.en], [409, '/problems/try/no', 409, 'no'])
    await server.close()
  }))

/** A server of three endpoints on the house's own edge. */
function open(
  ctx: TestCtx,
  hosts: string[] = [],
  trustedProxies: string[] = [],
  patience = { headersMs: 20_000, bodyMs: 30_000, uploadMs: 30_000, uploadBytes: 30_720 },
) {
  const summary = { zh: '试', en: 'try' }
  const routes: Routes = (http) => {
    http.raw('GET', '/try', {
      summary,
      may: 'public',
      replies: [],
      run: async (_ctx, { ip, protocol }) => ({ ip, protocol }),
    })
    http.get('/refused', {
      summary,
      may: 'public',
      reply: Type.Object({}),
      run: async () => {
        throw told.no({ type: 'x', status: 200, title: 'x', texts: 'x', rule: 'x' })
      },
    })
    http.post('/form', {
      summary,
      may: 'public',
      body: Type.Object({}),
      reply: Type.Object({}),
      run: async () => ({}),
    })
    http.raw('POST', '/upload', {
      summary,
      may: 'public',
      streams: true,
      replies: [],
      run: async (_ctx, request) => {
        let bytes = 0
        for await (const piece of request.body as AsyncIterable<Buffer>) bytes += piece.length
        return String(bytes)
      },
    })
  }
  const gate = {
    authenticate: async () => publicActor,
    recognise: async () => publicActor,
    authorise: async () => undefined,
  }
  return buildServer(ctx, gate, collectRoutes([{ routes }]), patience, { hosts, trustedProxies })
}

interface Said {
  readonly status: number
  readonly text: string
  readonly whole: string
}

/** Says what no client library would say, and hears the answer; status 0 where there was none. */
function speak(
  url: string,
  text: string,
  more: (write: (text: string) => void) => Promise<void> = async () => undefined,
): Promise<Said> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let whole = ''
    const socket = connect(Number(port), hostname)
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      const [head = '', ...rest] = whole.split('\r\n\r\n')
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
        text: rest.join('\r\n\r\n'),
        whole,
      })
    }
    // Kept-alive connections do not end by themselves.
    const timer = setTimeout(finish, 2_500)
    socket.on('data', (piece) => {
      whole += piece
      if (/\r\n\r\n/.test(whole) && !text.includes('Connection: close')) setTimeout(finish, 60)
    })
    socket.on('error', finish).on('close', finish)
    socket.on('connect', () => {
      socket.write(text)
      void more((part) => void socket.write(part))
    })
  })
}
