import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RouteEntry } from '../../server/base/http/index.ts'
import { routeEntries } from '../../server/house.ts'
import { onServer, type Reply, type Site } from '../house.ts'
import { forbiddenValues, type Known, likely, oddTexts, spoil, writeJson } from './hostile.ts'
import { type Belongings, settleBelongings } from './scene.ts'

/** A nightly run sets ZHISHU_FUZZ_RUNS (per endpoint) and ZHISHU_FUZZ_SEED. */
const runs = Number(process.env.ZHISHU_FUZZ_RUNS ?? 14)
const seed = Number(process.env.ZHISHU_FUZZ_SEED ?? 809)
const patienceMs = 2_000

test('whatever is sent to an endpoint, the answer is lawful: no 5xx, a problem document, in time', () =>
  onServer(async (site) => {
    const things = await settleBelongings(site)
    const known = knownNames(things)
    const actors = await actorsByAction()
    // Everybody signs in before the endpoint that is hammered with wrong passwords holds the address up.
    for (const as of new Set([...actors.values(), 'ps.kengzi.officer']))
      assert.equal((await site.call('GET', '/api/parties/me', { as })).status, 200)
    const faults: string[] = []
    for (const entry of routeEntries()) {
      if (entry.path === '/api/events') continue
      await fc
        .assert(
          fc.asyncProperty(hostileRequest(entry, known), (request) =>
            tryRequest(site, entry, actors, request, things.token),
          ),
          { seed, numRuns: runs, endOnFailure: true },
        )
        .catch((error: Error) => faults.push(`${entry.method} ${entry.path}\n  ${tellFault(error)}`))
    }
    assert.deepEqual(faults, [])
    const health = await site.call('GET', '/api/health')
    assert.deepEqual([health.status, health.body.ready], [200, true])
    assert.equal((await site.call('GET', '/api/catalog/search', { as: 'ps.hr.officer' })).status, 200)
  }))

test('what no JSON document may hold is refused at the edge and named', () =>
  onServer(async (site) => {
    for (const { text } of forbiddenValues) {
      const { status, body } = await site.call('POST', '/api/standards/check', {
        as: 'ps.hr.officer',
        headers: { 'content-type': 'application/json' },
        body: `{"element":"uscc","values":[${text}]}`,
      })
      assert.ok(status === 400 || status === 422, `${text} → ${status}`)
      assert.match(body.errors[0].field, /^\/values\/0/)
    }
  }))

test('a form with ten thousand faults is refused in time and names some of them', () =>
  onServer(async (site) => {
    const begun = performance.now()
    const { status, body } = await site.call('POST', '/api/share/submissions', {
      as: 'ps.hr.officer',
      body: { lines: Array.from({ length: 10_000 }, () => ({ rows: { and: [{ and: [{ field: 1 }] }] } })) },
    })
    assert.equal(status, 422)
    assert.ok(body.errors.length > 5 && body.errors.length <= 50)
    assert.ok(performance.now() - begun < patienceMs)
  }))

test('a cell of nine megabytes is taken, and the server answers others meanwhile', () =>
  onServer(async (site) => {
    const { resource } = await settleBelongings(site)
    const csv = `统一社会信用代码,企业名称\n91440300MA5EXAMPLE,"${'长'.repeat(3_000_000)}"\n`
    const path = `/api/collect/deliveries?resource=${resource}&name=${encodeURIComponent('../../一.csv')}`
    const upload = site.call('POST', path, {
      as: 'sz.market.officer',
      body: Buffer.from(csv),
      headers: { 'content-type': 'text/csv' },
    })
    const begun = performance.now()
    assert.equal((await site.call('GET', '/api/health')).status, 200)
    assert.ok(performance.now() - begun < patienceMs)
    assert.equal((await upload).status, 202)
    await site.ctx.jobs.drain(site.ctx)
    const { body } = await site.call('GET', `/api/collect/deliveries?resource=${resource}`, {
      as: 'sz.market.officer',
    })
    assert.deepEqual(
      [body.items[0].state, body.items[0].fault.type],
      ['failed', '/problems/collect/missingItems'],
    )
  }))

interface HostileRequest {
  readonly path: string
  readonly body: string | undefined
  readonly forbidden: boolean
  readonly headers: Readonly<Record<string, string>>
}

