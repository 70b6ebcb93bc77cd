import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { moveCase } from '../cases/index.ts'
import { enterprises } from './entry.fixture.ts'
import { addVersion, advanceVersion, registerResource, searchCatalog, submitResource } from './index.ts'

async function publish(town: Town, org: 'sz.market' | 'ps.park', zh: string, code: string): Promise<string> {
  const officer = town.as(`${org}.officer`)
  const { id } = await registerResource(officer, {
    ...enterprises,
    provider: org,
    code,
    name: { zh, en: zh },
    abstract: '摘要',
  })
  const item = await submitResource(officer, id)
  await moveCase(town.as(org === 'sz.market' ? 'sz.data.reviewer' : 'ps.data.reviewer'), item.id, 'publish')
  return id
}

test('an official finds published entries by a part of the title, by an item and by department', () =>
  inTown(async (town) => {
    const firms = await publish(town, 'sz.market', '企业基本信息', '306012001/1')
    const parks = await publish(town, 'ps.park', '产业园区租赁台账', '306012001/2')
    const reader = town.as('ps.hr.officer')
    const found = async (q: string) => (await searchCatalog(reader, { q })).items.map(({ id }) => id)
    assert.deepEqual(await found('园区台账'), [parks])
    assert.deepEqual(await found('基本'), [firms])
    assert.deepEqual(await found('市场监督管理局'), [firms])
    assert.deepEqual((await found('统一社会信用代码')).sort(), [firms, parks].sort())
    assert.deepEqual(await found('婚姻登记'), [])
  }))

test('facets count what is found, and drafts are neither found nor counted but by their provider', () =>
  inTown(async (town) => {
    await publish(town, 'sz.market', '企业基本信息', '306012001/1')
    await publish(town, 'ps.park', '产业园区租赁台账', '306012001/2')
    await registerResource(town.as('sz.market.officer'), {
      ...enterprises,
      code: '306012001/3',
      name: { zh: '企业年报草稿', en: 'Draft' },
    })
    const others = await searchCatalog(town.as('ps.hr.officer'), {})
    assert.deepEqual(
      [others.total, others.facets.level, others.facets.department],
      [2, { city: 1, county: 1 }, { 'sz.market': 1, 'ps.park': 1 }],
    )
    const own = await searchCatalog(town.as('sz.market.officer'), { department: 'sz.market' })
    assert.deepEqual([own.total, own.items.map(({ state }) => state).sort()], [2, ['draft', 'published']])
  }))

test('a search is read a page at a time without gaps', () =>
  inTown(async (town) => {
    const ids: string[] = []
    for (let i = 1; i <= 5; i++) ids.push(await publish(town, 'sz.market', `企业信息${i}`, `306012001/${i}`))
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await searchCatalog(town.as('ps.hr.officer'), {
        q: '企业信息',
        limit: 2,
        ...(cursor !== undefined && { cursor }),
      })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
      if (cursor === undefined) break
    }
    assert.deepEqual(seen.sort(), ids.sort())
  }))

test('a hit tells the newest version served, its rows and its score', () =>
  inTown(async (town) => {
    const id = await publish(town, 'sz.market', '企业信息', '306012001/1')
    const hit = async () => (await searchCatalog(town.as('ps.hr.officer'), {})).items[0]?.served
    await addVersion(town.ctx, { resource: id, origin: 'delivery', delivery: null, landed: 3, tables: {} })
    await advanceVersion(town.ctx, id, 1, {
      from: 'landed',
      to: 'checked',
      accepted: 2,
      rejected: 1,
      score: 97.5,
    })
    assert.equal(await hit(), null)
    await advanceVersion(town.ctx, id, 1, { from: 'checked', to: 'served' })
    assert.deepEqual(await hit(), { n: 1, rows: 2, score: 97.5, at: '2025-09-29T01:00:00.000Z' })
  }))

test('entries are found by the quality of what is served of them, and the facet moves with the newest version', () =>
  inTown(async (town) => {
    const id = await publish(town, 'sz.market', '企业信息', '306012001/1')
    await publish(town, 'ps.park', '产业园区租赁台账', '306012001/2')
    const reader = town.as('ps.hr.officer')
    const facet = async () => (await searchCatalog(reader, {})).facets.quality
    assert.deepEqual(await facet(), { none: 2 })
    for (const [n, score] of [
      [1, 95],
      [2, 79.9],
      [3, 80],
    ] as const) {
      await addVersion(town.ctx, { resource: id, origin: 'delivery', delivery: null, landed: 1, tables: {} })
      const checked = { from: 'landed', to: 'checked', accepted: 1, rejected: 0, score } as const
      await advanceVersion(town.ctx, id, n, checked)
      await advanceVersion(town.ctx, id, n, { from: 'checked', to: 'served' })
      const band = { 1: 'high', 2: 'low', 3: 'middle' } as const
      assert.deepEqual(await facet(), { [band[n]]: 1, none: 1 })
      const found = await searchCatalog(reader, { quality: band[n] })
      assert.deepEqual([found.total, found.items.map((hit) => hit.id)], [1, [id]])
    }
  }))
