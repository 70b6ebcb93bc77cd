import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addDays,
  addMonths,
  addYears,
  dayOf,
  daysBetween,
  fixedClock,
  isDay,
  startOf,
  systemClock,
} from './index.ts'

test('a day that is not in the calendar is no day', () => {
  const texts = ['2024-02-29', '2023-02-29', '2026-13-01', '2026-1-01', '2026-11-21T00:00', '']
  assert.deepEqual(texts.map(isDay), [true, false, false, false, false, false])
})

test('midnight in Shanghai begins the day', () => {
  assert.equal(dayOf(new Date('2026-11-20T15:59:59.999Z')), '2026-11-20')
  assert.equal(dayOf(new Date('2026-11-20T16:00:00Z')), '2026-11-21')
  assert.equal(startOf('2026-11-21').toISOString(), '2026-11-20T16:00:00.000Z')
})

test('a month without the corresponding day ends on its last (民法典 第二百零二条)', () => {
  assert.equal(addMonths('2026-12-31', 2), '2027-02-28')
  assert.equal(addMonths('2027-12-31', 2), '2028-02-29')
  assert.equal(addMonths('2026-01-31', -2), '2025-11-30')
  assert.equal(addYears('2024-02-29', 1), '2025-02-28')
  assert.equal(addYears('2026-11-24', 3), '2029-11-24')
})

test('calendar days cross the end of a year', () => {
  assert.equal(addDays('2026-09-02', 30), '2026-10-02')
  assert.equal(addDays('2026-01-01', -1), '2025-12-31')
  assert.equal(daysBetween('2025-12-31', '2026-03-01'), 60)
})

test('a fixed clock moves only when it is moved', () => {
  const clock = fixedClock('2026-11-21')
  assert.equal(clock.now().toISOString(), '2026-11-21T01:00:00.000Z')
  clock.advance({ days: 1, hours: 15 })
  assert.equal(clock.today(), '2026-11-23')
  clock.set('2026-02-14T23:59:00')
  assert.equal(clock.today(), '2026-02-14')
})

test("the system's clock tells the day of its instant", () => {
  const clock = systemClock()
  assert.ok([dayOf(clock.now()), clock.today()].includes(clock.today()))
})
