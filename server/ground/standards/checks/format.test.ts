import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitsFormat, parseFormat } from './index.ts'

const cases: [notation: string, text: string, fits: boolean][] = [
  ['an18', '91350100M000100Y43', true],
  ['n..5,2', '123.45', true],
  ['n..5,2', '1234.56', false],
  ['n..5,2', '12.345', false],
  ['a..3', 'A1', false],
  ['a..3', 'ABC', true],
  ['n6', '44030', false],
  ['n6', '440310', true],
  ['an..20', 'x'.repeat(21), false],
  ['an..20', 'x'.repeat(20), true],
  ['an3..8', 'ab', false],
  ['an3..8', '坪山区', true],
  ['YYYYMMDD', '20261121', true],
  ['YYYYMMDD', '2026-11-21', false],
  ['bn', '0102', false],
  ['ul', 'anything', true],
]
for (const [notation, text, fits] of cases) {
  test(`${notation} ${fits ? 'admits' : 'refuses'} ${text}`, () => {
    assert.equal(fitsFormat(parseFormat(notation), text), fits)
  })
}

test('a notation that no standard knows is refused', () => {
  for (const notation of ['', 'x5', 'an18..', 'n5..3', 'a3,2', 'n2,5', 'an3 8', 'n38']) {
    if (notation === 'an18..' || notation === 'n38') assert.ok(parseFormat(notation))
    else assert.throws(() => parseFormat(notation), RangeError, notation)
  }
})
