import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenants } from '../../../city/resources.ts'
import { onServer, type Site } from '../../../tests/house.ts'
import {
  handInTenants,
  openedFields,
  openToPublic,
  parkHead,
  tenantsCsv,
  untilRead,
} from '../../../tests/opened.ts'
import { publishEntry } from '../../../tests/provide.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { latestOpening } from './opening.ts'

const at = (id: string, rest = '') => `/api/open/resources/${id}${rest}`
const by = (filter: object) => `filter=${encodeURIComponent(JSON.stringify(filter))}`
const look = (site: Site, path: string) => site.call('GET', path)

const onOpenTown = (scene: (site: Site, id: string) => Promise<void>) =>
  onServer(async (site) => scene(site, await openToPublic(site)))

test('the public finds what is open, with its facets, and nothing that is not', () =>
  onOpenTown(async (site, id) => {
    const internal = await publishEntry(site, 'ps.park', {
      ...tenants,
      code: '306081002/000009',
      name: { zh: '产业园区内部台账', en: 'Internal register of parks' },
    })
    const { body } = await look(site, '/api/open/resources')
    assert.deepEqual(
      body.items.map((item: { id: string; rows: number }) => [item.id, item.rows]),
      [[id, 3]],
    )
    assert.deepEqual(body.facets, {
      department: { 'ps.park': 1 },
      level: { county: 1 },
      cycle: { monthly: 1 },
    })
    assert.deepEqual(
      body.departments.map((it: { name: { zh: string } }) => it.name.zh),
      ['坪山区产业园区服务中心'],
    )
    const count = async (query: string) => (await look(site, `/api/open/resources?${query}`)).body.total
    assert.deepEqual(
      [await count('q=园区 租赁面积'), await count('level=county&cycle=monthly'), await count('level=city')],
      [1, 1, 0],
    )
    assert.deepEqual([await count(`resource=${id}`), await count(`resource=${internal}`)], [1, 0])
    // The number of staff is not opened, so nobody finds the resource by it.
    assert.equal(await count('q=员工人数'), 0)
  }))

test('a page of an open resource tells the opened columns, its terms and how to cite it', () =>
  onOpenTown(async (site, id) => {
    const { body } = await look(site, at(id))
    assert.deepEqual(
      body.columns.map(({ name }: { name: string }) => name),
      [...openedFields],
    )
    assert.deepEqual(
      body.columns.map(({ element, elementName }: { element: string; elementName: { zh: string } }) => [
        element,
        elementName?.zh,
      ]),
      [
        ['uscc', '统一社会信用代码'],
        ['enterprise-name', '企业名称'],
        ['text', '文本'],
        ['integer', '数量'],
      ],
    )
    assert.equal(body.licence.zh, '可自由使用，须注明来源')
    assert.equal(body.competent.id, 'ps.data')
    assert.equal(
      body.citation.zh,
      `坪山区产业园区服务中心：《产业园区入驻企业信息》（第 1 版），2025-09-29，${site.url.replace(/\/$/, '')}${at(id)}`,
    )
    assert.doesNotMatch(JSON.stringify(body), /staff|员工|街道/)
  }))

test('the public sees the opened columns of the rows, and no condition reaches another one', () =>
  onOpenTown(async (site, id) => {
    const { body } = await look(site, at(id, '/rows'))
    assert.deepEqual(Object.keys(body.rows[0]), [...openedFields])
    assert.equal(body.rows.length, 3)
    const kengzi = await look(site, at(id, `/rows?${by({ field: 'park', op: 'eq', value: '坑梓园' })}`))
    assert.equal(kengzi.body.rows.length, 2)
    const [closed, absent] = await Promise.all(
      ['staff', 'xtaff'].map((field) => look(site, at(id, `/rows?${by({ field, op: 'gt', value: 4711 })}`))),
    )
    assert.equal(closed?.status, 422)
    // A closed field and one that does not exist are told apart by nothing.
    assert.equal(JSON.stringify(closed?.body).replaceAll('staff', 'xtaff'), JSON.stringify(absent?.body))
  }))

test('the whole file is an attachment of the opened columns, formulas made harmless', () =>
  onOpenTown(async (site, id) => {
    const { headers, body } = await look(site, at(id, '/file.csv'))
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="/)
    const lines = body.trim().split('\n')
    assert.equal(lines[0], openedFields.join(','))
    assert.equal(lines.length, tenantsCsv.split('\r\n').length)
    assert.equal(lines.filter((line: string) => line.includes(",'=坪山园,")).length, 1)
    assert.doesNotMatch(body, /471[123]/)
    const again = await site.call('GET', at(id, '/file.csv'), {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    })
    assert.equal(again.status, 304)
  }))

test('how large the file is can be asked without taking it, and is not on record as a read', () =>
  onOpenTown(async (site, id) => {
    const head = await site.call('HEAD', at(id, '/file.csv'))
    const whole = await look(site, at(id, '/file.csv'))
    assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(whole.body)))
    const subject = (await latestOpening(site.ctx, id))?.id ?? ''
    await integrate(site.ctx)
    assert.equal((await listEntries(site.ctx, { subject, kind: 'serve.read' })).items.length, 1)
  }))

