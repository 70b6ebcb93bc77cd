import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { provideTaxpayers, provideTenants } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { moveCase } from '../../ground/cases/index.ts'
import { planOf } from '../../ground/policy/index.ts'
import { acceptOffer, decideLine, decideLines, declineOffer } from './decision.ts'
import { askExtension, ruleExtension } from './extension.ts'
import { approveSubmission, draftSubmission } from './submission.ts'
import type { Line } from './types.ts'

async function file(town: Town, resource: string, fields: string[]): Promise<Line> {
  const draft = await draftSubmission(town.as('ps.hr.officer'), {
    purpose: '稳岗返还资格核验',
    basis: '演示依据',
    scenario: '受理申报时核验',
    scope: '经办岗位',
    period: { from: '2025-09-29', until: '2026-09-28' },
    lines: [{ resource, fields, modes: ['api', 'delta'] }],
  })
  const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
  return line as Line
}

const taxLine = async (town: Town) =>
  file(town, await provideTaxpayers(town), ['nsrsbh', 'nsrmc', 'xzqh', 'qsye'])
const offer = {
  decision: 'counter' as const,
  fields: [
    { name: 'nsrsbh', mask: null },
    { name: 'nsrmc', mask: 'name' },
  ],
  rows: { field: 'xzqh', op: 'eq' as const, value: '440310' },
  modes: ['api' as const],
  until: '2026-03-31',
  note: '仅限本区，名称脱敏',
}

test('[share.deliver] an agreed line is owed its data within the delivery period', () =>
  inTown({ at: '2026-02-13T10:00:00+08:00' }, async (town) => {
    const draft = await draftSubmission(town.as('ps.hr.officer'), {
      purpose: '核验资格',
      basis: '演示依据',
      scenario: '受理',
      scope: '岗位',
      period: { from: '2026-02-13', until: '2026-12-31' },
      lines: [{ resource: await provideTenants(town), fields: ['uscc'], modes: ['api'] }],
    })
    const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
    const agreed = await decideLine(town.as('ps.park.head'), line?.id ?? '', { decision: 'agree' })
    // Agreed Friday 2026-02-13: 14 and 28 February are worked, 15–23 February are off.
    assert.equal(agreed.case?.clock?.dueOn, '2026-03-19')
  }))

test('an accepted counter-offer becomes the agreement, with fewer items, a mask, fewer rows and a shorter term', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    await decideLine(town.as('gd.tax.head'), line.id, offer)
    const accepted = await acceptOffer(town.as('ps.hr.officer'), line.id)
    const plan = await planOf(town.ctx, accepted.agreement ?? '')
    assert.deepEqual(
      [plan?.fields, plan?.rows, plan?.modes, plan?.until, plan?.keyField],
      [offer.fields, offer.rows, offer.modes, offer.until, 'nsrsbh'],
    )
  }))

test('a counter-offer wider than the application is refused', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    const head = town.as('gd.tax.head')
    await assert.rejects(
      decideLine(head, line.id, { ...offer, fields: [{ name: 'rkse', mask: null }] }),
      refusal('share/widerThanAsked', { what: ['rkse'] }),
    )
    await assert.rejects(
      decideLine(head, line.id, { ...offer, until: '2027-01-01' }),
      refusal('share/widerThanAsked'),
    )
  }))

test('[catalog.unconditional.noConditions] no condition is added to what is shared unconditionally', () =>
  inTown(async (town) => {
    const line = await file(town, await provideTenants(town), ['uscc', 'park'])
    const head = town.as('ps.park.head')
    await assert.rejects(
      decideLine(head, line.id, { ...offer, fields: [{ name: 'uscc', mask: null }], rows: null }),
      refusal('share/conditionsOnUnconditional'),
    )
  }))

test('a counter-offer without a row rule keeps the rule of the application', () =>
  inTown(async (town) => {
    const rows = { field: 'xzqh', op: 'eq' as const, value: '440303' }
    const draft = await draftSubmission(town.as('ps.hr.officer'), {
      purpose: '核验资格',
      basis: '演示依据',
      scenario: '受理',
      scope: '岗位',
      period: { from: '2025-09-29', until: '2026-09-28' },
      lines: [
        { resource: await provideTaxpayers(town), fields: ['nsrsbh', 'nsrmc', 'xzqh'], modes: ['api'], rows },
      ],
    })
    const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines as [Line]
    const countered = await decideLine(town.as('gd.tax.head'), line.id, offer)
    assert.deepEqual(countered.offer?.rows, { and: [rows, offer.rows] })
  }))

