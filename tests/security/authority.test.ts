import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { RouteEntry } from '../../server/base/http/index.ts'
import { registerResource } from '../../server/ground/catalog/index.ts'
import { routeEntries } from '../../server/house.ts'
import { handIn, shops } from '../deliver.ts'
import { onServer, type Site } from '../house.ts'
import { ask, type Belongings, settleBelongings, sourcePassword, untilRight } from './scene.ts'

/** One officer for each role that people of the demo city hold. */
const officers: Readonly<Record<string, string>> = {
  'data-officer': 'ps.kengzi.officer',
  'office-head': 'ps.housing.head',
  reviewer: 'gd.data.reviewer',
  administrator: 'sz.data.admin',
  operator: 'sz.cloud.operator',
  auditor: 'sz.audit.auditor',
}

const roles: Record<string, { actions: string[] }> = JSON.parse(
  await readFile(new URL('../../rules/roles.json', import.meta.url), 'utf8'),
)

test('nobody is asked to sign in at every door that is not public, and no role enters one it has no permission for', () =>
  onServer(async (site) => {
    const wrong: string[] = []
    const expect = async (entry: RouteEntry, role: string, as: string | undefined, wanted: number) => {
      const status = await knock(site, entry, filled(entry.path), as)
      if (status !== wanted) wrong.push(`${entry.method} ${entry.path} as ${role} → ${status}`)
    }
    const closed = routeEntries().filter((entry) => mayOf(entry) !== 'public')
    await Promise.all(closed.map((entry) => expect(entry, 'nobody', undefined, 401)))
    for (const [role, officer] of Object.entries(officers)) {
      const without = closed.filter((entry) => {
        const may = mayOf(entry)
        return may !== 'signedIn' && !roles[role]?.actions.includes(may)
      })
      await Promise.all(without.map((entry) => expect(entry, role, officer, 403)))
    }
    assert.deepEqual(wrong, [])
  }))

test('the auditor changes nothing: every door that is no reading is closed to that role', () =>
  onServer(async (site) => {
    const open: string[] = []
    for (const entry of routeEntries().filter(({ method }) => !['GET', 'HEAD'].includes(method))) {
      const may = mayOf(entry)
      // Signing in and out, one's own password, a token for a secret, and checking a value change nothing of anybody's.
      if (may === 'public' || ownAffairs.includes(`${entry.method} ${entry.path}`)) continue
      const status = await knock(site, entry, filled(entry.path), 'sz.audit.auditor')
      if (status !== 403) open.push(`${entry.method} ${entry.path} → ${status}`)
    }
    assert.deepEqual(open, [])
  }))

test('the operator reads no data, no faulty row, no case and nothing the ledger says', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    for (const path of secrets(it)) {
      const { status, body } = await site.call('GET', path, { as: 'sz.cloud.operator' })
      assert.equal(status, 403, path)
      assert.ok(!JSON.stringify(body).includes('鸿远'), path)
    }
  }))

test('who has no part in a matter learns nothing of it, whatever the number is that they guess', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const strangers = ['ps.housing.head', 'ps.kengzi.officer', 'gd.tax.officer']
    const told: string[] = []
    for (const as of strangers) {
      const look = async (path: string) => {
        const { status, body, headers } = await site.call('GET', path, { as })
        const closed = status === 403 || status === 404
        if (!closed) told.push(`${as} ${path} → ${status}`)
        // The refusal may name what was asked for and nothing else of the matter.
        const says = JSON.stringify(body)
        for (const secret of ['ps.hr', '稳岗', '鸿远', sourcePassword, it.token])
          if (says.includes(secret)) told.push(`${as} ${path} tells ${secret}`)
        if (headers.has('zhishu-receipt')) told.push(`${as} ${path} has a receipt`)
      }
      await Promise.all(belongingsOf(it).map(look))
    }
    assert.deepEqual(told, [])
  }))

