import assert from 'node:assert/strict'
import { test } from 'node:test'
import { register } from '../../../city/resources.ts'
import { inTown } from '../../../tests/house.ts'
import {
  handInTenants,
  openedFields,
  openTenants,
  parkHead,
  provideOpenTenants,
  tenantsCsv,
} from '../../../tests/opened.ts'
import { publishEntry } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { Problem } from '../../base/problem.ts'
import { moveCase } from '../../ground/cases/index.ts'
import { findResource, reviseResource, submitResource } from '../../ground/catalog/index.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { planOf } from '../../ground/policy/index.ts'
import { confirmBindings } from '../../ground/standards/index.ts'
import { requireOpened } from './catalogue.ts'
import { faultsOf } from './check.ts'

import { closeResource, openResource } from './opening.ts'

async function faultsTold(work: Promise<unknown>): Promise<[field: string, rule: string][]> {
  const problem = await work.then(
    () => assert.fail('it was opened'),
    (error) => error,
  )
  assert.ok(problem instanceof Problem && problem.type === '/problems/open/notOpenable')
  return (problem.facts.errors as { field: string; rule: string }[]).map(({ field, rule }) => [field, rule])
}

test('an opened resource has an access plan of the public for the chosen items, and a line in the ledger', () =>
  inTown(async (town) => {
    const id = await provideOpenTenants(town)
    const opening = await openResource(town.as(parkHead), id, { fields: [...openedFields] })
    const plan = await planOf(town.ctx, opening.id)
    assert.deepEqual(
      [plan?.applicant, plan?.fields.map(({ name }) => name), plan?.modes],
      ['public', [...openedFields], ['api', 'file']],
    )
    await integrate(town.ctx)
    const { items } = await listEntries(town.ctx, { subject: opening.id, kind: 'open.opened' })
    assert.equal(items.length, 1)
  }))

test('a resource whose served version has not one accepted row is not opened, and is once it has some', () =>
  inTown(async (town) => {
    const id = await provideOpenTenants(town)
    const [head = '', good = ''] = tenantsCsv.split('\r\n')
    const wrong = good.replace(/^[^,]+/, 'X')
    const fields = [...openedFields]
    await handInTenants(town, id, [head, wrong].join('\r\n'))
    await assert.rejects(openResource(town.as(parkHead), id, { fields }), {
      type: '/problems/open/noRows',
      status: 409,
    })
    await handInTenants(town, id, tenantsCsv)
    assert.equal((await openResource(town.as(parkHead), id, { fields })).closedAt, null)
  }))

test('[local.open.personal] personal information is not opened, nor are rows chosen by it', () =>
  inTown(async (town) => {
    const id = await publishEntry(town, 'sz.market', { ...register, open: true, openConditions: '注明来源' })
    const office = town.as('sz.market.head')
    const faults = await faultsTold(
      openResource(office, id, {
        fields: ['uscc', 'representative'],
        rows: { field: 'mobile', op: 'prefix', value: '138' },
      }),
    )
    assert.deepEqual(faults, [
      ['/fields/1', 'local.open.personal'],
      ['/rows', 'local.open.personal'],
    ])
    assert.deepEqual((await openResource(office, id, { fields: ['uscc', 'name'] })).fields, ['uscc', 'name'])
  }))

test('[local.open.personal] what a person confirmed of a column counts more than the word of the entry', () =>
  inTown(async (town) => {
    const id = await provideOpenTenants(town)
    await confirmBindings(town.as('ps.park.officer'), id, [{ column: '园区', element: 'person-name' }])
    assert.deepEqual(await faultsTold(openResource(town.as(parkHead), id, { fields: ['uscc', 'park'] })), [
      ['/fields/1', 'local.open.personal'],
    ])
  }))

test('[catalog.elements] an entry that does not say it is open is not opened', () =>
  inTown(async (town) => {
    const id = await publishEntry(town, 'ps.park', { ...openTenants, open: false })
    assert.deepEqual(await faultsTold(openResource(town.as(parkHead), id, { fields: ['uscc'] })), [
      ['/open', 'catalog.elements'],
    ])
  }))

test('[local.open.grade] [catalog.open.grade] [grading.matrix] grades above general 1 need conditions; important, core and ungraded data are not opened', () =>
  inTown(async (town) => {
    const entry = await findResource(town.ctx, await publishEntry(town, 'ps.park', openTenants))
    const choice = { fields: ['uscc'], rows: null }
    const rules = async (change: object) =>
      (await faultsOf(town.ctx, { ...entry, ...change }, choice)).map(({ rule, article }) => [rule, article])
    assert.deepEqual(await rules({ grade: 'general-2', openConditions: null }), [
      ['local.open.grade', 'ZHISHU:local.open.grade'],
    ])
    assert.deepEqual(await rules({ grade: 'general-2' }), [])
    for (const grade of ['important', 'core'])
      assert.deepEqual(await rules({ grade }), [['catalog.open.grade', 'CN-NPC-DSL:art.21']])
    assert.deepEqual(await rules({ grade: null }), [['grading.matrix', 'GB/T 43697-2024:6.5']])
    assert.deepEqual(await rules({ attribute: 'withheld' }), [
      ['local.open.withheld', 'ZHISHU:local.open.withheld'],
    ])
  }))

test('[catalog.owner] nobody but the provider opens or closes, and a resource is opened once at a time', () =>
  inTown(async (town) => {
    const id = await provideOpenTenants(town)
    const other = town.as('ps.housing.head')
    await assert.rejects(openResource(other, id, { fields: ['uscc'] }), refusal('open/notProvider'))
    await openResource(town.as(parkHead), id, { fields: ['uscc'] })
    await assert.rejects(closeResource(other, id, '不是我的'), refusal('open/notProvider'))
    await assert.rejects(
      openResource(town.as(parkHead), id, { fields: ['name'] }),
      refusal('open/alreadyOpen'),
    )
    await closeResource(town.as(parkHead), id, '重新选择字段')
    assert.deepEqual((await openResource(town.as(parkHead), id, { fields: ['name'] })).fields, ['name'])
  }))

test('an opening closes itself when its entry is no longer open, and when a column turns out to be personal', () =>
  inTown(async (town) => {
    const officer = town.as('ps.park.officer')
    const id = await provideOpenTenants(town)
    const first = await openResource(town.as(parkHead), id, { fields: ['uscc', 'park'] })
    await confirmBindings(officer, id, [{ column: '园区', element: 'person-name' }])
    await assert.rejects(requireOpened(town.ctx, id), refusal('open/withdrawn'))
    await town.ctx.jobs.drain(town.ctx)
    assert.equal((await planOf(town.ctx, first.id))?.state, 'ended')

    const second = await openResource(town.as(parkHead), id, { fields: ['uscc'] })
    await reviseResource(officer, id, { ...openTenants, open: false })
    const review = await submitResource(officer, id)
    await moveCase(town.as('ps.data.reviewer'), review.id, 'publish', {})
    await town.ctx.jobs.drain(town.ctx)
    assert.equal((await planOf(town.ctx, second.id))?.state, 'ended')
    await integrate(town.ctx)
    const { items } = await listEntries(town.ctx, { subject: second.id, kind: 'open.closed' })
    assert.equal(items.length, 1)
  }))
