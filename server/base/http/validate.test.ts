import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { Problem } from '../problem.ts'
import { compileCheck, readQuery } from './validate.ts'

const Offer = Type.Object({
  days: Type.Integer({ minimum: 1, maximum: 10 }),
  note: Type.Optional(Type.String({ minLength: 2 })),
  lines: Type.Array(Type.Object({ mode: Type.Union([Type.Literal('api'), Type.Literal('file')]) }), {
    minItems: 1,
  }),
})

function faultsOf(value: unknown): string[] {
  try {
    compileCheck(Offer)(value, '')
  } catch (error) {
    const { errors } = (error as Problem).facts as { errors: { field: string; rule: string }[] }
    return errors.map(({ field, rule }) => `${field} ${rule}`).sort()
  }
  return []
}

test('a lawful body passes unchanged', () => {
  assert.deepEqual(faultsOf({ days: 3, lines: [{ mode: 'api' }] }), [])
})

test('a number written as a string is refused, not turned into a number', () => {
  assert.deepEqual(faultsOf({ days: '3', lines: [{ mode: 'api' }] }), ['/days type'])
  assert.deepEqual(faultsOf({ days: null, lines: [{ mode: 'api' }] }), ['/days type'])
})

test('unknown fields are named at every depth', () => {
  assert.deepEqual(faultsOf({ days: 3, color: 1, lines: [{ mode: 'api', x: 2 }] }), [
    '/color unknown',
    '/lines/0/x unknown',
  ])
})

test('missing, short and out-of-range fields are told together', () => {
  assert.deepEqual(faultsOf({ days: 11, note: 'x', lines: [] }), [
    '/days maximum',
    '/lines minItems',
    '/note minLength',
  ])
  assert.deepEqual(faultsOf({}), ['/days required', '/lines required'])
})

test('a field fault says in both languages what to do', () => {
  assert.throws(
    () => compileCheck(Offer)({ days: 0, lines: [{ mode: 'api' }] }, ''),
    (error: Problem) => {
      assert.ok(error instanceof Problem)
      assert.deepEqual(error.facts.errors, [
        { field: '/days', rule: 'minimum', zh: '不小于 1', en: 'not below 1' },
      ])
      return true
    },
  )
})

test('query text becomes a number only where the schema says so', () => {
  const Query = Type.Object({ limit: Type.Integer(), q: Type.String() })
  assert.deepEqual(readQuery(Query, { limit: '20', q: '20' }), { limit: 20, q: '20' })
  assert.deepEqual(readQuery(Query, { limit: '2e1', q: '1' }), { limit: '2e1', q: '1' })
})
