import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inHouse } from '../../../tests/house.ts'
import { loadCalendar } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { integrate, listEntries } from '../ledger/index.ts'
import { matter, official } from './case.fixture.ts'
import { findCase, listCases, moveCase, openCase, recomputeClocks, sweepOverdue } from './index.ts'

const november = { at: '2026-11-20T10:00:00+08:00' }

test('[share.answer.conditional] silence is noted once as a breach and never taken for consent', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    ctx.clock.set('2026-12-04T23:59:00+08:00')
    assert.equal(await sweepOverdue(ctx), 0)
    ctx.clock.set('2026-12-05T00:01:00+08:00')
    assert.deepEqual([await sweepOverdue(ctx), await sweepOverdue(ctx)], [1, 0])
    const { state, clock } = await findCase(ctx, id)
    assert.deepEqual([state, clock?.overdue], ['received', true])
    assert.deepEqual(
      (await listCases(ctx, { overdue: true })).items.map((item) => item.id),
      [id],
    )
    await moveCase(official(ctx, 'sz.market'), id, 'refuse', { reason: '超出职责范围' })
    assert.equal(await countEntries(ctx, 'cases.overdue', id), 1)
  }))

test('[share.answer.conditional] a late answer keeps its breach although the sweep had not come by', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    ctx.clock.set('2026-12-07T09:00:00+08:00')
    await moveCase(official(ctx, 'sz.market'), id, 'refuse', { reason: '超出职责范围' })
    assert.equal((await findCase(ctx, id)).clock?.overdue, true)
    assert.equal(await countEntries(ctx, 'cases.overdue', id), 1)
  }))

test('[local.clock.horizon] a provisional last day is derived anew when the holiday notice appears, and the change is on record', () =>
  inHouse({ at: '2026-12-28T10:00:00+08:00' }, async (ctx) => {
    const { id, clock } = await openCase(ctx, matter)
    const informed: Ctx = { ...ctx, rules: { ...ctx.rules, calendar: await calendarWith2027() } }
    assert.deepEqual([await recomputeClocks(informed), await recomputeClocks(informed)], [1, 0])
    const after = (await findCase(informed, id)).clock
    assert.deepEqual(
      [clock?.dueOn, clock?.provisional, after?.dueOn, after?.provisional],
      ['2027-01-11', true, '2027-01-12', false],
    )
    assert.equal(await countEntries(ctx, 'cases.clockRecomputed', id), 1)
  }))

/** The calendar as if a notice for 2027 had appeared with 1 January off; invented for this test. */
async function calendarWith2027() {
  const known = JSON.parse(
    await readFile(new URL('../../../rules/calendars/cn.json', import.meta.url), 'utf8'),
  )
  known.knownUntil = '2027-12-31'
  known.years['2027'] = { notices: ['https://example.org/notice'], off: ['2027-01-01'], work: [] }
  const folder = await mkdtemp(join(tmpdir(), 'zhishu-calendar-'))
  const file = join(folder, 'cn.json')
  await writeFile(file, JSON.stringify(known))
  const calendar = loadCalendar(file)
  await rm(folder, { recursive: true })
  return calendar
}

async function countEntries(ctx: Ctx, kind: string, subject: string): Promise<number> {
  await integrate(ctx)
  const { items } = await listEntries(ctx, { kind, subject })
  return items.length
}