test('a declined counter-offer goes back to the provider', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    await decideLine(town.as('gd.tax.head'), line.id, offer)
    const declined = await declineOffer(town.as('ps.hr.officer'), line.id, '名称须全文核对')
    assert.deepEqual([declined.case?.state, declined.offer], ['received', null])
  }))

test('[share.supplement.once] what is missing is asked for once, and the clock rests meanwhile', () =>
  inTown({ at: '2025-09-26T10:00:00+08:00' }, async (town) => {
    const head = town.as('gd.tax.head')
    const line = await taxLine(town)
    assert.equal(line.case?.clock?.dueOn, '2025-10-16')
    const asked = await decideLine(head, line.id, { decision: 'askSupplement', missing: ['经办岗位名单'] })
    assert.equal(asked.case?.clock?.paused, true)
    town.ctx.clock.set('2025-09-29T10:00:00+08:00')
    await moveCase(town.as('ps.hr.officer'), line.case?.id ?? '', 'supplement', { reason: '名单已附' })
    await assert.rejects(
      decideLine(head, line.id, { decision: 'askSupplement', missing: ['再补一份'] }),
      refusal('share/askedBefore'),
    )
  }))

test('[share.supplement.once] an incomplete form is no ground for refusal', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    const refuse = decideLine(town.as('gd.tax.head'), line.id, {
      decision: 'refuse',
      ground: 'incomplete',
      reason: '材料不完整',
    })
    await assert.rejects(refuse, refusal('share/refusedForForm'))
  }))

test('two people decide one line: one wins, the other is told what is possible now', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    const head = town.as('gd.tax.head')
    const answers = await Promise.allSettled([
      decideLine(head, line.id, { decision: 'agree' }),
      decideLine(head, line.id, { decision: 'refuse', ground: 'notNecessary', reason: '与职责无关' }),
    ])
    const lost = answers.find((it): it is PromiseRejectedResult => it.status === 'rejected')
    assert.deepEqual(
      [answers.filter(({ status }) => status === 'fulfilled').length, lost?.reason.status],
      [1, 409],
    )
  }))

test('nobody but the provider answers, and a stranger does not even see the line', () =>
  inTown(async (town) => {
    const line = await taxLine(town)
    await assert.rejects(
      decideLine(town.as('ps.park.head'), line.id, { decision: 'agree' }),
      refusal('share/noLine'),
    )
    await assert.rejects(decideLine(town.as('ps.hr.head'), line.id, { decision: 'agree' }), { status: 403 })
  }))

test('many lines are answered alike in one act, all or none', () =>
  inTown(async (town) => {
    const mine = await file(town, await provideTenants(town), ['uscc'])
    const foreign = await taxLine(town)
    const head = town.as('ps.park.head')
    await assert.rejects(decideLines(head, [mine.id, foreign.id], { decision: 'agree' }))
    const [agreed] = await decideLines(head, [mine.id], { decision: 'agree' })
    assert.equal(agreed?.case?.state, 'agreed')
  }))

test('[share.answer.extension] the competent department of the level grants a longer period, once', () =>
  inTown({ at: '2026-11-20T10:00:00+08:00' }, async (town) => {
    const draft = await draftSubmission(town.as('ps.hr.officer'), {
      purpose: '核验资格',
      basis: '演示依据',
      scenario: '受理',
      scope: '岗位',
      period: { from: '2026-11-20', until: '2027-11-19' },
      lines: [{ resource: await provideTaxpayers(town), fields: ['nsrsbh'], modes: ['api'] }],
    })
    const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines as [Line]
    assert.equal(line.case?.clock?.dueOn, '2026-12-04')
    await askExtension(town.as('gd.tax.head'), line.id, { days: 10, reason: '需与总局核对口径' })
    await assert.rejects(
      ruleExtension(town.as('ps.data.reviewer'), line.id, { grant: true, ruling: '同意' }),
      refusal('share/noLine'),
    )
    const extended = await ruleExtension(town.as('gd.data.reviewer'), line.id, {
      grant: true,
      ruling: '理由充分',
    })
    assert.deepEqual([extended.case?.clock?.dueOn, extended.extension?.state], ['2026-12-18', 'granted'])
    await assert.rejects(
      askExtension(town.as('gd.tax.head'), line.id, { days: 1, reason: '再延一天' }),
      refusal('share/extensionAsked'),
    )
  }))
