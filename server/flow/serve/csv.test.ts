import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeFormula } from './csv.ts'

test('text that a spreadsheet would run gets an apostrophe, other text stays', () => {
  const cells = ['=HYPERLINK("x")', '+86 1380', '-1', '@sum', '\t=1', '＝1', '广州市', '8-2', '']
  assert.deepEqual(cells.map(escapeFormula), [
    '\'=HYPERLINK("x")',
    "'+86 1380",
    "'-1",
    "'@sum",
    "'\t=1",
    "'＝1",
    '广州市',
    '8-2',
    '',
  ])
})
