import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown, onServer } from '../../../tests/house.ts'
import { firms, provideRegister } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { decideLine } from './decision.ts'
import { listMyData } from './my-data.ts'
import { previewLine } from './preview.ts'
import { approveSubmission, draftSubmission } from './submission.ts'
import type { Line } from './types.ts'

const fields = ['uscc', 'name', 'representative', 'division']

async function file(town: Town): Promise<Line> {
  const resource = await provideRegister(town)
  const draft = await draftSubmission(town.as('ps.hr.officer'), {
    purpose: '稳岗返还资格核验',
    basis: '演示依据',
    scenario: '受理申报时核验',
    scope: '经办岗位',
    period: { from: '2025-09-29', until: '2026-09-28' },
    lines: [{ resource, fields, modes: ['api'] }],
  })
  const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
  await town.ctx.jobs.drain(town.ctx)
  return line as Line
}

const terms = {
  fields: [
    { name: 'uscc', mask: null },
    { name: 'representative', mask: 'name' },
  ],
  rows: { field: 'division', op: 'eq' as const, value: '440310' },
}

test('the decider sees the very rows the applicant would see through the terms, and how many of how many', () =>
  inTown(async (town) => {
    const line = await file(town)
    const preview = await previewLine(town.as('sz.market.head'), line.id, terms)
    assert.deepEqual(preview.rows, [{ uscc: firms.pingshan, representative: '欧阳**' }])
    assert.deepEqual([preview.version, preview.rowsTotal, preview.rowsVisible], [1, 2, 1])
    assert.deepEqual(
      preview.columns.map(({ name, mask }) => [name, mask]),
      [
        ['uscc', null],
        ['representative', 'name'],
      ],
    )
  }))

test('a preview stands in the ledger without a value of the rows', () =>
  inTown(async (town) => {
    const line = await file(town)
    await previewLine(town.as('sz.market.head'), line.id, terms)
    await integrate(town.ctx)
    const { items } = await listEntries(town.ctx, { kind: 'serve.previewed' })
    assert.equal(items.length, 1)
    assert.equal(items[0]?.subject, line.resource)
    assert.equal(JSON.stringify(items).includes('440310'), false)
  }))

test('nobody but the provider previews, and nothing wider than the application is shown', () =>
  inTown(async (town) => {
    const line = await file(town)
    await assert.rejects(previewLine(town.as('ps.hr.head'), line.id, terms), refusal('share/notYourRows'))
    const head = town.as('sz.market.head')
    await assert.rejects(
      previewLine(head, line.id, { ...terms, fields: [{ name: 'mobile', mask: null }] }),
      refusal('share/widerThanAsked', { what: ['mobile'] }),
    )
    await assert.rejects(
      previewLine(head, line.id, { ...terms, fields: [{ name: 'name', mask: 'blur' }] }),
      refusal('share/unknownMask', { masks: ['blur'] }),
    )
  }))

test('a mask that nobody knows is refused in a counter-offer too', () =>
  inTown(async (town) => {
    const line = await file(town)
    const counter = decideLine(town.as('sz.market.head'), line.id, {
      decision: 'counter',
      fields: [{ name: 'name', mask: 'blur' }],
      rows: null,
      modes: ['api'],
      until: '2026-03-31',
      note: '脱敏',
    })
    await assert.rejects(counter, refusal('share/unknownMask'))
  }))

test('the preview is asked for over HTTP by who may answer', () =>
  onServer(async (site) => {
    const line = await file(site)
    const path = `/api/share/lines/${line.id}/preview`
    const ask = (limit: number) =>
      site.call('POST', path, { as: 'sz.market.head', body: { ...terms, rows: null, limit } })
    for (let tries = 0; tries < 100 && (await ask(1)).status === 409; tries += 1) await moment(50)
    const shown = await ask(1)
    assert.deepEqual([shown.status, shown.body.rows.length, shown.body.rowsVisible], [200, 1, 2])
    const refused = await site.call('POST', path, { as: 'sz.market.officer', body: terms })
    assert.equal(refused.status, 403)
    assert.equal((await ask(51)).status, 422)
    const csv = await site.call('GET', '/api/share/lines.csv', { as: 'sz.market.head' })
    assert.match(csv.headers.get('content-disposition') ?? '', /^attachment; filename="lines-/)
    assert.match(csv.body, new RegExp(`${line.id},.*商事主体登记信息.*待答复,CN-SC-809`))
  }))

test('[local.quality.cycles] my data tells what may be read, its newest rows, and when they grow old', () =>
  inTown(async (town) => {
    const line = await file(town)
    await decideLine(town.as('sz.market.head'), line.id, { decision: 'agree' })
    await town.ctx.jobs.drain(town.ctx)
    const officer = town.as('ps.hr.officer')
    const {
      items: [item],
    } = await listMyData(officer, {})
    assert.deepEqual(
      [
        item?.resource,
        item?.name.zh,
        item?.columns,
        item?.served?.version,
        item?.served?.rows,
        item?.keyField,
      ],
      [line.resource, '商事主体登记信息', 4, 1, 2, 'uscc'],
    )
    assert.equal(item?.freshness?.late, false)
    town.ctx.clock.advance({ days: 12 })
    assert.equal((await listMyData(officer, {})).items[0]?.freshness?.late, true)
    assert.deepEqual((await listMyData(town.as('ps.park.officer'), {})).items, [])
  }))

function moment(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