test('who has no part in a matter cannot move it', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const reason = { reason: '试一试' }
    const moves: [string, string, string, unknown][] = [
      ['ps.housing.head', 'POST', `/api/share/submissions/${it.submission}/approval`, undefined],
      ['ps.housing.head', 'POST', `/api/share/lines/${it.line}/decision`, { decision: 'agree' }],
      [
        'ps.housing.head',
        'POST',
        '/api/share/decisions',
        { lines: [it.line], decision: { decision: 'agree' } },
      ],
      ['ps.housing.head', 'POST', `/api/share/lines/${it.line}/extension`, { days: 3, ...reason }],
      ['ps.kengzi.officer', 'POST', `/api/share/lines/${it.line}/acceptance`, undefined],
      ['ps.kengzi.officer', 'POST', `/api/share/lines/${it.line}/declination`, reason],
      [
        'gd.data.reviewer',
        'POST',
        `/api/share/lines/${it.line}/extension/ruling`,
        { grant: true, ruling: '同意' },
      ],
      ['ps.housing.head', 'POST', `/api/share/agreements/${it.agreement}/end`, reason],
      [
        'ps.kengzi.officer',
        'POST',
        `/api/share/corrections/${it.correction}/answer`,
        { decision: 'keep', ...reason },
      ],
      [
        'ps.kengzi.officer',
        'POST',
        '/api/share/corrections',
        { agreement: it.agreement, key: 'x', field: 'name', ...reason },
      ],
      ['ps.kengzi.officer', 'POST', `/api/cases/${it.lineCase}/moves`, { move: 'withdraw', ...reason }],
      ['ps.kengzi.officer', 'POST', `/api/collect/sources/${it.source}/pulls`, {}],
      [
        'ps.kengzi.officer',
        'POST',
        `/api/standards/bindings/${it.resource}`,
        { bindings: [{ column: '企业名称', element: 'text' }] },
      ],
      ['ps.kengzi.officer', 'POST', `/api/catalog/resources/${it.resource}/submission`, undefined],
      ['ps.kengzi.officer', 'POST', `/api/data/${it.agreement}/batches`, { format: 'csv' }],
    ]
    const done: string[] = []
    for (const [as, method, path, body] of moves) {
      const reply = await site.call(method, path, { as, ...(body !== undefined && { body }) })
      if (reply.status !== 403 && reply.status !== 404) done.push(`${as} ${path} → ${reply.status}`)
    }
    assert.deepEqual(done, [])
    const { body } = await site.call('GET', `/api/share/agreements/${it.agreement}`, { as: 'ps.hr.officer' })
    assert.equal(body.state, 'inForce')
  }))

test('the password of a source is never told again, not even to those who gave it', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const { body } = await site.call('GET', `/api/collect/sources?resource=${it.resource}`, {
      as: 'sz.market.officer',
    })
    assert.equal(body.items[0].id, it.source)
    assert.ok(!JSON.stringify(body).includes(sourcePassword))
    const entries = await site.call('GET', '/api/ledger/entries?limit=500', { as: 'sz.audit.auditor' })
    assert.ok(entries.body.items.length > 10)
    for (const secret of [sourcePassword, it.token, '91440300000000000X'])
      assert.ok(!JSON.stringify(entries.body).includes(secret), `the ledger holds ${secret}`)
  }))

test('a batch, a table and a file of one agreement are not had through another', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const bearer = { authorization: `Bearer ${it.token}` }
    const own = await site.call('GET', '/delta-sharing/shares', { headers: bearer })
    assert.deepEqual(own.body.items, [{ name: it.agreement, id: it.agreement }])
    for (const path of [
      '/delta-sharing/shares/agr_9999',
      `/delta-sharing/shares/agr_9999/schemas/default/tables/${it.resource}/metadata`,
      `/delta-sharing/shares/${it.agreement}/schemas/other/tables/${it.resource}/metadata`,
      `/delta-sharing/shares/${it.agreement}/schemas/default/tables/res_9999/metadata`,
    ])
      assert.equal((await site.call('GET', path, { headers: bearer })).status, 404, path)
    for (const path of [
      `/api/data/agr_9999`,
      `/api/data/agr_9999/batches/${it.batch}/file`,
      `/api/data/agr_9999/rows`,
    ])
      assert.equal((await site.call('GET', path, { headers: bearer })).status, 404, path)
    const file = `/delta-sharing/files/${it.agreement}/data-0123456789ab/0/x.parquet`
    assert.equal((await site.call('GET', file, { headers: bearer })).status, 403)
  }))

