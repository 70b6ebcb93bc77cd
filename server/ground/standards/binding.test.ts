import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTown } from '../../../tests/house.ts'
import { assignSteward } from '../parties/index.ts'
import { showBindings } from './binding.ts'
import { bindingsOf, confirmBindings, suggestBindings } from './index.ts'

const resource = 'res_0001'
const columns = [
  {
    name: 'TYSHXYDM',
    samples: ['91110000600037341L', '91440300708461136T', '91330106673959654P', '91350100M000100Y44'],
  },
  { name: 'q7x', samples: [] },
]

test('the machine proposes with evidence, a person of the owner decides, and a later proposal does not undo it', () =>
  inTown(async (town) => {
    await assignSteward(town.ctx, { resource, org: 'sz.market', family: 'manage' })
    const [proposed, ...more] = await suggestBindings(town.ctx, resource, columns)
    assert.deepEqual(
      [proposed?.column, proposed?.element, proposed?.state, proposed?.evidence.passRate, more],
      ['TYSHXYDM', 'uscc', 'suggested', 0.75, []],
    )
    const officer = town.as('sz.market.officer')
    const [decided] = await confirmBindings(officer, resource, [{ column: 'TYSHXYDM', element: 'text' }])
    assert.deepEqual(
      [decided?.element, decided?.state, decided?.decidedBy, decided?.evidence.suggested],
      ['text', 'confirmed', 'sz.market.officer', 'uscc'],
    )
    await suggestBindings(town.ctx, resource, columns)
    assert.deepEqual(await bindingsOf(town.ctx, resource), [decided])
  }))

test('a proposal and a decision are told by topic the moment they are committed', () =>
  inTown(async (town) => {
    await assignSteward(town.ctx, { resource, org: 'sz.market', family: 'manage' })
    const heard: string[] = []
    const stop = town.ctx.jobs.subscribe((topic) => heard.push(topic))
    const hears = async (topic: string, act?: () => Promise<unknown>) => {
      for (let waits = 0; waits < 250 && !heard.includes(topic); waits += 1) {
        await act?.()
        await new Promise((wake) => setTimeout(wake, 20))
      }
      return heard.includes(topic)
    }
    // The listener is connected once it hears its own news.
    await hears('standards.listening', () => town.ctx.jobs.announce(town.ctx, 'standards.listening', {}))
    await suggestBindings(town.ctx, resource, columns)
    assert.equal(await hears('standards.suggested'), true)
    await confirmBindings(town.as('sz.market.officer'), resource, [{ column: 'TYSHXYDM', element: 'uscc' }])
    assert.equal(await hears('standards.bound'), true)
    stop()
  }))

test('[security.responsibility] neither another organisation nor a machine decides what a column is', () =>
  inTown(async (town) => {
    await assignSteward(town.ctx, { resource, org: 'sz.market', family: 'manage' })
    const choice = [{ column: 'TYSHXYDM', element: 'uscc' }]
    const officer = town.as('sz.market.officer')
    const machine = {
      ...officer,
      actor: { ...officer.actor, kind: 'client' as const, id: 'sz.market.system' },
    }
    for (const ctx of [town.as('ps.park.officer'), town.ctx, machine]) {
      await assert.rejects(confirmBindings(ctx, resource, choice), {
        type: '/problems/standards/notOwner',
        status: 403,
      })
    }
  }))

test('an unknown element and a doubled column are refused by place', () =>
  inTown(async (town) => {
    await assignSteward(town.ctx, { resource, org: 'sz.market', family: 'manage' })
    const choices = [
      { column: 'A', element: 'no-such' },
      { column: 'A', element: 'uscc' },
    ]
    await assert.rejects(
      confirmBindings(town.as('sz.market.officer'), resource, choices),
      (problem: { facts: { errors: { field: string }[] } }) => {
        assert.deepEqual(
          problem.facts.errors.map(({ field }) => field),
          ['/bindings/0/element', '/bindings/1/column'],
        )
        return true
      },
    )
  }))

test('bindings are read by who manages the resource, its competent department and the auditor alone', () =>
  inTown(async (town) => {
    await assignSteward(town.ctx, { resource, org: 'sz.market', family: 'manage' })
    await suggestBindings(town.ctx, resource, columns)
    for (const reader of ['sz.market.officer', 'sz.data.reviewer', 'sz.audit.auditor'])
      assert.equal((await showBindings(town.as(reader), resource)).length, 1, reader)
    for (const [reader, asked] of [
      ['ps.park.officer', resource],
      ['gd.data.reviewer', resource],
      ['sz.market.officer', 'res_9999'],
    ] as const)
      await assert.rejects(showBindings(town.as(reader), asked), { type: '/problems/standards/noBindings' })
  }))
