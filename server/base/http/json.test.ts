import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { JsonFault, parseStrict } from './json.ts'

function faultOf(text: string): string {
  try {
    parseStrict(text)
  } catch (error) {
    if (error instanceof JsonFault) return `${error.fault.field} ${error.fault.rule}`
    throw error
  }
  return 'accepted'
}

test('any JSON document is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false, maxDepth: 6 }), (text) => {
      const plain = JSON.parse(text)
      fc.pre(faultOf(text) === 'accepted')
      assert.deepEqual(parseStrict(text), plain)
    }),
    { seed: 809, numRuns: 500 },
  )
})

test('an integer beyond 2^53 is refused beside its field, a decimal is not', () => {
  assert.equal(faultOf('{"rows":[1,{"n":9007199254740993}]}'), '/rows/1/n integer')
  assert.equal(faultOf('{"n":9007199254740991,"share":0.25,"big":1e20}'), 'accepted')
  assert.equal(faultOf('{"n":1e999}'), '/n integer')
})

test('NUL and lone surrogates are refused wherever they hide', () => {
  assert.equal(faultOf('{"name":"a\\u0000b"}'), '/name nul')
  assert.equal(faultOf('{"name":"\\ud800"}'), '/name surrogate')
  assert.equal(faultOf('{"a\\u0000":1}'), '/ nul')
})

test('a key that stands twice is refused instead of the last one winning', () => {
  assert.equal(faultOf('{"purpose":"核验","purpose":"营销"}'), '/purpose duplicate')
  assert.equal(faultOf('{"__proto__":{"admin":true}}'), '/__proto__ key')
})

test('nesting ends at 32', () => {
  assert.equal(faultOf('['.repeat(32) + ']'.repeat(32)), 'accepted')
  assert.match(faultOf('['.repeat(500_000)), /depth$/)
})

test('what is not JSON is refused where it breaks', () => {
  for (const text of [
    '',
    '{',
    '{"a" 1}',
    "{'a':1}",
    '[1,]',
    '{"a":1}x',
    '01',
    'undefined',
    '"abc',
    '"\n"',
    '1.',
  ]) {
    assert.match(faultOf(text), /syntax$/, text)
  }
})
