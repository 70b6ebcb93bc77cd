import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv.ts'

test('a cell that a spreadsheet would run is made plain text, and numbers stay numbers', () => {
  assert.equal(
    csvLine(['=1+1', '＝A1', '-甲', -5, 'a,"b"', null, true]),
    `'=1+1,'＝A1,'-甲,-5,"a,""b""",,true\r\n`,
  )
})
