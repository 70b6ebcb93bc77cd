import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageOf } from './age.ts'

const at = (day: string) => new Date(`${day}T12:00:00+08:00`)

test('the next version is due one cycle after the last, to the end of that day', () => {
  const updated = '2026-01-31T09:00:00+08:00'
  assert.deepEqual(
    ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'].map((cycle) =>
      ageOf(cycle, updated, at('2026-01-31')),
    ),
    ['2026-02-01', '2026-02-07', '2026-02-28', '2026-04-30', '2027-01-31'].map((nextBy) => ({
      state: 'within',
      nextBy,
    })),
  )
  assert.equal(ageOf('monthly', updated, at('2026-02-28')).state, 'within')
  assert.equal(ageOf('monthly', updated, at('2026-03-01')).state, 'beyond')
})

test('where nothing is promised or nothing has come, nothing is late', () => {
  const state = (cycle: string | null, updatedAt: string | null) =>
    ageOf(cycle, updatedAt, at('2030-01-01')).state
  assert.deepEqual(
    [
      state('irregular', '2020-01-01T00:00:00Z'),
      state(null, '2020-01-01T00:00:00Z'),
      state('realtime', '2020-01-01T00:00:00Z'),
      state('daily', null),
    ],
    ['unset', 'unset', 'realtime', 'never'],
  )
})
