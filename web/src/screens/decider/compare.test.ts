import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareEntries, type Entry, type Item, splitTexts } from './compare.ts'

const item = (name: string, more: Partial<Item> = {}): Item => ({
  name,
  title: { zh: name, en: '' },
  type: 'string',
  element: null,
  grade: 2,
  nullable: true,
  ...more,
})
const entry = (more: Partial<Entry> = {}): Entry =>
  ({
    name: { zh: '企业信息', en: '' },
    abstract: '登记信息',
    conditions: { scope: '市内', purpose: '核验' },
    modes: ['api', 'file'],
    items: [item('uscc', { key: true }), item('name'), item('mobile')],
    ...more,
  }) as Entry

test('items that came, went and changed are told apart by their names, with what changed of them', () => {
  const after = entry({
    items: [item('uscc', { key: true }), item('name', { grade: 3, nullable: false }), item('status')],
  })
  const { items, same, isReordered } = compareEntries(entry(), after)
  assert.deepEqual(
    items.map((it) => [it.kind, (it.kind === 'removed' ? it.before : it.after).name]),
    [
      ['changed', 'name'],
      ['added', 'status'],
      ['removed', 'mobile'],
    ],
  )
  assert.deepEqual(items[0]?.kind === 'changed' && items[0].parts, ['grade', 'nullable'])
  assert.equal(same, 1)
  assert.equal(isReordered, false)
})

test('only elements that say something else differ; the order of keys says nothing, the order of items is told', () => {
  const swapped = entry({
    conditions: { purpose: '核验', scope: '市内' },
    abstract: '登记和变更信息',
    items: [item('name'), item('uscc', { key: true }), item('mobile', { key: false })],
  })
  const { fields, items, isReordered } = compareEntries(entry(), swapped)
  assert.deepEqual(fields, ['abstract'])
  assert.deepEqual(items, [])
  assert.equal(isReordered, true)
})

test('two texts are split where they differ, whole characters at a time', () => {
  assert.deepEqual(splitTexts('登记信息', '登记和变更信息'), {
    head: '登记',
    before: '',
    after: '和变更',
    tail: '信息',
  })
  assert.deepEqual(splitTexts('aa', 'aaa'), { head: 'aa', before: '', after: 'a', tail: '' })
  assert.deepEqual(splitTexts('𠮷1', '𠮸1'), { head: '', before: '𠮷', after: '𠮸', tail: '1' })
})
