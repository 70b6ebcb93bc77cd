import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHouse, onServer } from '../../../tests/house.ts'
import { matter, official } from './case.fixture.ts'
import { listCases, moveCase, openCase } from './index.ts'
import { drawScorecard } from './scorecard.ts'

const november = { at: '2026-11-20T10:00:00+08:00' }

test('[supervision.scorecard] a scorecard tells for each handler what was in time, what late, and how long it took', () =>
  inHouse(november, async (ctx) => {
    const handler = official(ctx, 'sz.market')
    const [first, second] = [
      await openCase(ctx, matter),
      await openCase(ctx, { ...matter, subject: 'res_0002' }),
    ]
    const third = await openCase(ctx, { ...matter, subject: 'res_0003' })
    await openCase(ctx, { ...matter, subject: 'res_0004' })
    await openCase(ctx, { ...matter, subject: 'res_0005', competent: 'ps.data' })
    ctx.clock.set('2026-11-23T10:00:00+08:00')
    await moveCase(handler, first.id, 'refuse', { reason: '不在职责范围' })
    ctx.clock.set('2026-11-25T10:00:00+08:00')
    await moveCase(handler, second.id, 'refuse', { reason: '不在职责范围' })
    ctx.clock.set('2026-12-07T10:00:00+08:00')
    await moveCase(handler, third.id, 'refuse', { reason: '不在职责范围' })
    const window = { from: '2026-11-01', to: '2026-12-31' }
    const { items, competent, citations } = await drawScorecard(official(ctx, 'sz.data'), window)
    assert.deepEqual([competent, citations.length], ['sz.data', 2])
    assert.deepEqual(
      items.map(({ citation: _, kindTitle: __, ...line }) => line),
      [
        {
          handler: 'sz.market',
          kind: 'cases.trial',
          rule: 'share.answer.conditional',
          article: 'CN-SC-809:art.21¶1',
          opened: 4,
          endedInTime: 2,
          endedLate: 1,
          running: 1,
          overdueNow: 1,
          medianDaysUsed: 3,
        },
      ],
    )
    const later = await drawScorecard(official(ctx, 'sz.data'), { from: '2026-12-06', to: '2026-12-08' })
    assert.deepEqual(
      later.items.map(({ opened, endedInTime, endedLate, running }) => [
        opened,
        endedInTime,
        endedLate,
        running,
      ]),
      [[0, 0, 1, 1]],
    )
    await assert.rejects(drawScorecard(ctx, { from: '2026-12-31', to: '2026-11-01' }), { status: 422 })
  }))

test('a pause does not count into the days used', () =>
  inHouse(november, async (ctx) => {
    const handler = official(ctx, 'sz.market')
    const { id } = await openCase(ctx, matter)
    ctx.clock.set('2026-11-24T10:00:00+08:00')
    await moveCase(handler, id, 'ask')
    ctx.clock.set('2026-12-01T10:00:00+08:00')
    await moveCase(official(ctx, 'ps.hr'), id, 'supplement')
    ctx.clock.set('2026-12-02T10:00:00+08:00')
    await moveCase(handler, id, 'refuse', { reason: '不在职责范围' })
    const { items } = await drawScorecard(ctx, { from: '2026-11-01', to: '2026-12-31' })
    assert.deepEqual(
      items.map(({ medianDaysUsed, endedInTime }) => [medianDaysUsed, endedInTime]),
      [[3, 1]],
    )
  }))

test('a competent department asks who in its territory is late', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    await openCase(ctx, { ...matter, subject: 'res_0002', competent: 'ps.data' })
    ctx.clock.set('2026-12-07T10:00:00+08:00')
    const { items } = await listCases(ctx, { competent: 'sz.data', overdue: true })
    assert.deepEqual(
      items.map((item) => item.id),
      [id],
    )
  }))

test('the list goes out as a file a spreadsheet reads as text, and the scorecard to reviewers alone', () =>
  onServer(async (site) => {
    await openCase(site.ctx, { ...matter, title: { zh: '=HYPERLINK("x")', en: 'x' } })
    const file = await site.call('GET', '/api/cases.csv?ended=false', { as: 'sz.market.officer' })
    assert.deepEqual(
      [file.status, file.headers.get('content-disposition')],
      [200, 'attachment; filename="cases-2025-09-29.csv"'],
    )
    assert.match(file.body, /"'=HYPERLINK\(""x""\)"/)
    assert.equal((await site.call('GET', '/api/cases.csv?limit=5', { as: 'sz.market.officer' })).status, 422)
    assert.equal(
      (await site.call('GET', '/api/cases.csv?ended=true', { as: 'sz.market.officer' })).body.split('\r\n')
        .length,
      2,
    )
    const path = '/api/cases/scorecard?from=2025-09-01&to=2025-09-30'
    const card = await site.call('GET', path, { as: 'sz.data.reviewer' })
    assert.deepEqual([card.status, card.body.items[0].opened], [200, 1])
    assert.equal((await site.call('GET', path, { as: 'sz.market.officer' })).status, 403)
  }))
