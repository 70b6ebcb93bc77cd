import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Draft, filterOf, isComplete, type RuleDraft } from './rule.ts'

const types: Record<string, string> = {
  division: 'string',
  staff: 'integer',
  capital: 'decimal(18,2)',
  founded_on: 'date',
  listed: 'boolean',
}
const typeOf = (field: string) => types[field] ?? 'string'
const written = (...drafts: Partial<Draft>[]): RuleDraft => ({
  join: 'and',
  conditions: drafts.map((draft, id) => ({
    id,
    field: 'division',
    op: 'eq',
    values: [],
    excluded: false,
    ...draft,
  })),
})

test('one condition is a leaf, more are joined as chosen', () => {
  const division = { values: ['440310'] }
  assert.deepEqual(filterOf(written(division), typeOf), { field: 'division', op: 'eq', value: '440310' })
  const two = { ...written(division, { field: 'staff', op: 'ge', values: ['10'] }), join: 'or' as const }
  assert.deepEqual(filterOf(two, typeOf), {
    or: [
      { field: 'division', op: 'eq', value: '440310' },
      { field: 'staff', op: 'ge', value: 10 },
    ],
  })
})

test('codes stay text with their zeros, whole numbers become numbers, decimals are not rounded', () => {
  const values = (draft: Partial<Draft>) => {
    const leaf = filterOf(written(draft), typeOf)
    return leaf && 'value' in leaf ? leaf.value : undefined
  }
  assert.equal(values({ values: ['044'] }), '044')
  assert.equal(values({ field: 'staff', values: ['12'] }), 12)
  assert.equal(values({ field: 'staff', values: ['9007199254740993'] }), '9007199254740993')
  assert.equal(values({ field: 'capital', values: ['0.10'] }), '0.10')
  assert.equal(values({ field: 'listed', values: ['true'] }), true)
})

test('an excluded condition is negated; between takes two values, a list takes many, empty takes none', () => {
  assert.deepEqual(filterOf(written({ values: ['440310'], excluded: true }), typeOf), {
    not: { field: 'division', op: 'eq', value: '440310' },
  })
  const span = { field: 'founded_on', op: 'between' as const, values: ['2020-01-01', '2021-01-01'] }
  assert.deepEqual(filterOf(written(span), typeOf), {
    field: 'founded_on',
    op: 'between',
    value: ['2020-01-01', '2021-01-01'],
  })
  assert.deepEqual(filterOf(written({ op: 'in', values: ['440310', '', '440311'] }), typeOf), {
    field: 'division',
    op: 'in',
    value: ['440310', '440311'],
  })
  assert.deepEqual(filterOf(written({ op: 'isNull' }), typeOf), { field: 'division', op: 'isNull' })
})

test('an incomplete condition is not sent, and is said to be incomplete', () => {
  const half = written({ values: ['440310'] }, { field: 'founded_on', op: 'between', values: ['2020-01-01'] })
  assert.equal(isComplete(half, typeOf), false)
  assert.deepEqual(filterOf(half, typeOf), { field: 'division', op: 'eq', value: '440310' })
  assert.equal(filterOf(written({}), typeOf), null)
})
