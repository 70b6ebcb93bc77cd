import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnRows, pendingOf } from './rows.ts'

const item = (name: string, zh: string, element: string | null) => ({
  name,
  title: { zh, en: name },
  type: 'string' as const,
  element,
  grade: 1 as const,
  nullable: true,
})
const evidence = { suggested: null, score: 0, name: 0, passRate: 0, sample: 0, others: [] }
const binding = (column: string, element: string, state: 'suggested' | 'confirmed') => ({
  ...{ resource: 'res_1', column, element, state, evidence },
  decidedBy: null,
  decidedAt: null,
})
const items = [item('uscc', '统一社会信用代码', 'uscc'), item('address', '住所', null)]

test('a column of the file belongs to the item of the same Chinese title', () => {
  const [first] = columnRows(items, [binding('统一社会信用代码', 'uscc', 'suggested')], ['统一社会信用代码'])
  assert.equal(first?.item?.name, 'uscc')
})

test('an item bound under its own name is not asked for again under the name of the file', () => {
  const rows = columnRows(items, [binding('address', 'address', 'confirmed')], ['统一社会信用代码', '住所'])
  assert.deepEqual(
    rows.map(({ column }) => column),
    ['统一社会信用代码', 'address'],
  )
})

test('only what is not confirmed as it stands waits for the officer', () => {
  const rows = columnRows(
    items,
    [binding('uscc', 'uscc', 'confirmed'), binding('住所', 'text', 'suggested')],
    [],
  )
  assert.deepEqual(pendingOf(rows, {}), [{ column: '住所', element: 'text' }])
  assert.deepEqual(pendingOf(rows, { uscc: 'text', 住所: '' }), [{ column: 'uscc', element: 'text' }])
})
