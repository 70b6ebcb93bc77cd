import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { extendClock, findCase, moveCase, noteChange, sweepOverdue } from '../cases/index.ts'
import { noteEntryChange } from './change.ts'
import { enterprises } from './entry.fixture.ts'
import { findResource, registerResource, reviseResource, submitResource } from './index.ts'

const moved = { changedOn: '2025-09-26', ground: 'duties' as const, what: '登记职责划转' }

test('[catalog.change.submit] when a duty changes, the provider has ten working days from the change to submit the update', () =>
  inTown(async (town) => {
    const id = await published(town)
    const reviewer = town.as('sz.data.reviewer')
    const noted = await noteChange(reviewer, await findResource(town.ctx, id), moved)
    assert.deepEqual(
      [noted.handler, noted.clock?.rule, noted.clock?.startedOn, noted.clock?.dueOn],
      ['sz.market', 'catalog.change.submit', '2025-09-26', '2025-10-16'],
    )
    await update(town, id)
    const { state, clock, history } = await findCase(town.ctx, noted.id)
    assert.deepEqual([state, clock?.overdue, history.at(-1)?.by], ['submitted', false, 'cases'])
  }))

test('[catalog.change.submit] an update submitted late keeps its breach', () =>
  inTown(async (town) => {
    const id = await published(town)
    const noted = await noteChange(town.as('sz.market.officer'), await findResource(town.ctx, id), moved)
    town.ctx.clock.set('2025-10-17T09:00:00+08:00')
    assert.equal(await sweepOverdue(town.ctx), 1)
    await update(town, id)
    const { state, clock } = await findCase(town.ctx, noted.id)
    assert.deepEqual([state, clock?.overdue], ['submitted', true])
  }))

test('[catalog.change.extension] the competent department puts it off once, by at most five working days', () =>
  inTown(async (town) => {
    const id = await published(town)
    const noted = await noteChange(town.as('sz.market.officer'), await findResource(town.ctx, id), moved)
    const reviewer = town.as('sz.data.reviewer')
    const extension = { rule: 'catalog.change.submit', reason: '系统改造' }
    await assert.rejects(extendClock(reviewer, noted.id, { ...extension, days: 6 }), {
      type: '/problems/cases/extensionTooLong',
    })
    const { clock } = await extendClock(reviewer, noted.id, { ...extension, days: 5 })
    assert.equal(clock?.dueOn, '2025-10-23')
  }))

test('[catalog.change.submit] a change is noted by the provider or its competent department, once, for a day that has come', () =>
  inTown(async (town) => {
    const entry = await findResource(town.ctx, await published(town))
    const officer = town.as('sz.market.officer')
    await assert.rejects(noteChange(town.as('ps.hr.officer'), entry, moved), {
      type: '/problems/cases/notYourEntry',
    })
    for (const changedOn of ['2025-10-01', '2025-07-31', '2025-02-30'])
      await assert.rejects(noteChange(officer, entry, { ...moved, changedOn }), { status: 422 })
    const { id } = await noteChange(officer, entry, moved)
    await assert.rejects(noteChange(officer, entry, moved), { type: '/problems/cases/changeNoted' })
    await moveCase(town.as('sz.data.reviewer'), id, 'cancel', { reason: '职责未变' })
    assert.equal((await findCase(town.ctx, id)).state, 'void')
  }))

test('[catalog.change.submit] no term runs for a draft, and to others it is not there', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id } = await registerResource(officer, enterprises)
    const type = '/problems/catalog/onlyPublishedChanges'
    await assert.rejects(noteEntryChange(officer, id, moved), { type, status: 409 })
    await assert.rejects(noteEntryChange(town.as('ps.hr.officer'), id, moved), { status: 404 })
    const open = await published(town, { ...enterprises, code: '306012001/000018' })
    assert.equal((await noteEntryChange(officer, open, moved)).clock?.dueOn, '2025-10-16')
  }))

async function published(town: Town, entry = enterprises): Promise<string> {
  const officer = town.as('sz.market.officer')
  const { id } = await registerResource(officer, entry)
  const item = await submitResource(officer, id)
  await moveCase(town.as('sz.data.reviewer'), item.id, 'publish')
  return id
}

async function update(town: Town, id: string): Promise<void> {
  const officer = town.as('sz.market.officer')
  await reviseResource(officer, id, { ...enterprises, abstract: '新的摘要' })
  await submitResource(officer, id)
}
