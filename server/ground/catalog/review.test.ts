import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { moveCase } from '../cases/index.ts'
import { findRevision, listRevisions, showGate, showHistory, showResource } from './desk.ts'
import { enterprises } from './entry.fixture.ts'
import { findResource, registerResource, reviseResource, submitResource } from './index.ts'

const published = async (town: Town) => {
  const officer = town.as('sz.market.officer')
  const { id } = await registerResource(officer, enterprises)
  const item = await submitResource(officer, id)
  await moveCase(town.as('sz.data.reviewer'), item.id, 'publish')
  return id
}

test('[catalog.review] the competent department of the level publishes; the law states no term for the first review', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id, state } = await registerResource(officer, enterprises)
    const { id: item, handler, clock, kind } = await submitResource(officer, id)
    assert.deepEqual([state, handler, clock, kind], ['draft', 'sz.data', null, 'catalog.review'])
    await moveCase(town.as('sz.data.reviewer'), item, 'publish')
    const resource = await findResource(town.ctx, id)
    assert.deepEqual(
      [resource.state, resource.publishedOn, resource.revision],
      ['published', '2025-09-29', 1],
    )
  }))

test('[catalog.change.review] a change is reviewed in two working days, and the published revision stays until then', () =>
  inTown(async (town) => {
    const id = await published(town)
    const officer = town.as('sz.market.officer')
    await reviseResource(officer, id, { ...enterprises, abstract: '新的摘要' })
    const item = await submitResource(officer, id)
    assert.deepEqual([item.clock?.rule, item.clock?.dueOn], ['catalog.change.review', '2025-10-09'])
    assert.equal((await showResource(town.as('ps.hr.officer'), id)).abstract, enterprises.abstract)
    assert.equal((await showResource(officer, id)).abstract, '新的摘要')
    await moveCase(town.as('sz.data.reviewer'), item.id, 'publish')
    assert.equal((await showResource(town.as('ps.hr.officer'), id)).abstract, '新的摘要')
    const history = await showHistory(town.as('ps.hr.officer'), id)
    assert.deepEqual(
      history.map(({ n, state, changed }) => [n, state, changed]),
      [
        [2, 'published', ['abstract']],
        [1, 'superseded', []],
      ],
    )
  }))

test('a reviewer lays the new revision beside the old one, and nobody else reads either', () =>
  inTown(async (town) => {
    const id = await published(town)
    const officer = town.as('sz.market.officer')
    const reviewer = town.as('sz.data.reviewer')
    await reviseResource(officer, id, { ...enterprises, abstract: '新的摘要' })
    assert.deepEqual(
      (await listRevisions(reviewer, id)).map(({ n, by, state }) => [n, by, state]),
      [
        [2, 'sz.market.officer', 'draft'],
        [1, 'sz.market.officer', 'published'],
      ],
    )
    const [before, after] = [await findRevision(reviewer, id, 1), await findRevision(reviewer, id, 2)]
    assert.deepEqual(
      [before.entry.abstract, after.entry.abstract, before.changed, after.changed],
      [enterprises.abstract, '新的摘要', [], ['abstract']],
    )
    await assert.rejects(findRevision(officer, id, 3), { type: '/problems/catalog/noRevision', status: 404 })
    for (const stranger of ['ps.hr.officer', 'ps.data.reviewer']) {
      await assert.rejects(listRevisions(town.as(stranger), id), { status: 404 })
      await assert.rejects(findRevision(town.as(stranger), id, 1), { status: 404 })
    }
  }))

test('a returned entry is a draft again and shows the reason', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id } = await registerResource(officer, enterprises)
    const item = await submitResource(officer, id)
    await assert.rejects(reviseResource(officer, id, enterprises), { type: '/problems/catalog/inReview' })
    await assert.rejects(moveCase(town.as('ps.data.reviewer'), item.id, 'return', { reason: '不是本级' }), {
      status: 403,
    })
    await moveCase(town.as('sz.data.reviewer'), item.id, 'return', { reason: '摘要过于简略' })
    const [note] = await showHistory(officer, id)
    assert.deepEqual(
      [note?.state, note?.returnReason, (await showResource(officer, id)).state],
      ['draft', '摘要过于简略', 'draft'],
    )
  }))

test('[catalog.grade] an unlawful entry is not submitted; every fault names field, rule and article', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id } = await registerResource(officer, { ...enterprises, grade: null, conditions: {} })
    await assert.rejects(
      submitResource(officer, id),
      (problem: { status: number; facts: { errors: { field: string; article: string }[] } }) => {
        assert.equal(problem.status, 422)
        assert.deepEqual(
          problem.facts.errors.map(({ field, article }) => [field, article]),
          [
            ['/grade', 'CN-SC-809:art.13¶2'],
            ['/conditions/scope', 'CN-SC-809:art.15¶2'],
            ['/conditions/purpose', 'CN-SC-809:art.15¶2'],
          ],
        )
        return true
      },
    )
    const { passes, faults } = await showGate(officer, id)
    assert.deepEqual(
      [passes, faults.filter(({ severity }) => severity === 'warning').map(({ field }) => field)],
      [false, ['/provider']],
    )
  }))

test('[catalog.owner] nobody writes the entry of another organisation, and its draft is not there for others', () =>
  inTown(async (town) => {
    const { id } = await registerResource(town.as('sz.market.officer'), enterprises)
    await assert.rejects(registerResource(town.as('ps.hr.officer'), enterprises), {
      type: '/problems/catalog/notProvider',
    })
    await assert.rejects(reviseResource(town.as('ps.hr.officer'), id, enterprises), {
      type: '/problems/catalog/notProvider',
    })
    await assert.rejects(showResource(town.as('ps.hr.officer'), id), { status: 404 })
  }))

test('one resource code names one entry', () =>
  inTown(async (town) => {
    await registerResource(town.as('sz.market.officer'), enterprises)
    const copy = { ...enterprises, provider: 'ps.park' }
    await assert.rejects(registerResource(town.as('ps.park.officer'), copy), {
      type: '/problems/catalog/codeTaken',
      status: 409,
    })
  }))

test('whoever submitted an entry does not review it', () =>
  inTown(async (town) => {
    const reviewer = town.as('sz.data.reviewer')
    const { id } = await registerResource(reviewer, { ...enterprises, provider: 'sz.data' })
    const item = await submitResource(reviewer, id)
    await assert.rejects(moveCase(reviewer, item.id, 'publish'), {
      type: '/problems/catalog/ownReview',
      status: 403,
    })
    const colleague = { ...reviewer, actor: { ...reviewer.actor, id: 'sz.data.second' } }
    assert.equal((await moveCase(colleague, item.id, 'publish')).state, 'published')
  }))
