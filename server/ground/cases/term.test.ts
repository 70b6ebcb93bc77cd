import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHouse } from '../../../tests/house.ts'
import { matter, official } from './case.fixture.ts'
import { extendClock, findCase, moveCase, openCase, restartClock } from './index.ts'

const november = { at: '2026-11-20T10:00:00+08:00' }
const extension = { rule: 'share.answer.extension', days: 10, reason: '需跨部门核实' }

test('[share.answer.extension] the competent department extends a term once by at most ten working days', () =>
  inHouse(november, async (ctx) => {
    const { id, clock } = await openCase(ctx, matter)
    const competent = official(ctx, 'sz.data')
    await assert.rejects(extendClock(competent, id, { ...extension, days: 11 }), {
      type: '/problems/cases/extensionTooLong',
    })
    const extended = await extendClock(competent, id, extension)
    assert.deepEqual(
      [clock?.dueOn, extended.clock?.dueOn, extended.clock?.extendedBy],
      ['2026-12-04', '2026-12-18', 10],
    )
    await assert.rejects(extendClock(competent, id, { ...extension, days: 1 }), {
      type: '/problems/cases/extendedOnce',
    })
  }))

test('[share.answer.extension] a provider may not extend its own term', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await assert.rejects(extendClock(official(ctx, 'sz.market'), id, extension), {
      status: 403,
      facts: { move: '延长期限 (extend the term)', by: 'competent', party: 'sz.data' },
    })
  }))

test('[share.answer.extension] a term that has ended is not extended', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    ctx.clock.set('2026-12-07T09:00:00+08:00')
    await assert.rejects(extendClock(official(ctx, 'sz.data'), id, extension), {
      type: '/problems/cases/clockOver',
    })
  }))

test('[share.deliver] after the answer the term of delivery runs, and cannot be extended', () =>
  inHouse({ at: '2026-02-13T10:00:00+08:00' }, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await moveCase(official(ctx, 'sz.market'), id, 'agree')
    const { clock } = await restartClock(ctx, id, { rule: 'share.deliver', from: '2026-02-13' })
    assert.deepEqual([clock?.rule, clock?.dueOn, clock?.overdue], ['share.deliver', '2026-03-19', false])
    await assert.rejects(extendClock(official(ctx, 'sz.data'), id, extension), {
      type: '/problems/cases/notExtensible',
    })
  }))

test('[share.answer.conditional] a term already extended stays extended through a pause', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await extendClock(official(ctx, 'sz.data'), id, extension)
    await moveCase(official(ctx, 'sz.market'), id, 'ask')
    await moveCase(official(ctx, 'ps.hr'), id, 'supplement')
    assert.equal((await findCase(ctx, id)).clock?.dueOn, '2026-12-18')
  }))

test('[local.clock.supplement] a local pack may let the clock run on, or begin anew, where the Regulation is silent', () =>
  inHouse(november, async (ctx) => {
    const dueAfter: Record<string, string | null | undefined> = {}
    for (const policy of ['pause', 'run', 'restart']) {
      ctx.clock.set(november.at)
      const param = <T>(id: string, name: string): T =>
        id === 'local.clock.supplement' ? (policy as T) : ctx.rules.param<T>(id, name)
      const local = { ...ctx, rules: { ...ctx.rules, param } }
      const { id } = await openCase(local, matter)
      ctx.clock.set('2026-11-24T10:00:00+08:00')
      await moveCase(official(local, 'sz.market'), id, 'ask')
      ctx.clock.set('2026-12-01T10:00:00+08:00')
      dueAfter[policy] = (await moveCase(official(local, 'ps.hr'), id, 'supplement')).clock?.dueOn
    }
    assert.deepEqual(dueAfter, { pause: '2026-12-11', run: '2026-12-04', restart: '2026-12-15' })
  }))
