import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blankItem, type Draft } from './draft.ts'
import { divergences, merge } from './merge.ts'

const base: Draft = {
  name: { zh: '充电桩', en: 'Charging points' },
  code: '',
  abstract: '甲',
  provider: 'ps.park',
  line: null,
  classification: '',
  format: null,
  attribute: 'conditional',
  conditions: { scope: '本区' },
  modes: ['api'],
  open: false,
  openConditions: null,
  cycle: null,
  grade: null,
  basis: [],
  regionField: null,
  secrecyAssessedOn: null,
  impactAssessedOn: null,
  related: [],
  items: [{ ...blankItem, name: 'pile_no' }],
}

test('what two officers changed in different fields is kept of both', () => {
  const mine = { ...base, abstract: '乙', name: { ...base.name, en: 'Charging piles' } }
  const theirs = { ...base, cycle: 'daily' as const, name: { ...base.name, zh: '充电设施' } }
  const merged = merge(base, mine, theirs)
  assert.deepEqual(merged, {
    ...base,
    abstract: '乙',
    cycle: 'daily',
    name: { zh: '充电设施', en: 'Charging piles' },
  })
  assert.deepEqual(
    divergences(base, mine, theirs).map(({ pointer, clashes }) => [pointer, clashes]),
    [
      ['/name/zh', false],
      ['/cycle', false],
    ],
  )
})

test('where both changed one field mine stands, and theirs is told', () => {
  const mine = { ...base, abstract: '我写的' }
  const theirs = { ...base, abstract: '同事写的' }
  assert.equal(merge(base, mine, theirs).abstract, '我写的')
  assert.deepEqual(divergences(base, mine, theirs), [
    { pointer: '/abstract', before: '甲', mine: '我写的', theirs: '同事写的', clashes: true },
  ])
})

test('a text that a colleague emptied leaves the entry, and one that I emptied does not come back', () => {
  const theirs = { ...base, conditions: {} }
  assert.deepEqual(merge(base, { ...base, abstract: '乙' }, theirs).conditions, {})
  assert.deepEqual(merge(base, { ...base, conditions: {} }, { ...base, abstract: '乙' }).conditions, {})
})

test('members in another order are no change', () => {
  const [item] = base.items
  const turned = Object.fromEntries(Object.entries(item ?? {}).reverse()) as typeof blankItem
  assert.deepEqual(divergences(base, base, { ...base, items: [turned] }), [])
})
