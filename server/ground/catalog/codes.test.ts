import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTown, onServer } from '../../../tests/house.ts'
import { moveCase } from '../cases/index.ts'
import { confirmBindings } from '../standards/index.ts'
import { listCodedItems } from './codes.ts'
import { enterprises } from './entry.fixture.ts'
import { type Item, registerResource, submitResource } from './index.ts'

const itemOf = (name: string, zh: string, element: string | null): Item => ({
  ...{ name, title: { zh, en: name }, element, type: 'string', grade: 1, nullable: true },
})
const entry = {
  ...enterprises,
  items: [
    ...enterprises.items,
    itemOf('status', '登记状态', 'registration-status'),
    itemOf('division', '行政区划', 'division'),
    itemOf('trade', '行业', null),
    itemOf('place', '国别', 'country'),
  ],
}

test('items that hold codes are told with the code table of what was confirmed for them, else of the entry', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id } = await registerResource(officer, entry)
    const choices = [
      { column: '行业', element: 'industry' },
      { column: 'place', element: 'address' },
    ]
    await confirmBindings(officer, id, choices)
    assert.deepEqual(
      (await listCodedItems(officer, id)).map(({ name, table }) => `${name} ${table}`),
      ['status registration-status', 'division division', 'trade industry'],
    )
  }))

test('whoever reads a published entry reads its code tables; a draft has none for others', () =>
  onServer(async (site) => {
    const officer = site.as('sz.market.officer')
    const { id } = await registerResource(officer, entry)
    const path = `/api/catalog/resources/${id}/codes`
    assert.equal((await site.call('GET', path, { as: 'ps.hr.officer' })).status, 404)
    const { id: review } = await submitResource(officer, id)
    await moveCase(site.as('sz.data.reviewer'), review, 'publish')
    const { body } = await site.call('GET', path, { as: 'ps.hr.officer' })
    assert.deepEqual(body.items[0], {
      name: 'status',
      element: 'registration-status',
      table: 'registration-status',
    })
    const table = await site.call('GET', '/api/standards/tables/registration-status', { as: 'ps.hr.officer' })
    assert.equal(table.headers.get('cache-control'), 'private, max-age=3600')
    assert.equal(table.body.values.find(({ code }: { code: string }) => code === '4').zh, '注销')
    assert.equal(table.body.broader, null)
    const industry = await site.call('GET', '/api/standards/tables/industry', { as: 'ps.hr.officer' })
    assert.equal(industry.body.broader, 2)
    assert.equal((await site.call('GET', path)).status, 401)
  }))
