import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentOf } from './current.ts'

const entries = ['/', '/cases', '/provider', '/provider/new', '/audit/entries']

test('a page below two entries belongs to the nearer one', () => {
  assert.equal(currentOf(entries, '/provider/resources/res_1'), '/provider')
  assert.equal(currentOf(entries, '/provider/new'), '/provider/new')
  assert.equal(currentOf(entries, '/provider/new/step'), '/provider/new')
})

test('a name that only begins alike is another place, and the first page holds no other', () => {
  assert.equal(currentOf(entries, '/provider-x'), undefined)
  assert.equal(currentOf(entries, '/elsewhere'), undefined)
  assert.equal(currentOf(entries, '/'), '/')
})