async function tryRequest(
  site: Site,
  { method, path, route, raw }: RouteEntry,
  actors: ReadonlyMap<string, string>,
  request: HostileRequest,
  token: string,
): Promise<void> {
  const may = (route ?? raw)?.may ?? ''
  const as = method === 'DELETE' && path === '/api/parties/session' ? 'ps.kengzi.officer' : actors.get(may)
  const begun = performance.now()
  const reply = await site.call(method, request.path, {
    ...(as !== undefined && { as }),
    ...(request.body !== undefined && { body: request.body }),
    headers: {
      ...request.headers,
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(path.startsWith('/delta-sharing') && { authorization: `Bearer ${token}` }),
    },
  })
  const tookMs = performance.now() - begun
  assert.ok(tookMs < patienceMs, `took ${Math.round(tookMs)} ms`)
  if (request.forbidden && path.startsWith('/api/')) assert.ok(reply.status >= 400, 'taken, though no JSON')
  if (reply.status >= 400 && method !== 'HEAD') judgeRefusal(reply, path)
}

function judgeRefusal({ status, headers, body }: Reply, path: string): void {
  assert.ok(status < 500 || status === 503, `${status} ${JSON.stringify(body)}`)
  if (path.startsWith('/delta-sharing') && body.errorCode) {
    assert.equal(typeof body.message, 'string')
    return
  }
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.match(body.type, /^\/problems\//)
  assert.equal(body.status, status)
  assert.match(body.texts.zh, /[\u4e00-\u9fff]/)
  assert.match(body.texts.en, /[a-z]/i)
  assert.ok(
    !/undefined|\[object|NaN/.test(body.texts.zh + body.texts.en),
    `a text with a hole: ${body.texts.en}`,
  )
  if (body.type !== '/problems/base/invalid') return
  assert.ok(body.errors.length > 0, 'a 422 that names no field')
  for (const fault of body.errors)
    assert.ok(fault.field.startsWith('/') && fault.rule && fault.zh && fault.en, JSON.stringify(fault))
}

function hostileRequest(
  { method, path, route, raw }: RouteEntry,
  known: Known,
): fc.Arbitrary<HostileRequest> {
  const described = route ?? raw
  const names = [...path.matchAll(/[:*](\w*)/g)].map(([, name]) => name || '*')
  const segment = (name: string) => {
    const properties = (described?.params as { properties?: Record<string, object> } | undefined)?.properties
    const real = known[name === 'id' ? nounOf(path) : name] ?? []
    const all = Object.values(known).flat()
    return fc.oneof(
      ...(real.length > 0 ? [{ weight: 14, arbitrary: fc.constantFrom(...real) }] : []),
      { weight: 2, arbitrary: fc.constantFrom(...all) },
      { weight: 2, arbitrary: fc.constantFrom(...oddTexts).map(encodeURIComponent) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('%00', '%ff', '%zz', '..%2f..%2fetc', '%2e%2e', ';', 'a%0d%0aX: y', '%'),
      },
      ...(properties?.[name] ? [{ weight: 1, arbitrary: likely(properties[name], known).map(String) }] : []),
    )
  }
  const body = route?.body
    ? spoil(likely(plain(route.body), known))
    : raw?.accepts?.includes('application/json') || ['POST', 'PUT'].includes(method)
      ? spoil(fc.constant({ login: 'ps.hr.officer', password: 'x' }))
      : fc.constant(undefined)
  return fc
    .record({
      parts: fc.tuple(...names.map(segment)),
      query: queryText(described?.query, known),
      body,
      headers: fc.constantFrom<Record<string, string>>(
        {},
        {},
        { 'accept-language': 'en' },
        { 'idempotency-key': 'k'.repeat(200) },
        {
          'x-forwarded-for': '1.2.3.4',
          'x-forwarded-host': 'evil.example',
          'x-http-method-override': 'DELETE',
        },
        { range: 'bytes=0-0,1-1,2-99999999999999999999', 'if-none-match': '*', 'accept-encoding': 'br;q=x' },
      ),
    })
    .map(({ parts, query, body, headers }) => {
      let at = 0
      const filled = path.replace(/[:*](\w*)/g, () => String(parts[at++]))
      return {
        path: `${filled}${query}`,
        body: body && writeJson(body.value),
        forbidden: body?.forbidden === true,
        headers,
      }
    })
}

function queryText(schema: unknown, known: Known): fc.Arbitrary<string> {
  const properties = (schema as { properties?: Record<string, object> } | undefined)?.properties ?? {}
  const names = Object.keys(properties)
  const value = (name: string) =>
    fc.oneof(
      likely(properties[name] ?? {}, known, name).map(String),
      fc.constantFrom(...oddTexts),
      fc.constantFrom('\0', '1e9', '-1', '99999999999999999999', ...cursors),
    )
  const pair = fc
    .constantFrom('nobodyKnows', '__proto__', ...Array.from({ length: 8 }, () => names).flat())
    .chain((name) =>
      value(name).map(
        (text) => `${encodeURIComponent(name)}=${encodeURIComponent(text.slice(0, 3000).toWellFormed())}`,
      ),
    )
  const pairs = fc.oneof(
    fc.constant([]),
    fc.array(pair, { minLength: 1, maxLength: names.length > 0 ? 3 : 1 }),
  )
  return pairs.map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''))
}

