import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskNames, maskValue, type PlainMask, strictest, strictnessOf } from './index.ts'

const outputs: [mask: PlainMask, value: string | null, shown: string | null][] = [
  ['name', '张三', '张*'],
  ['name', '欧阳娜娜', '欧阳**'],
  ['name', '欧阳', '欧*'],
  ['name', '张三丰', '张**'],
  ['citizen-id', '440306198801011234', '440***********1234'],
  ['citizen-id-region', '440306198801011234', '440306********1234'],
  ['citizen-id', '44030619880101', '***'],
  ['mobile', '13812345678', '138****5678'],
  ['mobile', '+86 138', '***'],
  ['bank-card', '6222021234567890128', '***************0128'],
  ['plate', '粤B12312', '粤B***12'],
  ['plate', '粤BD12345', '粤B****45'],
  ['address', '广东省深圳市坪山区坪山街道六联路1号', '广东省深圳市坪山区坪山街道'],
  ['address', '某处', '***'],
  ['coordinate', '114.3461', '114.346'],
  ['coordinate', '-22.70049', '-22.700'],
  ['coordinate', '22.7005', '22.701'],
  ['year', '1988-01-01', '1988'],
  ['year', '19880101', '1988'],
  ['email', 'alice@x.cn', 'a***@x.cn'],
  ['fixed', 'anything', '***'],
  ['null', 'anything', null],
  ['name', null, null],
  ['clear', '张三', '张三'],
]
for (const [mask, value, shown] of outputs) {
  test(`${mask} shows ${String(value)} as ${String(shown)}`, () => {
    assert.equal(maskValue(mask, value), shown)
  })
}

test('the strictest mask wins by rank and never by name', () => {
  assert.equal(strictest('null', 'fixed'), 'null')
  assert.equal(strictest('token', 'fixed'), 'fixed')
  assert.equal(strictest('token', 'year'), 'token')
  assert.equal(strictest('name', 'address'), 'address')
  assert.equal(strictest('clear', 'mobile'), 'mobile')
  assert.equal(strictest('citizen-id-region', 'citizen-id'), 'citizen-id')
})

test('two masks that show different parts together show nothing', () => {
  assert.equal(strictest('mobile', 'bank-card'), 'fixed')
})

test('the strictest of several masks does not depend on their order and is never weaker', () => {
  for (const a of maskNames) {
    for (const b of maskNames) {
      assert.equal(strictest(a, b), strictest(b, a))
      for (const c of maskNames) {
        assert.equal(strictest(a, b, c), strictest(c, a, b))
        assert.ok(strictnessOf(strictest(a, b, c)) >= Math.max(...[a, b, c].map(strictnessOf)))
      }
    }
  }
})
