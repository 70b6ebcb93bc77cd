import assert from 'node:assert/strict'
import test from 'node:test'
import { inTown, onServer } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { grantRole, revokeRole } from './index.ts'
import { listBranches, listGrants, listPersons } from './roster.ts'

test('an administrator sees the people of an organisation within reach, with the roles they hold', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    const { items } = await listPersons(admin, { org: 'sz.market' })
    assert.deepEqual(
      items.map(({ id, disabledAt, roles }) => [
        id,
        disabledAt,
        roles.map(({ role, family }) => [role, family]),
      ]),
      [
        ['sz.market.head', null, [['office-head', 'manage']]],
        ['sz.market.officer', null, [['data-officer', 'manage']]],
      ],
    )
    const first = await listPersons(admin, { org: 'sz.market', limit: 1 })
    const second = await listPersons(admin, { org: 'sz.market', limit: 1, cursor: first.next ?? '' })
    assert.deepEqual([second.items[0]?.id, second.next], ['sz.market.officer', undefined])
    await assert.rejects(listPersons(admin, { org: 'gd.tax' }), refusal('parties/outOfScope'))
  }))

test('the grants of a person tell who gave them and who took them away', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    const { id } = await grantRole(admin, { person: 'sz.market.officer', role: 'office-head' })
    town.ctx.clock.advance({ days: 2 })
    await revokeRole(admin, id)
    const grants = await listGrants(admin, 'sz.market.officer')
    assert.equal(grants[0]?.grantedBy, 'sz.data.admin')
    assert.deepEqual(
      grants.map(({ role, inForce, revokedBy }) => [role, inForce, revokedBy]),
      [
        ['office-head', false, 'sz.data.admin'],
        ['data-officer', true, null],
      ],
    )
  }))

test('the tree opens branch by branch, with how many stand below', () =>
  inTown(async (town) => {
    const branches = await listBranches(town.as('sz.data.admin'), 'sz')
    assert.deepEqual(
      branches.map(({ id, children, persons }) => [id, children, persons]),
      [
        ['ps', 5, 0],
        ['sz.audit', 0, 1],
        ['sz.cloud', 0, 1],
        ['sz.data', 0, 2],
        ['sz.market', 0, 2],
      ],
    )
  }))

test('an administrator ends a person’s sessions, and the next request is refused', () =>
  onServer(async (site) => {
    const me = () => site.call('GET', '/api/parties/me', { as: 'sz.market.officer' })
    assert.equal((await me()).status, 200)
    const path = '/api/parties/persons/sz.market.officer/sessions'
    assert.equal((await site.call('DELETE', path, { as: 'sz.market.head' })).status, 403)
    assert.deepEqual((await site.call('DELETE', path, { as: 'sz.data.admin' })).body, { ended: 1 })
    assert.equal((await me()).status, 401)
    const stewards = await site.call('GET', '/api/parties/stewards?resource=res_0001', {
      as: 'sz.data.admin',
    })
    assert.deepEqual(stewards.body, { items: [] })
  }))
