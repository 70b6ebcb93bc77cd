import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { firms, provideRegister } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { actAs, systemActor } from '../../base/ctx.ts'
import { decide } from '../../ground/policy/index.ts'
import { endAgreement, findAgreement, resumeAgreement, suspendAgreement } from './agreement.ts'
import { answerCorrection, findCorrection, reportWrongValue } from './correction.ts'
import { decideLine } from './decision.ts'
import { expireAgreements } from './expiry.ts'
import { findLine } from './line.ts'
import { approveSubmission, draftSubmission } from './submission.ts'

async function agree(town: Town): Promise<string> {
  const draft = await draftSubmission(town.as('ps.hr.officer'), {
    purpose: '稳岗返还资格核验',
    basis: '演示依据',
    scenario: '受理申报时核验',
    scope: '经办岗位',
    period: { from: '2025-09-29', until: '2026-09-28' },
    lines: [
      { resource: await provideRegister(town), fields: ['uscc', 'name', 'status'], modes: ['api', 'delta'] },
    ],
  })
  const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
  await decideLine(town.as('sz.market.head'), line?.id ?? '', { decision: 'agree' })
  await town.ctx.jobs.drain(town.ctx)
  const { agreement, case: item } = await findLine(town.as('ps.hr.head'), line?.id ?? '')
  assert.equal(item?.state, 'delivered')
  return agreement ?? ''
}

test('the agreement is an ODRL text that says purpose, items, term and channel, and forbids onward provision', () =>
  inTown(async (town) => {
    const { odrl } = await findAgreement(town.as('ps.hr.head'), await agree(town))
    const {
      permission: [permission],
      prohibition,
    } = odrl as {
      permission: { constraint: { leftOperand: string; rightOperand: unknown }[] }[]
      prohibition: { action: string }[]
    }
    const constraint = (operand: string) =>
      permission?.constraint.find(({ leftOperand }) => leftOperand.endsWith(operand))?.rightOperand
    assert.deepEqual(
      [constraint('purpose'), constraint('items'), constraint('deliveryChannel'), prohibition[0]?.action],
      ['稳岗返还资格核验', ['uscc', 'name', 'status'], ['api', 'delta'], 'distribute'],
    )
  }))

test('[share.suspend] a suspended agreement reads nothing until it is resumed', () =>
  inTown(async (town) => {
    const id = await agree(town)
    const applicant = town.as('ps.hr.officer')
    await suspendAgreement(town.as('sz.market.head'), id, { reason: '超范围使用', rectifyBy: '2025-10-31' })
    await assert.rejects(decide(applicant, id, 'api'), { status: 403 })
    await resumeAgreement(town.as('sz.market.head'), id, { reason: '已整改' })
    assert.equal((await decide(applicant, id, 'api')).state, 'inForce')
  }))

test('[share.terminate] an ended agreement is gone for good', () =>
  inTown(async (town) => {
    const id = await agree(town)
    await suspendAgreement(town.as('sz.market.head'), id, { reason: '超范围使用', rectifyBy: '2025-10-31' })
    await endAgreement(town.as('sz.market.head'), id, { reason: '逾期未整改' })
    await assert.rejects(decide(town.as('ps.hr.officer'), id, 'api'), { status: 410 })
    await assert.rejects(
      resumeAgreement(town.as('sz.market.head'), id, { reason: '恢复' }),
      refusal('share/wrongAgreementState', { state: 'ended', possible: [] }),
    )
  }))

test('[share.provider.end] a provider does not end a running service without consultation on file', () =>
  inTown(async (town) => {
    const id = await agree(town)
    const head = town.as('sz.market.head')
    await assert.rejects(endAgreement(head, id, { reason: '系统下线' }), refusal('share/notConsulted'))
    const ended = await endAgreement(head, id, {
      reason: '系统下线',
      consultation: '已与区人力资源局协商，备案号 演示-1',
    })
    assert.equal(ended.state, 'ended')
  }))

