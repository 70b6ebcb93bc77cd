import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generate, suggestElements } from './index.ts'

const made = (id: string, n = 60) => Array.from({ length: n }, (_, seed) => generate(id, seed))
const best = (header: string, samples: readonly string[]) =>
  suggestElements(header, samples)[0]?.element ?? 'unknown'

test('values alone name the element behind a meaningless header', () => {
  const ids = ['uscc', 'citizen-id', 'mobile', 'bank-card', 'plate', 'vin', 'email', 'business-licence']
  assert.deepEqual(
    ids.map((id) => best('F1', made(id))),
    ids,
  )
})

test('headers alone name the element, pinyin initials too', () => {
  const headers = [
    '姓名',
    'XM',
    'SFZH',
    '统一社会信用代码',
    'TYSHXYDM',
    'mobile',
    '注册资本',
    '性别',
    '民族',
    '成立日期',
  ]
  assert.deepEqual(
    headers.map((header) => best(header, [])),
    [
      'person-name',
      'person-name',
      'citizen-id',
      'uscc',
      'uscc',
      'mobile',
      'amount-registered-capital',
      'sex',
      'ethnic',
      'date',
    ],
  )
})

test('values outvote a header that lies', () => {
  assert.equal(best('姓名', made('uscc')), 'uscc')
  assert.equal(best('统一社会信用代码', made('mobile')), 'mobile')
})

test('a column with a few faults is still its element, with the share that passes', () => {
  const samples = [
    ...made('uscc', 96),
    ...Array.from({ length: 4 }, (_, at) => `91350100M000100Y4${'ABCD'[at]}`),
  ]
  const [first] = suggestElements('代码', samples)
  assert.deepEqual([first?.element, first?.evidence.passRate, first?.evidence.sample], ['uscc', 0.96, 100])
})

test('header and values together decide between codes that look alike', () => {
  assert.equal(best('性别', ['1', '2']), 'sex')
  assert.equal(best('是否有效', ['1', '0']), 'yes-no')
  assert.equal(best('经度', ['114.34', '114.2']), 'longitude')
  assert.equal(best('姓名', made('person-name')), 'person-name')
  assert.equal(best('企业名称', ['深圳市甲有限公司', '坪山区乙商行']), 'enterprise-name')
  assert.equal(best('成立日期', ['2020-01-05', '2021/3/4']), 'date')
  assert.equal(best('出生日期', ['1988-01-05', '1991/3/4']), 'birth-date')
  assert.equal(best('办公电话', ['0755-28398222', '010-12345678']), 'phone')
})

test('unknown is an answer', () => {
  assert.equal(best('F7', ['q-17', 'zz/9', '%%']), 'unknown')
  assert.equal(best('F7', []), 'unknown')
})
