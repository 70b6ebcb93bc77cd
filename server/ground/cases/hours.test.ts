import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHouse } from '../../../tests/house.ts'
import { loadCalendar } from '../../base/clock/index.ts'
import { actAs, type Ctx, systemActor } from '../../base/ctx.ts'
import type { Rule } from '../../base/rules/index.ts'
import { integrate, listEntries } from '../ledger/index.ts'
import { matter, official } from './case.fixture.ts'
import { reckonHours } from './hours.ts'
import { extendClock, findCase, listCases, moveCase, openCase, sweepOverdue } from './index.ts'

const cn = loadCalendar()
const office = [
  [540, 720],
  [840, 1080],
] as const
const at = (text: string) => new Date(`${text}:00+08:00`)
const friday = { at: '2026-11-20T16:30:00+08:00' }

test('[local.clock.officeHours] working hours stand still at lunch, at night, on rest days and through a pause', () => {
  const due = (stretches: [from: string, to: string | null][]) => {
    const parts = stretches.map(([from, to]) => ({ fromAt: at(from), toAt: to === null ? null : at(to) }))
    const { dueAt, left } = reckonHours(cn, 'wh', 4, parts, office)
    return dueAt?.toISOString() ?? left
  }
  assert.deepEqual(
    [
      due([['2026-11-20T16:30', null]]),
      due([['2026-11-20T16:30', '2026-11-20T17:00']]),
      due([
        ['2026-11-20T16:30', '2026-11-20T17:00'],
        ['2026-11-24T11:00', null],
      ]),
    ],
    [at('2026-11-23T11:30').toISOString(), 3.5, at('2026-11-24T16:30').toISOString()],
  )
})

test('[incident.report.operator] four hours run through the night and the weekend, and end at an instant', () =>
  inHouse({ at: '2026-11-20T22:00:00+08:00' }, async (ctx) => {
    const { id, clock } = await openCase(ctx, { ...matter, rule: 'incident.report.operator' })
    assert.deepEqual(
      [clock?.unit, clock?.dueOn, clock?.dueAt, clock?.hoursLeft],
      ['h', '2026-11-21', '2026-11-20T18:00:00.000Z', 4],
    )
    ctx.clock.set('2026-11-21T02:00:00+08:00')
    assert.equal(await sweepOverdue(ctx), 0)
    ctx.clock.set('2026-11-21T02:00:01+08:00')
    assert.deepEqual(
      [(await listCases(ctx, { overdue: true })).items.length, await sweepOverdue(ctx)],
      [1, 1],
    )
    assert.equal((await findCase(ctx, id)).clock?.overdue, true)
    await integrate(ctx)
    const { items } = await listEntries(ctx, { kind: 'cases.overdue', subject: id })
    assert.equal(told(items[0]).dueAt, '2026-11-20T18:00:00.000Z')
  }))

test('[incident.report.operator] an hour clock stands still from the moment of a pause to the moment of return', () =>
  inHouse({ at: '2026-11-20T10:00:00+08:00' }, async (ctx) => {
    const { id } = await openCase(ctx, { ...matter, rule: 'incident.report.operator' })
    ctx.clock.set('2026-11-20T11:00:00+08:00')
    const paused = await moveCase(official(ctx, 'sz.market'), id, 'ask')
    ctx.clock.set('2026-11-20T15:00:00+08:00')
    const resumed = await moveCase(official(ctx, 'ps.hr'), id, 'supplement')
    assert.deepEqual(
      [paused, resumed].map(({ clock }) => [clock?.paused, clock?.dueAt, clock?.hoursLeft]),
      [
        [true, null, 3],
        [false, '2026-11-20T10:00:00.000Z', 3],
      ],
    )
  }))

test('of cases that end on one day those with an hour stand before those with the whole day, over pages too', () =>
  inHouse({ at: '2025-10-09T10:00:00+08:00' }, async (ctx) => {
    for (const [subject, rule, from] of [
      ['res_day', 'share.answer.unconditional', '2025-09-30'],
      ['res_four', 'trial.four', undefined],
      ['res_two', 'trial.two', undefined],
    ] as const) {
      const local = withRules(ctx, { 'trial.two': hourRule(2), 'trial.four': hourRule(4) })
      await openCase(local, { ...matter, subject, rule, ...(from !== undefined && { from }) })
    }
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listCases(ctx, { limit: 1, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.items.map(({ subject }) => subject))
      cursor = page.next
      if (cursor === undefined) break
    }
    assert.deepEqual(seen, ['res_two', 'res_four', 'res_day'])
  }))

