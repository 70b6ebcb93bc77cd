import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  hasTile,
  parseBundle,
  parseTilePath,
  placeOf,
  type Tile,
  tileCounts,
  tilePath,
  writeBundle,
} from './tile.ts'

test('paths are those of C2SP tlog-tiles', () => {
  assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 'entries', index: 0, width: 5 }), 'tile/entries/000.p/5')
  assert.equal(tilePath({ level: 2, index: 1000, width: 1 }), 'tile/2/x001/000.p/1')
})

test('a tree of 70,000 entries has the tiles of the C2SP example', () => {
  assert.deepEqual(tileCounts(70_000), [
    { level: 0, full: 273, partial: 112 },
    { level: 1, full: 1, partial: 17 },
    { level: 2, full: 0, partial: 1 },
  ])
  assert.deepEqual(tileCounts(256), [
    { level: 0, full: 1, partial: 0 },
    { level: 1, full: 0, partial: 1 },
  ])
  assert.equal(hasTile(70_000, { level: 0, index: 273, width: 112 }), true)
  assert.equal(hasTile(70_000, { level: 0, index: 273, width: 113 }), false)
  assert.equal(hasTile(70_000, { level: 1, index: 1, width: 17 }), true)
  assert.equal(hasTile(70_000, { level: 2, index: 0, width: 2 }), false)
})

test('a path is read back as the tile it names, and one tile has one path', () => {
  const level = fc.oneof(fc.nat(63), fc.constant('entries' as const))
  const tile = fc.record(
    { level, index: fc.nat(999_999_999_999), width: fc.integer({ min: 1, max: 256 }) },
    { noNullPrototype: true },
  )
  fc.assert(fc.property(tile, (it: Tile) => assert.deepEqual(parseTilePath(tilePath(it)), it)))
  for (const path of [
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/1',
  ])
    assert.equal(parseTilePath(path), undefined, path)
})

test('a complete subtree stands where its leaves stand', () => {
  assert.deepEqual(placeOf({ level: 0, index: 300 }), { level: 0, index: 1, offset: 44, count: 1 })
  assert.deepEqual(placeOf({ level: 7, index: 3 }), { level: 0, index: 1, offset: 128, count: 128 })
  assert.deepEqual(placeOf({ level: 9, index: 1 }), { level: 1, index: 0, offset: 2, count: 2 })
})

test('an entry bundle keeps every entry, and a bundle cut short is refused', () => {
  const entries = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(65_535, 7)]
  const bundle = writeBundle(entries)
  assert.deepEqual(parseBundle(bundle), entries)
  assert.equal(parseBundle(bundle.subarray(0, -1)), undefined)
  assert.throws(() => writeBundle([Buffer.alloc(65_536)]), RangeError)
})
