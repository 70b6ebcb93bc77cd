import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadCalendar } from '../../base/clock/index.ts'
import { daysLeft, reckon } from './budget.ts'

const cn = loadCalendar()

test('[share.answer.unconditional] one working day from the eve of National Day ends after the holiday', () => {
  const { dueOn, provisional } = reckon(cn, 'wd', 1, [{ from: '2025-09-30', to: null }])
  assert.deepEqual({ dueOn, provisional }, { dueOn: '2025-10-09', provisional: false })
})

test('[share.answer.conditional] ten working days and the full extension', () => {
  const running = [{ from: '2026-11-20', to: null }]
  assert.deepEqual(
    [reckon(cn, 'wd', 10, running).dueOn, reckon(cn, 'wd', 20, running).dueOn],
    ['2026-12-04', '2026-12-18'],
  )
})

test('[share.answer.conditional] a term that runs into an unannounced year is provisional', () => {
  assert.equal(reckon(cn, 'wd', 10, [{ from: '2026-12-28', to: null }]).provisional, true)
})

test('a pause keeps the days in hand and gives no day away', () => {
  const paused = [{ from: '2026-11-20', to: '2026-11-24' }]
  assert.deepEqual(reckon(cn, 'wd', 10, paused), {
    dueOn: null,
    left: 8,
    provisional: false,
    calendar: 'cn/2026',
  })
  const resumed = reckon(cn, 'wd', 10, [...paused, { from: '2026-12-01', to: null }])
  assert.equal(resumed.dueOn, '2026-12-11')
})

test('a pause and return on one day changes nothing', () => {
  const split = [
    { from: '2026-11-20', to: '2026-11-24' },
    { from: '2026-11-24', to: null },
  ]
  assert.equal(reckon(cn, 'wd', 10, split).dueOn, '2026-12-04')
})

test('a pause after the last day does not hide that it has passed', () => {
  const late = [{ from: '2026-11-20', to: '2026-12-08' }]
  assert.equal(reckon(cn, 'wd', 10, late).dueOn, '2026-12-04')
})

test('months end on the corresponding day, moved on by the days of a pause and off a rest day', () => {
  assert.equal(reckon(cn, 'm', 1, [{ from: '2026-01-31', to: null }]).dueOn, '2026-02-28')
  const paused = [
    { from: '2026-03-02', to: '2026-03-10' },
    { from: '2026-03-13', to: null },
  ]
  assert.equal(reckon(cn, 'm', 1, paused).dueOn, '2026-04-07')
})

test('days left count working days and turn negative after the last one', () => {
  assert.deepEqual(
    [daysLeft(cn, '2025-09-30', '2025-10-09'), daysLeft(cn, '2025-10-10', '2025-09-30')],
    [1, -2],
  )
})