test('an agreement’s token opens its own data and no other door that asks for a permission', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const headers = { authorization: `Bearer ${it.token}` }
    assert.equal((await site.call('GET', `/api/data/${it.agreement}`, { headers })).status, 200)
    const open: string[] = []
    for (const entry of routeEntries()) {
      if (['public', 'serve.read'].includes(mayOf(entry))) continue
      const { status } = await site.call(entry.method, filled(entry.path), { headers })
      if (status !== 403) open.push(`${entry.method} ${entry.path} → ${status}`)
    }
    assert.deepEqual(open, [])
    for (const path of [
      `/api/ledger/receipts/${it.entry}`,
      `/api/catalog/resources/${it.resource}/versions`,
    ]) {
      const { status, body } = await site.call('GET', path, { headers })
      assert.deepEqual([status, body.type], [403, '/problems/policy/tokenOnly'], path)
    }
    const profile = await site.call('POST', `/api/data/${it.agreement}/profile`, { headers })
    assert.deepEqual([profile.status, profile.body.type], [403, '/problems/policy/tokenOnly'])
    for (const path of ['rows', 'versions', `batches/${it.batch}`, `batches/${it.batch}/file`])
      assert.equal(
        (await site.call('GET', `/api/data/${it.agreement}/${path}`, { headers })).status,
        200,
        path,
      )
  }))

test('a denial stays on record though what was asked for with it is undone, many at once too', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const order = (n: number) =>
      site.call('POST', `/api/data/${it.agreement}/batches`, {
        as: 'ps.kengzi.officer',
        body: { format: 'csv' },
        headers: { 'idempotency-key': `order-${n}` },
      })
    const replies = await Promise.all(Array.from({ length: 24 }, (_, n) => order(n)))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [403])
    const { rows } =
      await sql`select 1 from ledger.pending where kind = 'policy.denied' and subject = ${it.agreement}
      union all select 1 from ledger.entry where kind = 'policy.denied' and subject = ${it.agreement}`.execute(
        site.ctx.db,
      )
    assert.equal(rows.length, 24)
  }))

test('of an entry that is not published nobody outside learns a score or what a column is', () =>
  onServer(async (site) => {
    const officer = site.as('sz.market.officer')
    const draft = { name: { zh: '商户登记', en: 'Shops' }, attribute: 'unconditional', items: shops } as const
    const { id } = await registerResource(officer, draft)
    await handIn(site.ctx, id, 'code,name,opened,area\nS1,甲,2020-01-01,1.5\nS2,乙,2020-02-30,\n')
    await untilRight(site, 'sz.market.officer', `/api/quality/${id}/1`, ({ status }) => status === 200)
    for (const as of ['sz.market.officer', 'sz.data.reviewer', 'sz.audit.auditor']) {
      assert.equal((await ask(site, as, 'GET', `/api/quality/${id}`)).body.items.length, 1, as)
      assert.ok((await ask(site, as, 'GET', `/api/quality/${id}/1`)).body.items.length > 0, as)
      await ask(site, as, 'GET', `/api/standards/bindings/${id}`)
    }
    for (const as of ['ps.kengzi.officer', 'ps.housing.head', 'gd.data.reviewer'])
      for (const [path, status, told] of [
        [`/api/quality/${id}`, 200, { items: [] }],
        [`/api/quality/${id}/1`, 404],
        [`/api/quality/${id}/1/faults`, 403],
        [`/api/quality/${id}/1/profile`, 403],
        [`/api/quality/${id}/1/changes`, 403],
        [`/api/standards/bindings/${id}`, 404],
      ] as const) {
        const reply = await site.call('GET', path, { as })
        assert.equal(reply.status, status, `${as} ${path}`)
        if (told) assert.deepEqual(reply.body, told, `${as} ${path}`)
      }
  }))

