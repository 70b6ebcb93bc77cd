import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queryOf, vectorOf, wordsOf } from './words.ts'

test('a title is found by its words and by any two neighbouring characters', () => {
  const words = wordsOf('企业基本信息')
  assert.deepEqual(
    ['企业', '基本', '业基', '息'].filter((word) => !words.includes(word)),
    [],
  )
})

test('a query without words seeks nothing', () => {
  assert.deepEqual([queryOf(' '), queryOf('—、（）')], [undefined, undefined])
})

test('a query cannot smuggle in operators', () => {
  assert.equal(queryOf("a' | 'b:*&!c"), `('a':* & 'b':* & 'c':*)`)
})

test('a word in title and abstract carries the weight of the title', () => {
  assert.equal(
    vectorOf([
      { text: 'tax', weight: 'D' },
      { text: 'Tax', weight: 'A' },
    ]),
    `'tax':1A`,
  )
})
