import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProblem } from '../api/problem.ts'
import { readAll, writeCsv } from './export.ts'
import { count, flag, oneOf, place, searchOf, words } from './search.ts'

test('an address with unknown or wrong parameters still opens the list', () => {
  const read = searchOf({
    ...place,
    part: oneOf('handler', 'opener'),
    overdue: flag,
    kind: words(5),
    days: count(1, 9),
  })
  const raw = {
    after: 'abc',
    page: '2',
    size: 9999,
    part: 'everybody',
    overdue: true,
    kind: 'share.answer',
    days: 3,
    x: 1,
  }
  assert.deepEqual(read(raw), { after: 'abc', overdue: true, kind: 'share', days: 3 })
})

test('an exported cell cannot run as a formula, and commas and quotes stay inside their cell', () => {
  const columns = [{ title: '名称', text: (row: { name: string }) => row.name }]
  const rows = [{ name: '=HYPERLINK("x")' }, { name: 'a,b "c"' }, { name: '-1' }]
  assert.equal(writeCsv(columns, rows), '\ufeff名称\r\n"\'=HYPERLINK(""x"")"\r\n"a,b ""c"""\r\n\'-1\r\n')
})

test('an export walks all pages', async () => {
  const pages: Record<string, { items: number[]; next?: string }> = {
    '': { items: [1, 2], next: 'b' },
    b: { items: [3] },
  }
  const { rows, capped } = await readAll<number>(
    async ({ cursor = '' }) => pages[cursor] ?? { items: [] },
    () => undefined,
  )
  assert.deepEqual({ rows, capped }, { rows: [1, 2, 3], capped: false })
})

test('an answer that is no problem document is told as one', () => {
  assert.equal(readProblem('<html>', 502).type, '/problems/console/unreadable')
  assert.equal(readProblem(undefined, 0).type, '/problems/console/unreachable')
  const own = { type: '/problems/base/x', status: 409, texts: { zh: '甲', en: 'a' } }
  assert.equal(readProblem(own, 409), own)
})