test('an agreement whose period is over reads nothing the day after, and is closed by night', () =>
  inTown(async (town) => {
    const id = await agree(town)
    town.ctx.clock.set('2026-09-29T00:10:00+08:00')
    await assert.rejects(decide(town.as('ps.hr.officer'), id, 'api'))
    await expireAgreements(actAs(town.ctx, systemActor('share')))
    const { state, endedAt } = await findAgreement(town.as('ps.hr.head'), id)
    assert.deepEqual([state, endedAt], ['ended', '2026-09-28T16:10:00.000Z'])
  }))

test('a third department neither sees nor stops an agreement', () =>
  inTown(async (town) => {
    const id = await agree(town)
    await assert.rejects(findAgreement(town.as('ps.park.head'), id), refusal('share/noAgreement'))
    await assert.rejects(
      suspendAgreement(town.as('ps.park.head'), id, { reason: '无关', rectifyBy: '2025-10-31' }),
      refusal('share/noAgreement'),
    )
  }))

test('[share.suspend] the provider’s competent department may suspend too', () =>
  inTown(async (town) => {
    const id = await agree(town)
    const suspended = await suspendAgreement(town.as('sz.data.reviewer'), id, {
      reason: '超范围使用',
      rectifyBy: '2025-10-31',
    })
    assert.equal(suspended.state, 'suspended')
  }))

test('[share.correction] a wrong value is corrected in a new version and the case reports it', () =>
  inTown({ at: '2026-09-30T10:00:00+08:00' }, async (town) => {
    const draft = await draftSubmission(town.as('ps.hr.officer'), {
      purpose: '核验资格',
      basis: '演示依据',
      scenario: '受理',
      scope: '岗位',
      period: { from: '2026-09-30', until: '2027-09-29' },
      lines: [{ resource: await provideRegister(town), fields: ['uscc', 'status'], modes: ['api'] }],
    })
    const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
    const { agreement } = await decideLine(town.as('sz.market.head'), line?.id ?? '', { decision: 'agree' })
    await town.ctx.jobs.drain(town.ctx)

    const report = await reportWrongValue(town.as('ps.hr.officer'), {
      agreement: agreement ?? '',
      key: firms.pingshan,
      field: 'status',
      seen: '存续',
      proposed: '注销',
      reason: '实地核查已注销',
    })
    assert.equal(report.case?.clock?.dueOn, '2026-10-20')
    await answerCorrection(town.as('sz.market.officer'), report.id, { decision: 'correct', value: '注销' })
    await town.ctx.jobs.drain(town.ctx)

    const done = await findCorrection(town.as('ps.hr.officer'), report.id)
    assert.deepEqual([done.version, done.case?.state], [2, 'corrected'])
  }))

test('a value is reported only by who received it, and only in an agreed field', () =>
  inTown(async (town) => {
    const agreement = await agree(town)
    const report = { agreement, key: firms.pingshan, field: 'status', reason: '与实地核查不符' }
    await assert.rejects(reportWrongValue(town.as('sz.market.officer'), report), refusal('share/notParty'))
    await assert.rejects(
      reportWrongValue(town.as('ps.hr.officer'), { ...report, field: 'mobile' }),
      refusal('share/unknownCell'),
    )
  }))

test('only the provider answers a correction, in whatever state it is', () =>
  inTown(async (town) => {
    const agreement = await agree(town)
    const report = await reportWrongValue(town.as('ps.hr.officer'), {
      agreement,
      key: firms.pingshan,
      field: 'status',
      reason: '与实地核查不符',
    })
    await answerCorrection(town.as('sz.market.officer'), report.id, { decision: 'correct', value: '注销' })
    await assert.rejects(
      answerCorrection(town.as('ps.hr.officer'), report.id, { decision: 'correct', value: '存续' }),
      refusal('share/notParty'),
    )
  }))

test('a value that fails its own standard is not written as a correction', () =>
  inTown(async (town) => {
    const agreement = await agree(town)
    const report = await reportWrongValue(town.as('ps.hr.officer'), {
      agreement,
      key: firms.pingshan,
      field: 'uscc',
      reason: '代码有误',
    })
    await assert.rejects(
      answerCorrection(town.as('sz.market.officer'), report.id, {
        decision: 'correct',
        value: '91440300MA5G000000',
      }),
      { status: 422 },
    )
  }))
