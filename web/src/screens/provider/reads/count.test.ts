import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadCount } from '../queries.ts'
import { seriesByDay, sumByAgreement } from './count.ts'

const read = (told: Partial<ReadCount>): ReadCount => ({
  agreement: 'agr_1',
  applicant: 'ps.hr',
  applicantName: { zh: '坪山区人力资源局', en: 'Pingshan Human Resources' },
  purpose: '核验',
  state: 'inForce',
  channel: 'api',
  day: '2026-11-20',
  requests: 1,
  rows: 10,
  sizeBytes: 100,
  denials: 0,
  lastReadAt: '2026-11-20T08:00:00.000Z',
  ...told,
})

test('what a reader took is summed over channels and days, the largest reader first', () => {
  const sums = sumByAgreement([
    read({}),
    read({ agreement: 'agr_2', rows: 500, lastReadAt: null }),
    read({
      channel: 'file',
      day: '2026-11-19',
      rows: 20,
      denials: 2,
      lastReadAt: '2026-11-19T08:00:00.000Z',
    }),
  ])
  assert.deepEqual(
    sums.map(({ agreement, requests, rows, denials, lastReadAt }) => [
      agreement,
      requests,
      rows,
      denials,
      lastReadAt,
    ]),
    [
      ['agr_2', 1, 500, 0, null],
      ['agr_1', 2, 30, 2, '2026-11-20T08:00:00.000Z'],
    ],
  )
})

test('a day without reads stands in the series with nothing, a channel nobody used does not stand in it', () => {
  const told = seriesByDay([
    read({ day: '2026-11-21' }),
    read({ day: '2026-11-19', rows: 5, channel: 'delta' }),
  ])
  assert.deepEqual(told, {
    days: ['2026-11-19', '2026-11-20', '2026-11-21'],
    series: [
      { channel: 'api', rows: [0, 0, 10] },
      { channel: 'delta', rows: [5, 0, 0] },
    ],
  })
  assert.deepEqual(seriesByDay([]), { days: [], series: [] })
})