test('a page of any site may read what is open, a refusal too, and keeps no copy unasked', () =>
  onOpenTown(async (site, id) => {
    const answers = await Promise.all(
      ['', '/rows', '/rows?limit=0', '/nothing'].map((rest) => look(site, at(id, rest))),
    )
    assert.deepEqual(
      answers.map(({ status, headers }) => [
        status,
        headers.get('access-control-allow-origin'),
        headers.get('cache-control'),
      ]),
      [
        [200, '*', 'no-cache'],
        [200, '*', 'no-cache'],
        [422, '*', 'no-store'],
        [404, null, 'no-store'],
      ],
    )
  }))

test('a read of the public is on record as such, also when an official makes it', () =>
  onOpenTown(async (site, id) => {
    await site.call('GET', at(id, '/rows'), { as: 'ps.hr.officer' })
    await look(site, at(id, '/file.csv'))
    const subject = (await latestOpening(site.ctx, id))?.id ?? ''
    await integrate(site.ctx)
    const { items } = await listEntries(site.ctx, { subject, kind: 'serve.read' })
    const told = items.map(({ entry, body }) => {
      const { mode, rows } = body as { mode: string; rows: number }
      return [JSON.parse(entry).actor, JSON.parse(entry).party, mode, rows]
    })
    assert.deepEqual(told, [
      ['public:public', null, 'api', 3],
      ['public:public', null, 'file', 3],
    ])
  }))

test('the next version is what the public reads, and the file is made anew', () =>
  onOpenTown(async (site, id) => {
    const first = (await look(site, at(id, '/file.csv'))).body
    await handInTenants(site, id, tenantsCsv.split('\r\n').slice(0, 3).join('\r\n'))
    await untilRead(site, id, 2)
    const second = (await look(site, at(id, '/file.csv'))).body
    assert.deepEqual(
      [first, second].map((text) => text.trim().split('\n').length),
      [4, 3],
    )
    const { body } = await look(site, at(id))
    assert.deepEqual(
      body.versions.map(({ version, rows }: { version: number; rows: number }) => [version, rows]),
      [
        [2, 2],
        [1, 3],
      ],
    )
  }))

test('closing withdraws rows, file and page at once', () =>
  onOpenTown(async (site, id) => {
    await look(site, at(id, '/file.csv'))
    const closed = await site.call('POST', at(id, '/closing'), {
      as: parkHead,
      body: { reason: '数据有误' },
    })
    assert.equal(closed.status, 200)
    for (const rest of ['', '/rows', '/file.csv'])
      assert.equal((await look(site, at(id, rest))).body.type, '/problems/open/withdrawn')
    assert.equal((await look(site, '/api/open/resources')).body.total, 0)
    assert.deepEqual((await look(site, '/api/open/catalog.jsonld')).body.dataset, [])
  }))

test('the public opens nothing, and neither does an officer without the permission', () =>
  onOpenTown(async (site, id) => {
    const open = (as?: string) =>
      site.call('POST', at(id, '/opening'), { ...(as && { as }), body: { fields: ['uscc'] } })
    assert.deepEqual(
      [(await open()).status, (await open('ps.park.officer')).status, (await open(parkHead)).status],
      [401, 403, 409],
    )
    assert.equal((await look(site, at('res_9999'))).status, 404)
    assert.equal((await look(site, `/api/data/${(await latestOpening(site.ctx, id))?.id}/rows`)).status, 401)
  }))

test('the DCAT catalogue holds the entry, and every term of it is explained inside', () =>
  onOpenTown(async (site, id) => {
    const { headers, body } = await look(site, '/api/open/catalog.jsonld')
    assert.equal(headers.get('content-type'), 'application/ld+json; charset=utf-8')
    assert.equal(headers.get('access-control-allow-origin'), '*')
    const [dataset] = body.dataset
    assert.equal(dataset['@type'], 'Dataset')
    assert.deepEqual(dataset.identifier, [id, '306081002/000001'])
    assert.equal(
      dataset.accrualPeriodicity,
      'http://publications.europa.eu/resource/authority/frequency/MONTHLY',
    )
    assert.equal(dataset.publisher.name.zh, '坪山区产业园区服务中心')
    assert.equal(dataset.publisher.agentType, 'http://purl.org/adms/publishertype/LocalAuthority')
    assert.equal(body.publisher.name.zh, '坪山区政务服务和数据管理局')
    assert.equal((await fetch(dataset.distribution[0].downloadURL)).status, 200)
    assert.doesNotMatch(JSON.stringify(body), /员工/)
    assert.deepEqual(unexplained(body), [])
  }))

/** Keys and types that the context does not lead to an absolute address. */
function unexplained(document: Record<string, unknown>): string[] {
  const context = document['@context'] as Record<string, string | { '@id': string; '@container'?: string }>
  const expand = (term: string): boolean => {
    const found = context[term]
    const address = typeof found === 'string' ? found : found?.['@id']
    if (address === undefined || /^https?:/.test(address)) return address !== undefined
    const [prefix = ''] = address.split(':')
    return /^https?:/.test(String(context[prefix]))
  }
  const read = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(read)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, inner]) => {
      if (key === '@type') return [inner].flat().filter((type) => !expand(String(type)))
      if (key.startsWith('@')) return []
      const term = context[key]
      const byLanguage = typeof term === 'object' && term['@container'] === '@language'
      return [...(expand(key) ? [] : [key]), ...(byLanguage ? [] : read(inner))]
    }) as string[]
  }
  const { '@context': _context, ...rest } = document
  return read(rest)
}
