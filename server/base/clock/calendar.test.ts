import assert from 'node:assert/strict'
import { test } from 'node:test'
import chineseDays from 'chinese-days'
import { addDays, loadCalendar } from './index.ts'

const calendar = loadCalendar()
const certain = (on: string) => ({ on, provisional: false, calendar: 'cn/2026' })

const forward: [from: string, n: number, due: string, why: string][] = [
  ['2025-09-30', 1, '2025-10-09', 'National Day'],
  ['2025-09-26', 10, '2025-10-16', 'make-up days on 28 September and 11 October'],
  ['2025-12-31', 1, '2026-01-04', 'a Sunday is worked'],
  ['2026-02-13', 1, '2026-02-14', 'a Saturday is worked'],
  ['2026-02-14', 1, '2026-02-24', 'Spring Festival'],
  ['2026-02-13', 20, '2026-03-19', 'Spring Festival and two make-up days'],
  ['2026-04-30', 2, '2026-05-07', 'Labour Day'],
  ['2026-04-28', 10, '2026-05-14', 'Labour Day with a make-up day on 9 May'],
  ['2026-05-13', 15, '2026-06-03', 'plain weeks'],
  ['2026-09-18', 10, '2026-10-09', '20 September is worked'],
  ['2026-09-30', 10, '2026-10-20', 'National Day and a make-up day'],
  ['2026-11-20', 10, '2026-12-04', 'from a Friday'],
  ['2026-11-21', 10, '2026-12-04', 'from a Saturday'],
  ['2026-11-20', 20, '2026-12-18', 'with the full extension'],
  ['2026-11-23', 10, '2026-12-07', 'plain weeks'],
  ['2026-09-14', 20, '2026-10-16', 'information disclosure'],
  ['2026-09-14', 40, '2026-11-13', 'information disclosure, extended'],
  ['2026-09-28', 5, '2026-10-10', 'a make-up Saturday'],
  ['2026-09-29', 3, '2026-10-09', 'registration accepted'],
  ['2026-10-09', 20, '2026-11-05', 'registration reviewed'],
  ['2026-11-09', 10, '2026-11-23', 'public notice'],
  ['2026-09-21', 20, '2026-10-26', 'first registration'],
  ['2026-06-15', 5, '2026-06-23', 'Dragon Boat'],
  ['2026-06-23', 7, '2026-07-02', 'plain weeks'],
  ['2026-07-02', 45, '2026-09-03', 'plain weeks'],
  ['2026-12-04', 10, '2026-12-18', 'plain weeks'],
  ['2026-12-01', 5, '2026-12-08', 'notice of five days'],
]
for (const [from, n, due, why] of forward) {
  test(`${n} working days from ${from} end on ${due}: ${why}`, () => {
    assert.deepEqual(calendar.addWorkingDays(from, n), certain(due))
  })
}

test('sixty working days before the year ends lies after the National Day holiday', () => {
  assert.deepEqual(calendar.workingDaysBefore('2026-12-31', 60), certain('2026-10-09'))
})

test('a count that runs past the known notices is provisional', () => {
  const due = calendar.addWorkingDays('2026-12-28', 10)
  assert.deepEqual(due, { on: '2027-01-11', provisional: true, calendar: 'cn/2026' })
  assert.equal(calendar.addWorkingDays('2026-12-28', 3).provisional, false)
  assert.equal(calendar.knownUntil, '2026-12-31')
})

test('2025 and 2026 have 248 working days each', () => {
  const year = (y: number) => calendar.workingDaysBetween(`${y - 1}-12-31`, `${y}-12-31`)
  assert.deepEqual([year(2025).days, year(2026).days], [248, 248])
})

test('receipt on a rest day counts as the next working day where the channel says so', () => {
  assert.deepEqual(calendar.workingDayFrom('2026-10-03'), certain('2026-10-08'))
  assert.deepEqual(calendar.workingDayFrom('2026-10-10'), certain('2026-10-10'))
})

test('working hours stop for the lunch break, the night and the holiday', () => {
  const office = [
    [540, 720],
    [840, 1080],
  ] as const
  const due = calendar.addWorkingHours(new Date('2026-11-20T16:30:00+08:00'), 4, office)
  assert.equal(due.at.toISOString(), new Date('2026-11-23T11:30:00+08:00').toISOString())
  const eve = calendar.addWorkingHours(new Date('2026-09-30T17:00:00+08:00'), 2, office)
  assert.equal(eve.at.toISOString(), new Date('2026-10-08T10:00:00+08:00').toISOString())
})

test('working hours between two instants leave out lunch, night and holiday', () => {
  const office = [
    [540, 720],
    [840, 1080],
  ] as const
  const between = (from: string, to: string) =>
    calendar.workingHoursBetween(new Date(`${from}:00+08:00`), new Date(`${to}:00+08:00`), office)
  assert.deepEqual(
    [
      between('2026-11-20T16:30', '2026-11-23T11:30'),
      between('2026-09-30T17:00', '2026-10-08T10:00'),
      between('2026-11-21T09:00', '2026-11-22T18:00'),
    ],
    [4, 2, 0],
  )
})

test('every known year cites its notice', () => {
  for (let year = 2013; year <= 2026; year += 1)
    assert.match(calendar.notices(year)[0] ?? '', /^https?:\/\/www\.gov\.cn\//)
})

test('an independent calendar agrees on every day of 2020 to 2026', () => {
  const differing: string[] = []
  for (let day = '2020-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
    if (calendar.isWorkingDay(day) !== chineseDays.isWorkday(day)) differing.push(day)
  }
  assert.deepEqual(differing, [])
})
