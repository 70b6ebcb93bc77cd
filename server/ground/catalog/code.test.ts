import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadRules } from '../../base/rules/index.ts'
import { formatCode, parseCode } from './code.ts'

const rules = loadRules()

test('[catalog.resourceCode] a code falls into class, item, branch, leaf and sequence', () => {
  const code = { class: '3', item: '06', branch: '012', leaf: '001', sequence: 17 }
  assert.deepEqual(parseCode(rules, '306012001/17'), code)
  assert.equal(formatCode(code), '306012001/000017')
})

test('[catalog.resourceCode] a wrong separator or width is no code', () => {
  assert.deepEqual(
    ['36012001-17', '36012', '306012001/', 'A06012/1'].map((text) => parseCode(rules, text)),
    [undefined, undefined, undefined, undefined],
  )
})