test('[local.clock.receipt] what an official hands in on a rest day is received on the next working day, what a system sends at once', () =>
  inHouse({ at: '2026-11-21T10:00:00+08:00' }, async (ctx) => {
    const human = await openCase(official(ctx, 'ps.hr'), matter)
    const machine = await openCase(actAs(ctx, systemActor('cases')), { ...matter, subject: 'res_0002' })
    assert.deepEqual(
      [human, machine].map(({ clock }) => [clock?.startedOn, clock?.receipt?.receivedOn, clock?.dueOn]),
      [
        ['2026-11-23', '2026-11-21', '2026-12-07'],
        ['2026-11-21', undefined, '2026-12-04'],
      ],
    )
    assert.deepEqual(
      [human.clock?.receipt?.rule, human.clock?.receipt?.evidence],
      ['local.clock.receipt', 'unverified'],
    )
    await integrate(ctx)
    const { items } = await listEntries(ctx, { kind: 'cases.opened', subject: human.id })
    const { from, receivedOn, receiptRule } = told(items[0])
    assert.deepEqual([from, receivedOn, receiptRule], ['2026-11-23', '2026-11-21', 'local.clock.receipt'])
  }))

test('[local.clock.receipt] what came on a rest day may be answered, or wait for a supplement, on that very day', () =>
  inHouse({ at: '2026-11-21T10:00:00+08:00' }, async (ctx) => {
    const provider = official(ctx, 'sz.market')
    const answered = await openCase(official(ctx, 'ps.hr'), matter)
    assert.equal((await moveCase(provider, answered.id, 'refuse', { reason: '与职责无关' })).state, 'refused')

    const asked = await openCase(official(ctx, 'ps.hr'), { ...matter, subject: 'res_0002' })
    await moveCase(provider, asked.id, 'ask')
    await moveCase(official(ctx, 'ps.hr'), asked.id, 'supplement')
    // Ten working days from the Monday on which it counts as received, none of them spent.
    assert.equal((await findCase(ctx, asked.id)).clock?.dueOn, '2026-12-07')
  }))

test('[local.clock.receipt] a term that does not run from receipt begins on the day itself', () =>
  inHouse({ at: '2026-11-21T10:00:00+08:00' }, async (ctx) => {
    const { clock } = await openCase(official(ctx, 'ps.hr'), { ...matter, rule: 'share.deliver' })
    assert.deepEqual([clock?.startedOn, clock?.receipt], ['2026-11-21', null])
  }))

test('a term nobody has verified is shown, and neither makes a breach nor refuses an extension', () =>
  inHouse(friday, async (ctx) => {
    const { rules } = ctx
    const local = withRules(ctx, {
      'trial.unverified': {
        ...rules.rule('share.answer.conditional'),
        id: 'trial.unverified',
        evidence: 'unverified',
      },
    })
    const { id } = await openCase(local, { ...matter, rule: 'trial.unverified' })
    ctx.clock.set('2026-12-08T09:00:00+08:00')
    assert.deepEqual(
      [await sweepOverdue(ctx), (await listCases(ctx, { overdue: true })).items.length],
      [0, 0],
    )
    const { clock } = await findCase(ctx, id)
    assert.deepEqual([clock?.evidence, clock?.daysLeft, clock?.overdue], ['unverified', -2, false])
    const extension = { rule: 'share.answer.extension', days: 5, reason: '需跨部门核实' }
    const extended = await extendClock(official(ctx, 'sz.data'), id, extension)
    assert.equal(extended.clock?.dueOn, '2026-12-11')
  }))

function told(entry: { body?: unknown } | undefined): Record<string, unknown> {
  return (entry?.body ?? {}) as Record<string, unknown>
}

/** The house with rules of its own for a test; invented, so that no law is bent. */
function withRules<C extends Ctx>(ctx: C, own: Readonly<Record<string, Rule>>): C {
  const { rules } = ctx
  const bound = {
    on: '2026-01-01',
    provisional: false,
    article: 'TRIAL:term',
    pack: 'trial',
    packVersion: '1',
  }
  const told = (id: string) => ({ ...bound, rule: id, evidence: 'text' as const, silence: 'none' as const })
  return {
    ...ctx,
    rules: {
      ...rules,
      rule: (id: string, on?: string) => own[id] ?? rules.rule(id, on),
      due: (id: string, from: string) => (own[id] ? told(id) : rules.due(id, from)),
      dueAt: (id: string, from: Date) => (own[id] ? { ...told(id), at: from } : rules.dueAt(id, from)),
    },
  }
}

function hourRule(n: number): Rule {
  return {
    id: 'trial.hours',
    kind: 'term',
    zh: '试办',
    en: 'trial',
    article: 'TRIAL:term',
    cite: { zh: '试办', en: 'trial' },
    evidence: 'text',
    verifiedOn: '2026-01-01',
    effectiveFrom: '2020-01-01',
    effectiveTo: null,
    silence: 'none',
    term: { n, unit: 'h', from: 'discovery' },
  }
}
