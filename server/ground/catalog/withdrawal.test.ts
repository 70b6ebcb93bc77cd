import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown, onServer } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { moveCase } from '../cases/index.ts'
import { changePlan, putPlan } from '../policy/index.ts'
import { showHistory, showResource } from './desk.ts'
import { enterprises } from './entry.fixture.ts'
import { registerResource, reviseResource, searchCatalog, submitResource, withdrawResource } from './index.ts'

const published = async (town: Town) => {
  const officer = town.as('sz.market.officer')
  const { id } = await registerResource(officer, enterprises)
  const item = await submitResource(officer, id)
  await moveCase(town.as('sz.data.reviewer'), item.id, 'publish')
  return id
}

test('of two officers who change one draft the second is told, and nothing is overwritten', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id, stamp } = await registerResource(officer, enterprises)
    const first = await reviseResource(officer, id, { ...enterprises, abstract: '甲改', stamp })
    const second = reviseResource(officer, id, { ...enterprises, abstract: '乙改', stamp })
    await assert.rejects(
      second,
      refusal('catalog/changedMeanwhile', { stamp: first.stamp, revision: 1, by: 'sz.market.officer' }),
    )
    assert.equal((await showResource(officer, id)).abstract, '甲改')
    const merged = await reviseResource(officer, id, {
      ...enterprises,
      abstract: '甲乙改',
      stamp: first.stamp,
    })
    assert.equal(merged.abstract, '甲乙改')
  }))

test('the stamp of a published entry is that of the revision in work', () =>
  inTown(async (town) => {
    const id = await published(town)
    const officer = town.as('sz.market.officer')
    const read = await showResource(officer, id)
    await reviseResource(officer, id, { ...enterprises, abstract: '甲改', stamp: read.stamp })
    await assert.rejects(
      reviseResource(officer, id, { ...enterprises, stamp: read.stamp }),
      refusal('catalog/changedMeanwhile', { revision: 2 }),
    )
  }))

test('a withdrawn entry is found by its provider alone, keeps its history and can be published again', () =>
  inTown(async (town) => {
    const id = await published(town)
    const officer = town.as('sz.market.officer')
    await assert.rejects(
      withdrawResource(town.as('ps.hr.officer'), id, '不再维护'),
      refusal('catalog/notProvider'),
    )
    assert.equal((await withdrawResource(officer, id, '职责划出')).state, 'withdrawn')
    await assert.rejects(showResource(town.as('ps.hr.officer'), id), refusal('catalog/notFound'))
    assert.equal((await searchCatalog(town.as('ps.hr.officer'), {})).total, 0)
    assert.equal((await searchCatalog(officer, {})).items[0]?.state, 'withdrawn')
    const [note] = await showHistory(officer, id)
    assert.deepEqual([note?.state, note?.returnReason], ['withdrawn', '职责划出'])
    await assert.rejects(withdrawResource(officer, id, '再次'), refusal('catalog/notPublished'))
    await reviseResource(officer, id, enterprises)
    const item = await submitResource(officer, id)
    await moveCase(town.as('sz.data.reviewer'), item.id, 'publish')
    assert.deepEqual(
      [(await showResource(town.as('ps.hr.officer'), id)).state, item.clock],
      ['published', null],
    )
  }))

test('an entry on which an agreement is alive is not withdrawn', () =>
  inTown(async (town) => {
    const id = await published(town)
    const officer = town.as('sz.market.officer')
    await putPlan(town.ctx, {
      id: 'agr_0001',
      resource: id,
      applicant: 'ps.hr',
      provider: 'sz.market',
      purpose: '核验',
      fields: [{ name: 'uscc', mask: null }],
      rows: null,
      modes: ['api'],
      from: '2025-01-01',
      until: '2026-12-31',
      state: 'inForce',
      revision: 1,
      keyField: 'uscc',
    })
    const withdraw = () => withdrawResource(officer, id, '职责划出')
    await assert.rejects(withdraw(), refusal('catalog/inUse', { agreements: ['agr_0001'] }))
    await changePlan(town.ctx, 'agr_0001', { state: 'suspended', reason: '整改' })
    await assert.rejects(withdraw(), refusal('catalog/inUse'))
    await changePlan(town.ctx, 'agr_0001', { state: 'ended', reason: '到期' })
    assert.equal((await withdraw()).state, 'withdrawn')
  }))

test('stamp and withdrawal stand on the public endpoints', () =>
  onServer(async (site) => {
    const officer = { as: 'sz.market.officer' }
    const made = await site.call('POST', '/api/catalog/resources', { ...officer, body: enterprises })
    const path = `/api/catalog/resources/${made.body.id}`
    const body = { ...enterprises, stamp: made.body.stamp }
    assert.equal((await site.call('PUT', path, { ...officer, body })).status, 200)
    const stale = await site.call('PUT', path, { ...officer, body })
    assert.deepEqual([stale.status, stale.body.revision], [409, 1])
    const withdrawal = { ...officer, body: { reason: '不再维护' } }
    assert.equal((await site.call('POST', `${path}/withdrawal`, withdrawal)).status, 409)
    const reviewer = { as: 'sz.data.reviewer', body: { reason: '不再维护' } }
    assert.equal((await site.call('POST', `${path}/withdrawal`, reviewer)).status, 403)
  }))
