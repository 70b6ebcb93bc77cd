import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planReading } from './plan.ts'

// 编号,名称 / 1,深圳 in GB18030
const gb = Buffer.from([
  0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x31, 0x2c, 0xc9, 0xee, 0xdb, 0xda, 0x0a,
])

test('a GB18030 delivery is known by its bytes, and the plan says why', () => {
  const plan = planReading(gb, true)
  assert.deepEqual([plan.encoding, plan.columns], ['gb18030', ['编号', '名称']])
  assert.match(plan.evidence[0]?.zh ?? '', /按 UTF-8 读有 \d+ 处非法/)
})

test('byte order marks and interleaved zeros tell UTF-8 and UTF-16', () => {
  const text = '编号,名称\r\n1,深圳\r\n'
  const le = Buffer.from(text, 'utf16le')
  const be = Buffer.from(le).swap16()
  const cases = [Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le'), le, be]
  assert.deepEqual(
    cases
      .map((bytes) => planReading(bytes, true))
      .map(({ encoding, bom, columns }) => [encoding, bom, columns.join()]),
    [
      ['utf-8', true, '编号,名称'],
      ['utf-16le', true, '编号,名称'],
      ['utf-16le', false, '编号,名称'],
      ['utf-16be', false, '编号,名称'],
    ],
  )
})

test('some broken bytes in a UTF-8 delivery do not make it GB18030', () => {
  const bytes = Buffer.concat([
    Buffer.from('编号,名称\n1,深圳市坪山区坑梓街道\n2,'),
    Buffer.from([0xff]),
    Buffer.from('\n'),
  ])
  const fewer = Buffer.concat([Buffer.from('编,b\n1,'), Buffer.from([0xff]), Buffer.from('\n')])
  assert.deepEqual([planReading(bytes, true).encoding, planReading(fewer, true).encoding], ['utf-8', 'utf-8'])
})

test('the delimiter is the one most records agree with', () => {
  const delimiterOf = (text: string) => planReading(Buffer.from(text), true).delimiter
  assert.equal(delimiterOf('a;b\n1,5;2\n3,5;4\n'), ';')
  assert.equal(delimiterOf('a\tb\n1\t2\n'), '\t')
  assert.equal(delimiterOf('a|b|c\n1|2|3\n'), '|')
  assert.equal(delimiterOf('名称\n深圳\n'), ',')
})

test('a header with empty, doubled or reserved names refuses, naming them', () => {
  const plan = (text: string) => () => planReading(Buffer.from(text), true)
  assert.throws(plan('a,,b\n'), { type: '/problems/collect/emptyNames', facts: { columns: [2] } })
  assert.throws(plan('ID,id,b\n'), {
    type: '/problems/collect/duplicateNames',
    facts: { names: ['ID', 'id'] },
  })
  assert.throws(plan('_ROW,b\n'), { type: '/problems/collect/badNames', facts: { names: ['_ROW'] } })
  assert.throws(plan(''), { type: '/problems/collect/empty' })
  assert.throws(plan('"a,b\n1,2\n'), { type: '/problems/collect/unreadableHeader' })
})

test('a name in quotes may hold the delimiter or a line break, and blanks around it are cut', () => {
  const plan = planReading(Buffer.from('"单位,\n名称",　编号 \n1,2\n'), true)
  assert.deepEqual(plan.columns, ['单位,\n名称', '编号'])
})
