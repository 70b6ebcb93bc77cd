import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown } from '../../../tests/house.ts'
import { provideTaxpayers, provideTenants } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { findCase, moveCase } from '../../ground/cases/index.ts'
import {
  reviseResource,
  submitResource,
  withdrawResource,
  workingResource,
} from '../../ground/catalog/index.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { acceptOffer, decideLine } from './decision.ts'
import { askExtension } from './extension.ts'
import { application, fileLine } from './line.fixture.ts'
import { findLine } from './line.ts'
import { approveSubmission, draftSubmission, findSubmission } from './submission.ts'
import { closeLinesOf } from './withdrawal.ts'

const provider = 'gd.tax.officer'
const head = 'gd.tax.head'
const reason = '职责划出'

const offer = {
  decision: 'counter' as const,
  fields: [{ name: 'nsrsbh', mask: null }],
  rows: null,
  modes: ['api' as const],
  until: '2026-03-31',
  note: '缩短期限',
}

const take = (town: Town, resource: string) => withdrawResource(town.as(provider), resource, reason)
const seenByApplicant = (town: Town, line: string) => findLine(town.as('ps.hr.officer'), line)

async function publishAgain(town: Town, resource: string): Promise<void> {
  const officer = town.as(provider)
  const {
    id: _,
    state: __,
    publishedOn: ___,
    revision: ____,
    stamp,
    ...entry
  } = await workingResource(officer, resource)
  await reviseResource(officer, resource, { ...entry, stamp })
  const review = await submitResource(officer, resource)
  await moveCase(town.as('gd.data.reviewer'), review.id, 'publish')
}

test('[share.refusal.reasoned] an entry withdrawn between filing and answer closes its lines, and the applicant reads why', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const waiting = await fileLine(town, resource, 'nsrsbh')
    await askExtension(town.as(head), waiting.id, { days: 5, reason: '需与总局核对口径' })
    const offered = await fileLine(town, resource, 'nsrsbh')
    await decideLine(town.as(head), offered.id, offer)
    await take(town, resource)
    await town.ctx.jobs.drain(town.ctx)
    for (const { id } of [waiting, offered]) {
      const line = await seenByApplicant(town, id)
      const last = line.case?.history.at(-1)
      assert.deepEqual(
        [line.case?.state, last?.move, last?.party, line.offer],
        ['lapsed', 'lapse', null, null],
      )
      assert.match(last?.reason ?? '', /职责划出/)
    }
    assert.equal((await seenByApplicant(town, waiting.id)).extension?.state, 'lapsed')
    await integrate(town.ctx)
    const { items } = await listEntries(town.ctx, { kind: 'share.lapsed', subject: waiting.id })
    assert.equal(items.length, 1)
  }))

test('lines on other entries stay, and news that comes twice closes nothing more', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const draft = await draftSubmission(
      town.as('ps.hr.officer'),
      application([
        { resource, field: 'nsrsbh' },
        { resource: await provideTenants(town), field: 'uscc' },
      ]),
    )
    const { id } = await approveSubmission(town.as('ps.hr.head'), draft.id)
    await take(town, resource)
    await town.ctx.jobs.drain(town.ctx)
    const news = { resource, reason, withdrawnAt: town.ctx.clock.now().toISOString() }
    assert.equal(await closeLinesOf(town.ctx, news), 0)
    const { lines } = await findSubmission(town.as('ps.hr.officer'), id)
    assert.deepEqual(
      lines.map(({ case: item }) => [item?.state, item?.history.length]),
      [
        ['lapsed', 1],
        ['received', 0],
      ],
    )
  }))

test('until the news has come, a withdrawn entry is neither agreed to nor offered, but may be refused with reasons', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const first = await fileLine(town, resource, 'nsrsbh')
    const second = await fileLine(town, resource, 'nsrsbh')
    const third = await fileLine(town, resource, 'nsrsbh')
    await decideLine(town.as(head), third.id, offer)
    await take(town, resource)
    await assert.rejects(
      decideLine(town.as(head), first.id, { decision: 'agree' }),
      refusal('share/entryWithdrawn'),
    )
    await assert.rejects(decideLine(town.as(head), first.id, offer), refusal('share/entryWithdrawn'))
    await assert.rejects(acceptOffer(town.as('ps.hr.officer'), third.id), refusal('share/entryWithdrawn'))
    await decideLine(town.as(head), second.id, {
      decision: 'refuse',
      ground: 'outsideScope',
      reason: '职责已经划出',
    })
    await town.ctx.jobs.drain(town.ctx)
    const states = await Promise.all(
      [first, second, third].map(async ({ case: item }) => (await findCase(town.ctx, item?.id ?? '')).state),
    )
    assert.deepEqual(states, ['lapsed', 'refused', 'lapsed'])
  }))

test('an application drafted before the withdrawal is not filed after it', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const draft = await draftSubmission(
      town.as('ps.hr.officer'),
      application([{ resource, field: 'nsrsbh' }]),
    )
    await take(town, resource)
    await assert.rejects(
      approveSubmission(town.as('ps.hr.head'), draft.id),
      refusal('share/withdrawnResource', { resources: [resource] }),
    )
  }))

test('late news of a withdrawal leaves alone what was filed after the entry was published anew', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const before = await fileLine(town, resource, 'nsrsbh')
    await take(town, resource)
    town.ctx.clock.set('2025-09-30T10:00:00+08:00')
    await publishAgain(town, resource)
    const after = await fileLine(town, resource, 'nsrsbh')
    await town.ctx.jobs.drain(town.ctx)
    assert.deepEqual(
      [
        (await seenByApplicant(town, before.id)).case?.state,
        (await seenByApplicant(town, after.id)).case?.state,
      ],
      ['lapsed', 'received'],
    )
  }))

test('acceptance, the applicant’s withdrawal and the entry’s withdrawal at once: one of them holds, and nothing is left hanging', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    for (let round = 0; round < 3; round += 1) {
      if (round > 0 && (await workingResource(town.as(provider), resource)).state === 'withdrawn')
        await publishAgain(town, resource)
      town.ctx.clock.advance({ minutes: 1 })
      const line = await fileLine(town, resource, 'nsrsbh')
      await decideLine(town.as(head), line.id, offer)
      const acts = await Promise.allSettled([
        acceptOffer(town.as('ps.hr.officer'), line.id),
        moveCase(town.as('ps.hr.officer'), line.case?.id ?? '', 'withdraw', { reason: '不再需要' }),
        take(town, resource),
      ])
      const faults = acts.flatMap((act) => (act.status === 'rejected' ? [act.reason] : []))
      assert.deepEqual(faults.filter(({ status }) => status !== 409).map(String), [])
      await town.ctx.jobs.drain(town.ctx)
      const { case: item, agreement, offer: open } = await seenByApplicant(town, line.id)
      const outcome = [item?.state, agreement !== null, open]
      const lawful = [
        ['agreed', true, null],
        ['withdrawn', false, null],
        ['lapsed', false, null],
      ]
      assert.ok(
        lawful.some((one) => JSON.stringify(one) === JSON.stringify(outcome)),
        String(outcome),
      )
      if (agreement) return
    }
  }))
