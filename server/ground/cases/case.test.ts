import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHouse } from '../../../tests/house.ts'
import { answerKind, matter, official } from './case.fixture.ts'
import { findCase, listCases, moveCase, openCase, openCases, registerKinds } from './index.ts'

const eve = { at: '2025-09-30T10:00:00+08:00' }
const november = { at: '2026-11-20T10:00:00+08:00' }

test('[share.answer.unconditional] a case shows its last day, its article and its citation in both languages', () =>
  inHouse(eve, async (ctx) => {
    const { clock } = await openCase(ctx, { ...matter, rule: 'share.answer.unconditional' })
    assert.deepEqual(clock, {
      rule: 'share.answer.unconditional',
      article: 'CN-SC-809:art.21¶1',
      evidence: 'text',
      citation: ctx.rules.cite('share.answer.unconditional'),
      pack: 'cn-sc-809',
      packVersion: '2025-08-01',
      unit: 'wd',
      startedOn: '2025-09-30',
      receipt: null,
      dueOn: '2025-10-09',
      dueAt: null,
      provisional: false,
      daysLeft: 1,
      hoursLeft: null,
      paused: false,
      overdue: false,
      extendedBy: 0,
      extensionRule: 'share.answer.extension',
    })
  }))

test('[share.answer.conditional] a clock stands still while the applicant supplements and goes on afterwards', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    ctx.clock.set('2026-11-24T17:00:00+08:00')
    const waiting = await moveCase(official(ctx, 'sz.market'), id, 'ask')
    ctx.clock.set('2026-12-01T09:00:00+08:00')
    const resumed = await moveCase(official(ctx, 'ps.hr'), id, 'supplement')
    assert.deepEqual(
      [waiting, resumed].map(({ clock }) => [clock?.paused, clock?.dueOn, clock?.daysLeft]),
      [
        [true, null, 8],
        [false, '2026-12-11', 8],
      ],
    )
  }))

test('of several officials who decide at once one decides and the others are told the state', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    const officials = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
      official(ctx, 'sz.market', `sz.market.${name}`),
    )
    await Promise.all(officials.map((one) => findCase(one, id)))
    const decisions = await Promise.allSettled(officials.map((one) => moveCase(one, id, 'agree')))
    const refused = decisions.flatMap((decision) => (decision.status === 'rejected' ? [decision.reason] : []))
    assert.deepEqual(
      refused.map(({ status, facts }) => [status, facts?.state, facts?.possible]),
      Array(5).fill([409, 'agreed', ['finish']]),
    )
    assert.equal((await findCase(ctx, id)).history.length, 1)
  }))

test('a stranger is told whose move it is', () =>
  inHouse(async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await assert.rejects(moveCase(official(ctx, 'ps.housing'), id, 'agree'), {
      type: '/problems/cases/notYourMove',
      status: 403,
      facts: { move: '同意', by: 'handler', party: 'sz.market' },
    })
  }))

test('only the platform makes its own moves', () =>
  inHouse(async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await moveCase(official(ctx, 'sz.market'), id, 'agree')
    await assert.rejects(moveCase(official(ctx, 'sz.market'), id, 'finish'), { status: 403 })
    const { state, moves, endedAt } = await moveCase(official(ctx, 'sz.market'), id, 'finish', {
      as: 'system',
    })
    assert.deepEqual([state, moves, endedAt !== null], ['done', [], true])
  }))

test('a refusal without reasons is refused', () =>
  inHouse(async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await assert.rejects(moveCase(official(ctx, 'sz.market'), id, 'refuse', { reason: ' ' }), {
      type: '/problems/cases/reasonNeeded',
    })
  }))

test('a party lists its cases by time left, a page at a time', () =>
  inHouse(eve, async (ctx) => {
    const rules = ['share.answer.conditional', 'share.answer.unconditional', undefined, 'share.deliver']
    await openCases(
      ctx,
      rules.map((rule, i) => {
        const { rule: _, ...rest } = matter
        return { ...rest, subject: `res_${i}`, ...(rule !== undefined && { rule }) }
      }),
    )
    await openCase(ctx, { ...matter, handler: 'ps.park', opener: 'ps.housing', competent: 'ps.data' })
    const first = await listCases(ctx, { party: 'sz.market', limit: 3 })
    const rest = await listCases(ctx, {
      party: 'sz.market',
      limit: 3,
      ...(first.next !== undefined && { cursor: first.next }),
    })
    assert.deepEqual(
      [first, rest].map(({ items }) => items.map(({ subject }) => subject)),
      [['res_1', 'res_0', 'res_3'], ['res_2']],
    )
    assert.equal(rest.next, undefined)
  }))

test('a kind that leads nowhere stops the start', () => {
  const lost = {
    ...answerKind,
    kind: 'cases.lost',
    moves: { agree: { zh: '同意', en: 'agree', from: ['received'], to: 'nowhere', by: 'handler' as const } },
  }
  assert.throws(() => registerKinds([lost]), /unknown state nowhere/)
})
