import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { inTown, type TestCtx } from '../../../tests/house.ts'
import { refusedBy } from '../../base/db/index.ts'
import { assignSteward, endSteward, grantRole, registerPerson, revokeRole, stewardsOf } from './index.ts'
import { roles } from './role.ts'

async function newcomer(ctx: TestCtx): Promise<string> {
  const id = 'sz.market.newcomer'
  await registerPerson(ctx, {
    id,
    org: 'sz.market',
    name: '新人',
    title: { zh: '科员', en: 'clerk' },
    login: id,
  })
  return id
}

const constraintOf = (error: unknown) => refusedBy(error)

test('an auditor cannot also operate, and is told what is held, since when, and what to do', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    await grantRole(ctx, { person, role: 'auditor' })
    await assert.rejects(
      grantRole(ctx, { person, role: 'operator' }),
      (problem: { type: string; status: number; facts: object; remedy: { zh: string } }) => {
        assert.equal(problem.type, '/problems/parties/separation')
        assert.equal(problem.status, 409)
        assert.partialDeepStrictEqual(problem.facts, {
          held: 'auditor',
          family: 'audit',
          since: '2025-09-29',
          asked: 'operator',
        })
        assert.equal(problem.remedy.zh, '先解除“审计”，或改由他人担任“运维”')
        return true
      },
    )
  }))

test('the database refuses a second family even to whoever writes the row by hand', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    await grantRole(ctx, { person, role: 'auditor' })
    const byHand =
      sql`insert into parties.role_grant (id, person, role, family, since_at, granted_by, granted_at)
    values ('grt_hand', ${person}, 'operator', 'operate', ${ctx.clock.now()}, 'nobody', now())`.execute(
        ctx.db,
      )
    await assert.rejects(byHand, (error) => constraintOf(error) === 'one_family_per_person')
  }))

test('the database refuses a role under another family than its own', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    const byHand =
      sql`insert into parties.role_grant (id, person, role, family, since_at, granted_by, granted_at)
    values ('grt_hand', ${person}, 'auditor', 'manage', now(), 'nobody', now())`.execute(ctx.db)
    await assert.rejects(byHand, (error) => constraintOf(error) === 'role_grant_role_family_fkey')
  }))

test('a grant that has run out but was never removed binds only for its own time', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    await grantRole(ctx, { person, role: 'auditor', since: '2025-01-01', until: '2025-06-30' })
    await assert.rejects(grantRole(ctx, { person, role: 'operator', since: '2025-06-30' }), {
      type: '/problems/parties/separation',
    })
    const grant = await grantRole(ctx, { person, role: 'operator', since: '2025-07-01' })
    assert.equal(grant.since, '2025-07-01')
  }))

test('after a role is taken away, one of another family may follow', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    const { id } = await grantRole(ctx, { person, role: 'auditor' })
    await revokeRole(ctx, id)
    assert.equal((await grantRole(ctx, { person, role: 'operator' })).family, 'operate')
  }))

test('two administrators at once cannot give one person two families', () =>
  inTown(async ({ ctx }) => {
    const person = await newcomer(ctx)
    const both = await Promise.allSettled([
      grantRole(ctx, { person, role: 'auditor' }),
      grantRole(ctx, { person, role: 'operator' }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  }))

test('an administrator changes neither their own roles nor those of a higher organisation', () =>
  inTown(async (town) => {
    const admin = town.as('sz.data.admin')
    await assert.rejects(grantRole(admin, { person: 'sz.data.admin', role: 'reviewer' }), {
      type: '/problems/parties/ownRole',
    })
    await assert.rejects(grantRole(admin, { person: 'gd.tax.officer', role: 'office-head' }), {
      type: '/problems/parties/outOfScope',
    })
    assert.equal(
      (await grantRole(admin, { person: 'ps.housing.officer', role: 'office-head' })).person,
      'ps.housing.officer',
    )
  }))

test('one organisation does not both manage and audit a resource, whoever writes the row', () =>
  inTown(async ({ ctx }) => {
    await assignSteward(ctx, { resource: 'res_0001', org: 'sz.market', family: 'manage' })
    await assert.rejects(assignSteward(ctx, { resource: 'res_0001', org: 'sz.market', family: 'audit' }), {
      type: '/problems/parties/stewardSeparation',
    })
    const byHand = sql`insert into parties.steward (id, resource, org, family, since_at, assigned_by)
    values ('stw_hand', 'res_0001', 'sz.market', 'operate', ${ctx.clock.now()}, 'nobody')`.execute(ctx.db)
    await assert.rejects(byHand, (error) => constraintOf(error) === 'one_family_per_org')
  }))

test('who manages a resource is known until the duty ends', () =>
  inTown(async ({ ctx }) => {
    const { id } = await assignSteward(ctx, { resource: 'res_0001', org: 'sz.market', family: 'manage' })
    assert.deepEqual(
      (await stewardsOf(ctx, 'res_0001')).map(({ org, family }) => [org, family]),
      [['sz.market', 'manage']],
    )
    await endSteward(ctx, id)
    assert.deepEqual(await stewardsOf(ctx, 'res_0001'), [])
  }))

test('auditors only read, operators never read data or the ledger, and only auditors read the ledger', () => {
  const verbs = (name: string) => roles.get(name)?.actions ?? []
  const reading = /\.(read|readAll|names|supervise|bundle)$/
  assert.deepEqual(
    verbs('auditor').filter((action) => !reading.test(action)),
    [],
  )
  assert.deepEqual(
    verbs('operator').filter((action) => /^(serve|ledger|catalog|share|collect\.read|quality)/.test(action)),
    [],
  )
  assert.deepEqual(
    [...roles].filter(([, { actions }]) => actions.includes('ledger.read')).map(([name]) => name),
    ['auditor'],
  )
})