test('of a published entry every official sees the scores, and its provider’s side alone the faults item by item', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const as = 'ps.kengzi.officer'
    assert.equal((await ask(site, as, 'GET', `/api/quality/${it.resource}`)).body.items.length, 1)
    const seen = (await ask(site, as, 'GET', `/api/quality/${it.resource}/1`)).body
    const own = (await ask(site, 'sz.market.officer', 'GET', `/api/quality/${it.resource}/1`)).body
    assert.ok(own.items.some(({ faults }: { faults: unknown[] }) => faults.length > 0))
    const causes = own.indicators.flatMap(({ errors }: { errors: unknown[] }) => errors)
    assert.ok(causes.length > 0, 'what counts against an indicator is told to the provider')
    const untold = own.indicators.map((one: object) => ({ ...one, errors: null, warnings: null }))
    assert.deepEqual(seen, { ...own, items: [], indicators: untold })
    assert.equal((await site.call('GET', `/api/quality/${it.resource}/1/faults`, { as })).status, 403)
    assert.equal((await site.call('GET', `/api/standards/bindings/${it.resource}`, { as })).status, 404)
  }))

test('a stranger who tries to move a case is told there is none, and an inherited name is no move', () =>
  onServer(async (site) => {
    const it = await settleBelongings(site)
    const move = (as: string, move: string) =>
      site.call('POST', `/api/cases/${it.lineCase}/moves`, { as, body: { move } })
    for (const name of ['withdraw', 'decide', 'constructor']) {
      const { status, body } = await move('ps.kengzi.officer', name)
      assert.deepEqual([status, body.type], [404, '/problems/cases/notFound'], name)
    }
    for (const name of ['constructor', 'toString', '__proto__'])
      assert.equal((await move('ps.hr.officer', name)).body.type, '/problems/cases/unknownMove', name)
  }))

const ownAffairs = [
  'DELETE /api/parties/session',
  'POST /api/parties/me/password',
  'POST /api/standards/check',
]

function mayOf({ route, raw }: RouteEntry): string {
  return (route ?? raw)?.may ?? ''
}

/** The path with names of the right form that nothing bears. */
function filled(path: string): string {
  return path
    .replace(/:(n|version)\b/g, '1')
    .replace(/:table\b/g, 'data-0123456789ab')
    .replace(/[:*]\w*/g, 'abc_9999')
}

async function knock(site: Site, { method }: RouteEntry, path: string, as?: string): Promise<number> {
  const { status } = await site.call(method, path, { ...(as !== undefined && { as }) })
  return status
}

/** What belongs to the two parties of the agreement. */
function belongingsOf(it: Belongings): string[] {
  return [
    `/api/share/submissions/${it.submission}`,
    `/api/share/lines/${it.line}`,
    `/api/share/agreements/${it.agreement}`,
    `/api/share/corrections/${it.correction}`,
    ...secrets(it).filter((path) => !path.startsWith('/api/share/')),
  ]
}

function secrets(it: Belongings): string[] {
  return [
    `/api/share/submissions/${it.submission}`,
    `/api/share/agreements/${it.agreement}`,
    `/api/share/corrections/${it.correction}`,
    `/api/cases/${it.lineCase}`,
    `/api/collect/deliveries?resource=${it.resource}`,
    `/api/collect/deliveries/${it.delivery}`,
    `/api/collect/deliveries/${it.delivery}/plan`,
    `/api/collect/deliveries/${it.delivery}/events`,
    `/api/collect/sources?resource=${it.resource}`,
    `/api/collect/versions/${it.resource}/1/rejects`,
    `/api/collect/versions/${it.resource}/1/rejects.csv`,
    `/api/quality/${it.resource}/1/faults`,
    `/api/serve/reads?resource=${it.resource}`,
    `/api/data/${it.agreement}`,
    `/api/data/${it.agreement}/versions`,
    `/api/data/${it.agreement}/rows`,
    `/api/data/${it.agreement}/rows/x`,
    `/api/data/${it.agreement}/batches/${it.batch}`,
    `/api/data/${it.agreement}/batches/${it.batch}/file`,
    '/api/ledger/entries',
    `/api/ledger/entries/${it.entry}`,
    '/api/ledger/bundle',
    '/ledger/tile/entries/000',
  ]
}
