import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRange } from './range.ts'

test('a byte range is cut at the end of the file', () => {
  assert.deepEqual(readRange('bytes=90-200', 100), { start: 90, end: 99 })
})

test('a suffix range counts from the end, as Parquet readers ask for the footer', () => {
  assert.deepEqual(readRange('bytes=-8', 100), { start: 92, end: 99 })
  assert.deepEqual(readRange('bytes=-500', 100), { start: 0, end: 99 })
})

test('a range behind the file is outside', () => {
  assert.equal(readRange('bytes=100-', 100), 'outside')
  assert.equal(readRange('bytes=-0', 100), 'outside')
})

test('what is no single byte range is answered with the whole file', () => {
  for (const header of [undefined, 'rows=1-2', 'bytes=1-2,4-5', 'bytes=5-1', 'bytes=-']) {
    assert.equal(readRange(header, 100), 'whole', String(header))
  }
})