/** Cursors that read like ours and come from no list. */
const cursors = [
  [null],
  ['x'],
  [1.5],
  ['a\0'],
  ['x', 'y'],
  [1, 'y'],
  ['NaN', 'y'],
  ['x', 'y', 'z'],
  [-1, 'f', 'r'],
  [1e300],
].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'))

function knownNames(it: Belongings): Known {
  return {
    resource: [it.resource],
    agreement: [it.agreement],
    submission: [it.submission],
    line: [it.line],
    lines: [it.line],
    case: [it.lineCase],
    correction: [it.correction],
    delivery: [it.delivery],
    source: [it.source],
    entry: [it.entry],
    batch: [it.batch],
    n: ['1', '2', '999999999'],
    fields: ['uscc', 'name'],
    field: ['uscc', 'name'],
    element: ['uscc', 'constructor', 'date'],
    org: ['sz.market', 'ps.kengzi'],
    scope: ['sz.market', 'ps.kengzi'],
    handler: ['sz.market', 'ps.hr'],
    parent: ['sz', 'ps'],
    person: ['ps.kengzi.officer'],
    role: ['reviewer', 'auditor', 'constructor'],
    move: ['publish', 'agree', 'constructor', '__proto__'],
    mask: ['token', 'clear', 'constructor'],
    share: [it.agreement],
    schema: ['default'],
    table: [it.resource, 'data-0123456789ab'],
    version: ['0', '1'],
    rest: ['0/000', 'entries/000'],
  }
}

/** `/api/share/lines/:id/decision` is about a line. */
function nounOf(path: string): string {
  const noun = path.slice(0, path.indexOf('/:id')).split('/').at(-1) ?? ''
  return noun.replace(/ies$/, 'y').replace(/s$/, '')
}

/** Somebody of the demo city for each action. */
async function actorsByAction(): Promise<Map<string, string>> {
  const roles: Record<string, { actions: string[] }> = JSON.parse(
    await readFile(new URL('../../rules/roles.json', import.meta.url), 'utf8'),
  )
  const people = {
    auditor: 'sz.audit.auditor',
    operator: 'sz.cloud.operator',
    administrator: 'sz.data.admin',
    reviewer: 'sz.data.reviewer',
    'office-head': 'sz.market.head',
    'data-officer': 'ps.hr.officer',
  }
  const found = new Map([['signedIn', 'ps.hr.officer']])
  for (const [role, person] of Object.entries(people))
    for (const action of roles[role]?.actions ?? []) found.set(action, person)
  for (const action of [
    'collect.deliver',
    'collect.read',
    'collect.source',
    'quality.read',
    'standards.bind',
  ])
    found.set(action, 'sz.market.officer')
  return found
}

function plain(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema))
}

function tellFault(error: Error): string {
  const [example = ''] = /Counterexample: .*/.exec(error.message) ?? []
  const cause = (error.cause as Error | undefined)?.message ?? error.message
  return `${cause.slice(0, 400)}\n  ${example.slice(0, 700)}`
}
