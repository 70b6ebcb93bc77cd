import assert from 'node:assert/strict'
import test from 'node:test'
import { inTown, onServer, passwordOf } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import {
  authenticate,
  grantRole,
  listGrants,
  listPersons,
  listPostings,
  signIn,
  transferPerson,
} from './index.ts'

const person = 'sz.market.officer'

test('a transferred person keeps the account, loses the roles and sessions of the old office, and the history stays', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    await grantRole(admin, { person, role: 'office-head', since: '2025-12-01' })
    const { token } = await signIn(town.ctx, { login: person, password: passwordOf(person) })
    town.ctx.clock.advance({ minutes: 5 })
    const title = { zh: '数据专员', en: 'Data officer' }
    assert.equal((await transferPerson(admin, person, { org: 'sz.data', title })).org, 'sz.data')
    assert.equal(await authenticate(town.ctx, { authorization: `Bearer ${token}` }), undefined)
    assert.deepEqual(
      (await listGrants(admin, person)).map(({ role, inForce, revokedBy }) => [role, inForce, revokedBy]),
      [
        ['office-head', false, 'sz.data.admin'],
        ['data-officer', false, 'sz.data.admin'],
      ],
    )
    const again = await signIn(town.ctx, { login: person, password: passwordOf(person) })
    const actor = await authenticate(town.ctx, { authorization: `Bearer ${again.token}` })
    assert.deepEqual([actor?.party, actor?.roles], ['sz.data', []])
    const postings = await listPostings(admin, person)
    assert.deepEqual(
      postings.map(({ org, untilAt, movedBy }) => [org, untilAt === null, movedBy]),
      [
        ['sz.data', true, null],
        ['sz.market', false, 'sz.data.admin'],
      ],
    )
    assert.equal(postings[0]?.sinceAt, postings[1]?.untilAt)
    const left = await listPersons(admin, { org: 'sz.market' })
    assert.deepEqual(
      left.items.map(({ id }) => id),
      ['sz.market.head'],
    )
  }))

test('managing, operating and auditing stay apart across a transfer', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    await transferPerson(admin, person, { org: 'sz.data' })
    town.ctx.clock.advance({ minutes: 1 })
    await grantRole(admin, { person, role: 'auditor' })
    await assert.rejects(grantRole(admin, { person, role: 'data-officer' }), refusal('parties/separation'))
    await transferPerson(admin, person, { org: 'sz.market' })
    town.ctx.clock.advance({ minutes: 1 })
    assert.equal((await grantRole(admin, { person, role: 'data-officer' })).family, 'manage')
  }))

test('nobody is transferred by themselves, from or to beyond reach, or to where they are', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    const move = (id: string, org: string) => transferPerson(admin, id, { org })
    await assert.rejects(move('sz.data.admin', 'sz.market'), refusal('parties/ownRole'))
    await assert.rejects(move(person, 'gd.tax'), refusal('parties/outOfScope'))
    await assert.rejects(move('gd.tax.head', 'sz.market'), refusal('parties/outOfScope'))
    await assert.rejects(move(person, 'sz.market'), refusal('parties/sameOrg'))
    await assert.rejects(move(person, 'sz.nothing'), refusal('parties/unknownOrg'))
  }))

test('a transfer stands on the public endpoint for administrators alone', () =>
  onServer(async (site) => {
    const path = `/api/parties/persons/${person}/transfer`
    const body = { org: 'sz.data' }
    assert.equal((await site.call('POST', path, { as: 'sz.market.head', body })).status, 403)
    const moved = await site.call('POST', path, { as: 'sz.data.admin', body })
    assert.deepEqual([moved.status, moved.body.org], [200, 'sz.data'])
    const postings = await site.call('GET', `/api/parties/persons/${person}/postings`, {
      as: 'sz.data.admin',
    })
    assert.equal(postings.body.items.length, 2)
  }))
