import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { compileCheck } from '../../base/http/index.ts'
import { ident, type Lake, openLake } from '../../base/lake/index.ts'
import type { PlainRow } from './filter-match.ts'
import { checkFilter, type Filter, FilterSchema, filterMatches, filterSql } from './index.ts'

const columns = {
  name: 'VARCHAR',
  area: 'DECIMAL(12,2)',
  count: 'BIGINT',
  rate: 'DOUBLE',
  day: 'DATE',
  open: 'BOOLEAN',
} as const
type Column = keyof typeof columns

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 })
const names = fc.constantFrom('坪山', '坪山区', 'a', 'A', "o'hara", '', '10', '9', '😀', '％', '\\')
const days = fc.constantFrom('2024-02-29', '2025-01-01', '2025-09-29')
const wholes = fc.constantFrom(0, -1, 9, 10, 9_007_199_254_740_991)
const decimals = fc.constantFrom(0, 0.1, 9.99, 10, -3.5)
const cells: Record<Column, fc.Arbitrary<string | number | boolean>> = {
  name: names,
  area: decimals,
  count: wholes,
  rate: decimals,
  day: days,
  open: fc.boolean(),
}
const rowOf = fc.record(
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, nullable(cell)])),
) as fc.Arbitrary<PlainRow>

// Values of the column's own kind mostly, and of strange kinds too: those must hide, never fail.
const strange: Record<Column, fc.Arbitrary<string | number>> = {
  name: wholes,
  area: fc.constantFrom('9.99', '10', 'x'),
  count: fc.constantFrom('9', '9007199254740991', 'x'),
  rate: fc.constantFrom('0.1', 'x'),
  day: wholes,
  open: wholes,
}

