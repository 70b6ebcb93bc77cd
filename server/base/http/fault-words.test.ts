import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import type { Problem } from '../problem.ts'
import { sayFaults } from './fault-words.ts'
import { compileCheck } from './validate.ts'

const Offer = Type.Object({
  days: Type.Integer({ minimum: 1 }),
  org: Type.Optional(Type.String({ pattern: '^[a-z.]+$', description: '单位标识 / organisation id' })),
  lines: Type.Array(Type.Object({ mode: Type.String({ minLength: 2 }) })),
})

function textOf(value: unknown): { zh: string; en: string } {
  try {
    compileCheck(Offer)(value, '')
  } catch (error) {
    return (error as Problem).text
  }
  throw new Error('accepted')
}

test('a refusal says how many fields are wrong and which is the first, in both languages', () => {
  assert.deepEqual(textOf({ days: 0, lines: [{ mode: 'api' }, { mode: 'x' }] }), {
    zh: '共 2 处不符合规定，第一处：“days”（/days，规则 minimum）：不小于 1',
    en: '2 fields are wrong, the first: “days” (/days, rule minimum): not below 1',
  })
  assert.deepEqual(textOf({ days: 1, lines: [{ mode: 'api' }, { mode: 'x' }] }), {
    zh: '有 1 处不符合规定：“lines”第 2 项的“mode”（/lines/1/mode，规则 minLength）：至少 2 个字符',
    en: 'One field is wrong: “mode” of item 2 of “lines” (/lines/1/mode, rule minLength): at least 2 characters',
  })
})

test('a field is called what its form calls it', () => {
  const { zh, en } = textOf({ days: 1, lines: [], org: 'SZ' })
  assert.match(zh, /“单位标识”（\/org，/)
  assert.match(en, /“organisation id” \(\/org,/)
})

test('parameters of the address and the query are called so', () => {
  const fault = { rule: 'cursor', zh: '不是本列表给出的游标', en: 'not a cursor of this list' }
  assert.match(sayFaults([{ ...fault, field: '/query/cursor' }])?.zh ?? '', /查询参数“cursor”/)
  assert.match(sayFaults([{ ...fault, field: '/params/id' }])?.en ?? '', /“id” of the address/)
  assert.match(sayFaults([{ ...fault, field: '/' }])?.en ?? '', /the submission/)
  assert.equal(sayFaults([]), undefined)
  assert.equal(sayFaults('all'), undefined)
})
