import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readNews, roomsConcerned } from './live.ts'

test('a delivery that failed makes deliveries stale, one that landed the versions and their quality too', () => {
  assert.deepEqual(roomsConcerned('collect.failed'), ['collect'])
  assert.deepEqual(roomsConcerned('catalog.version.landed'), ['catalog', 'collect', 'quality'])
  assert.deepEqual(roomsConcerned('ledger.sealed'), ['ledger'])
})

test('what is no announcement is passed over', () => {
  assert.deepEqual(readNews('{"topic":"collect.failed"}'), { topic: 'collect.failed', ids: [] })
  assert.equal(readNews('{"topic":1}'), undefined)
  assert.equal(readNews('beat'), undefined)
})