const leafOf = fc.constantFrom(...(Object.keys(columns) as Column[])).chain((field): fc.Arbitrary<Filter> => {
  const one = fc.oneof({ weight: 4, arbitrary: cells[field] }, { weight: 1, arbitrary: strange[field] })
  const isNull: fc.Arbitrary<Filter> = fc.constant({ field, op: 'isNull' })
  const ops = field === 'open' ? (['eq', 'ne'] as const) : (['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const)
  const simple: fc.Arbitrary<Filter> = fc.record({
    field: fc.constant(field),
    op: fc.constantFrom(...ops),
    value: one,
  })
  if (field === 'open') return fc.oneof(simple, isNull)
  const own = cells[field] as fc.Arbitrary<string | number>
  return fc.oneof(
    simple,
    isNull,
    fc.record({
      field: fc.constant(field),
      op: fc.constant('in' as const),
      value: fc.array(own, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constant('between' as const),
      value: fc.tuple(own, own),
    }) as fc.Arbitrary<Filter>,
    fc.record({
      field: fc.constant('name'),
      op: fc.constant('prefix' as const),
      value: fc.constantFrom('坪', 'a', '1', "o'"),
    }),
  )
})

const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafOf,
    fc.record({ and: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ) as fc.Arbitrary<Filter>,
}))

async function withLake(work: (lake: Lake) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhishu-filter-'))
  const lake = await openLake({ root })
  try {
    await work(lake)
  } finally {
    await lake.close()
    await rm(root, { recursive: true, force: true })
  }
}

async function matched(lake: Lake, filter: Filter, rows: readonly PlainRow[]): Promise<number[]> {
  const list = Object.entries(columns).map(
    ([name, type]) => `CAST(json_extract_string(r, '$.${name}') AS ${type}) AS ${ident(name)}`,
  )
  const { sql, parameters } = filterSql(filter, (field) => `t.${ident(field)}`, 2)
  const found = await lake.query<{ n: number | bigint }>(
    `SELECT n FROM (SELECT CAST(json_extract_string(r, '$.n') AS INTEGER) AS n, ${list.join(', ')}
      FROM (SELECT unnest($1::VARCHAR[]) AS r)) AS t WHERE ${sql} ORDER BY n`,
    [rows.map((row, n) => JSON.stringify({ n, ...row })), ...parameters],
  )
  return found.map(({ n }) => Number(n))
}

test('DuckDB keeps exactly the rows that a plain reading of the condition keeps', () =>
  withLake(async (lake) => {
    await fc.assert(
      fc.asyncProperty(tree, fc.array(rowOf, { minLength: 1, maxLength: 12 }), async (filter, rows) => {
        checkFilter(filter, Object.keys(columns))
        const expected = rows.flatMap((row, n) => (filterMatches(filter, row) ? [n] : []))
        assert.deepEqual(await matched(lake, filter, rows), expected)
      }),
      { numRuns: 250 },
    )
  }))

test('a NULL hides the row from a condition and from its opposite', () => {
  const leaf: Filter = { field: 'name', op: 'eq', value: 'a' }
  assert.deepEqual(
    [filterMatches(leaf, { name: null }), filterMatches({ not: leaf }, { name: null })],
    [false, false],
  )
})

test('a value never becomes SQL', () => {
  const value = `x' OR 1=1 --`
  const { sql, parameters } = filterSql({ field: 'name', op: 'eq', value }, (field) => ident(field))
  assert.equal(sql.includes('1=1'), false)
  assert.deepEqual(parameters, [value])
})

test('a field that was not agreed cannot be asked about', () => {
  const filter: Filter = { not: { field: 'phone', op: 'prefix', value: '138' } }
  assert.throws(() => checkFilter(filter, ['name']), { status: 422 })
  assert.throws(() => filterSql(filter, () => undefined), { status: 422 })
})

const leaf: Filter = { field: 'a', op: 'eq', value: 1 }
const nest = (depth: number): Filter => (depth === 1 ? leaf : { not: nest(depth - 1) })

test('conditions are bounded: 64 nodes, depth 8, 1000 values', () => {
  const wide = (n: number): Filter => ({ and: Array.from({ length: n }, () => leaf) })
  const long = (n: number): Filter => ({
    field: 'a',
    op: 'in',
    value: Array.from({ length: n }, (_, i) => i),
  })
  for (const good of [wide(63), nest(8), long(1000)]) assert.doesNotThrow(() => checkFilter(good))
  for (const bad of [wide(64), nest(9), long(1001)]) assert.throws(() => checkFilter(bad), { status: 422 })
})

test('what is malformed or inexact is refused with its place', () => {
  const bad: unknown[] = [
    null,
    [],
    {},
    { and: [] },
    { and: [leaf], or: [leaf] },
    { field: 'a', op: 'like', value: 'x' },
    { field: 'a', op: 'eq' },
    { field: 'a', op: 'eq', value: [1] },
    { field: 'a', op: 'in', value: [1, '1'] },
    { field: 'a', op: 'between', value: [1] },
    { field: 'a', op: 'isNull', value: true },
    { field: 'a', op: 'lt', value: true },
    { field: 'a', op: 'eq', value: 2 ** 53 },
    { field: 'a', op: 'eq', value: 0.1234567891 },
    { field: 'a', op: 'eq', value: null },
    { field: 'a', op: 'eq', value: 1, sql: '1' },
  ]
  for (const filter of bad) assert.throws(() => checkFilter(filter), { status: 422 }, JSON.stringify(filter))
  assert.throws(
    () => checkFilter({ and: [leaf, { field: 'b', op: 'eq' }] }),
    (problem: { facts: { errors: { field: string }[] } }) => {
      assert.equal(problem.facts.errors[0]?.field, '/and/1/value')
      return true
    },
  )
})

test('the schema of bodies takes a nested condition and refuses a stray key', () => {
  const check = compileCheck(FilterSchema)
  assert.doesNotThrow(() =>
    check({ and: [{ not: leaf }, { field: 'b', op: 'between', value: ['a', 'b'] }] }, ''),
  )
  assert.throws(() => check({ and: [{ not: { ...leaf, sql: '1' } }] }, ''), { status: 422 })
})
