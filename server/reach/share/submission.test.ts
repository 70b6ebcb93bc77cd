import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unlawful } from '../../../city/resources.ts'
import { inTown } from '../../../tests/house.ts'
import { provideTaxpayers, provideTenants, publishEntry } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { approveSubmission, draftSubmission, findSubmission } from './submission.ts'
import type { SubmissionInput } from './types.ts'

const application = (lines: SubmissionInput['lines']): SubmissionInput => ({
  purpose: '稳岗返还资格核验',
  basis: '演示依据',
  scenario: '受理申报时核验',
  scope: '经办岗位',
  period: { from: '2025-09-29', until: '2026-09-28' },
  lines,
})

test('[share.answer.unconditional] [share.answer.conditional] one application runs on a clock of its own at each level', () =>
  inTown({ at: '2025-09-30T10:00:00+08:00' }, async (town) => {
    const tenants = await provideTenants(town)
    const taxpayers = await provideTaxpayers(town)
    const draft = await draftSubmission(
      town.as('ps.hr.officer'),
      application([
        { resource: tenants, fields: ['uscc', 'park'], modes: ['api'] },
        { resource: taxpayers, fields: ['nsrsbh', 'nsxydj'], modes: ['api', 'delta'] },
      ]),
    )

    const filed = await approveSubmission(town.as('ps.hr.head'), draft.id)

    // Received Tuesday 2025-09-30; National Day 1–8 October is off, Saturday 11 October is worked.
    assert.deepEqual(
      filed.lines.map(({ case: item }) => [item?.handler, item?.clock?.dueOn]),
      [
        ['ps.park', '2025-10-09'],
        ['gd.tax', '2025-10-21'],
      ],
    )
  }))

test('a draft is nobody’s case until the head of the office approves it', () =>
  inTown(async (town) => {
    const tenants = await provideTenants(town)
    const draft = await draftSubmission(
      town.as('ps.hr.officer'),
      application([{ resource: tenants, fields: ['uscc'], modes: ['api'] }]),
    )
    assert.deepEqual([draft.state, draft.lines[0]?.case], ['drafted', null])
    await assert.rejects(approveSubmission(town.as('ps.park.head'), draft.id), refusal('share/notYourOffice'))
    await approveSubmission(town.as('ps.hr.head'), draft.id)
    await assert.rejects(approveSubmission(town.as('ps.hr.head'), draft.id), refusal('share/alreadyFiled'))
  }))

test('[catalog.withheld.basis] one closed resource refuses the whole application', () =>
  inTown(async (town) => {
    const tenants = await provideTenants(town)
    const closed = await publishEntry(town, 'ps.park', {
      ...unlawful,
      conditions: { other: '涉密事项' },
      basis: [{ level: 'law', title: '《中华人民共和国保守国家秘密法》', article: '演示条款' }],
    })
    const both = application(
      [tenants, closed].map((resource) => ({ resource, fields: ['uscc'], modes: ['api'] })),
    )
    await assert.rejects(
      draftSubmission(town.as('ps.hr.officer'), both),
      refusal('share/withheldResource', { resources: [closed] }),
    )
  }))

test('what the catalogue does not have is named: resource, item, mode, field of a filter', () =>
  inTown(async (town) => {
    const officer = town.as('ps.hr.officer')
    const resource = await provideTaxpayers(town)
    const ask = (line: object) =>
      draftSubmission(officer, application([{ resource, fields: ['nsrsbh'], modes: ['api'], ...line }]))
    await assert.rejects(
      ask({ resource: 'res_unknown0000' }),
      refusal('share/unknownResource', { resources: ['res_unknown0000'] }),
    )
    await assert.rejects(
      ask({ fields: ['nsrsbh', 'salary'] }),
      refusal('share/unknownField', { fields: ['salary'] }),
    )
    await assert.rejects(ask({ modes: ['file'] }), refusal('share/modeNotOffered', { modes: ['file'] }))
    await assert.rejects(ask({ rows: { field: 'salary', op: 'eq', value: 1 } }), { status: 422 })
  }))

test('a department does not apply to itself, nor twice for one resource in one application', () =>
  inTown(async (town) => {
    const tenants = await provideTenants(town)
    const line = { resource: tenants, fields: ['uscc'], modes: ['api' as const] }
    await assert.rejects(
      draftSubmission(town.as('ps.park.officer'), application([line])),
      refusal('share/ownResource'),
    )
    await assert.rejects(
      draftSubmission(town.as('ps.hr.officer'), application([line, line])),
      refusal('base/invalid'),
    )
  }))

test('each provider sees its own line of a submission, a stranger sees none', () =>
  inTown(async (town) => {
    const lines = [await provideTenants(town), await provideTaxpayers(town)].map((resource, i) => ({
      resource,
      fields: [i === 0 ? 'uscc' : 'nsrsbh'],
      modes: ['api' as const],
    }))
    const { id } = await draftSubmission(town.as('ps.hr.officer'), application(lines))
    await approveSubmission(town.as('ps.hr.head'), id)
    const seen = await findSubmission(town.as('gd.tax.head'), id)
    assert.deepEqual(
      seen.lines.map(({ provider }) => provider),
      ['gd.tax'],
    )
    await assert.rejects(findSubmission(town.as('ps.housing.head'), id), refusal('share/noSubmission'))
  }))
