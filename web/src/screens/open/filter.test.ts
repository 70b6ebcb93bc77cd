import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionOf, filterOf } from './filter.ts'

test('a condition is written as the API takes it, the value by the type of the column', () => {
  const written = (type: string, op: 'eq' | 'isNull', value: string) =>
    filterOf({ field: 'f', op, value }, type)
  assert.deepEqual(
    [
      written('string', 'eq', '007'),
      written('integer', 'eq', '007'),
      written('decimal(18,2)', 'eq', '1.5'),
      written('boolean', 'eq', 'true'),
      written('date', 'isNull', ''),
      written('integer', 'eq', 'seven'),
      written('string', 'eq', ''),
    ],
    [
      '{"field":"f","op":"eq","value":"007"}',
      '{"field":"f","op":"eq","value":7}',
      '{"field":"f","op":"eq","value":1.5}',
      '{"field":"f","op":"eq","value":true}',
      '{"field":"f","op":"isNull"}',
      undefined,
      undefined,
    ],
  )
})

test('an address that names no opened column has no condition, an unknown relation is equality', () => {
  const read = (text: string) => conditionOf(new URLSearchParams(text), ['park'])
  assert.equal(read('field=staff&op=eq&value=1'), undefined)
  assert.deepEqual(read('field=park&op=drop&value=x'), { field: 'park', op: 'eq', value: 'x' })
})
