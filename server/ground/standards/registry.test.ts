import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkValue } from './index.ts'
import { findElement, findTable, listElements, orRefuse } from './registry.ts'

test('an element is found by its Chinese name, its id or a usual header', () => {
  const found = (text: string) => listElements(text).some(({ id }) => id === 'uscc')
  assert.deepEqual(
    [found('信用代码'), found('USCC'), found('tyshxydm'), found('婚姻')],
    [true, true, true, false],
  )
})

test('an element and a code table that do not exist are refused', () => {
  assert.throws(() => findElement('no-such'), { type: '/problems/standards/unknownElement', status: 404 })
  assert.throws(() => findTable('no-such'), { type: '/problems/standards/unknownTable', status: 404 })
  assert.throws(() => orRefuse(() => checkValue('no-such', '1')), { status: 404 })
})

test('a code table tells its standard and its values', () => {
  const { standard, values } = findTable('sex')
  assert.match(standard, /2261/)
  assert.ok(values.some(({ code, zh }) => code === '1' && zh.startsWith('男')))
})
