import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SchemaMismatch } from '../errors.ts'
import { literal } from '../sql.ts'
import { inLake } from '../try.fixture.ts'
import { roundTextUp } from './stats.ts'
import type { DeltaColumn } from './types.ts'
import { describeColumns, writeFiles } from './write-files.ts'

const every: readonly DeltaColumn[] = [
  { name: '文本', type: 'string', nullable: true },
  { name: '整数', type: 'long', nullable: true },
  { name: '小整数', type: 'integer', nullable: true },
  { name: '浮点', type: 'double', nullable: true },
  { name: '是否', type: 'boolean', nullable: true },
  { name: '日期', type: 'date', nullable: true },
  { name: '时刻', type: 'timestamp', nullable: true },
  { name: '金额', type: 'decimal(38,2)', nullable: true },
]

const first = `('深圳市"南山区"', 9223372036854775807, -2147483648, 1e-3, true, '1949-10-01', '2025-10-01 08:00:00.123456', '999999999999999999999999999999999999.99')`
const second = `('𠮷野家', -9223372036854775808, 7, 2.5, false, '2025-10-01', '1900-01-01 00:00:00', '-0.01')`
const everySql = `SELECT * FROM (VALUES ${first}, ${second}, (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS v(文本, 整数, 小整数, 浮点, 是否, 日期, 时刻, 金额)`

test('every type comes back as it went in', () =>
  inLake(async (lake) => {
    const table = lake.table('every')
    const { files } = await writeFiles(lake, { into: table, sql: everySql, columns: every })
    await table.commit({ mode: 'create', schema: every, files, operation: 'WRITE' })
    assert.deepEqual(await lake.query(`SELECT * FROM ${await table.scan()} ORDER BY 整数 DESC NULLS LAST`), [
      {
        文本: '深圳市"南山区"',
        整数: '9223372036854775807',
        小整数: -2147483648,
        浮点: 0.001,
        是否: true,
        日期: '1949-10-01',
        时刻: '2025-10-01T00:00:00.123456Z',
        金额: '999999999999999999999999999999999999.99',
      },
      {
        文本: '𠮷野家',
        整数: '-9223372036854775808',
        小整数: 7,
        浮点: 2.5,
        是否: false,
        日期: '2025-10-01',
        时刻: '1899-12-31T15:54:17.000Z',
        金额: '-0.01',
      },
      Object.fromEntries(every.map(({ name }) => [name, null])),
    ])
    const kind = await lake.query(
      `SELECT logical_type FROM parquet_schema(${literal(files[0]?.path ?? '')}) WHERE name = '时刻'`,
    )
    assert.match(JSON.stringify(kind), /isAdjustedToUTC=1, unit=TimeUnit\(MILLIS=<null>, MICROS=MicroSeconds/)
  }))

test('the log tells bounds that hold in every reader', () =>
  inLake(async (lake) => {
    const { files } = await writeFiles(lake, { into: lake.table('every'), sql: everySql, columns: every })
    assert.equal(
      files[0]?.add.stats,
      '{"numRecords":3,"minValues":{"文本":"深圳市\\"南山区\\"","整数":-9223372036854775808,"小整数":-2147483648,"浮点":0.001,"日期":"1949-10-01","时刻":"1899-12-31T15:54:17.000Z","金额":-0.01},' +
        '"maxValues":{"文本":"𠮷野家","整数":9223372036854775807,"小整数":7,"浮点":2.5,"日期":"2025-10-01","时刻":"2025-10-01T00:00:00.124Z"},' +
        '"nullCount":{"文本":1,"整数":1,"小整数":1,"浮点":1,"是否":1,"日期":1,"时刻":1,"金额":1}}',
    )
  }))

test('bounds of long Chinese texts are short and still bounds', () =>
  inLake(async (lake) => {
    const texts = ['啊'.repeat(50), '深圳市南山区'.repeat(10), '𠮷'.repeat(40), `${'龥'.repeat(31)}\uffff长`]
    const sql = `SELECT unnest($1) AS 地址, 1 AS n`
    const { files } = await writeFiles(lake, { into: lake.table('t'), sql, parameters: [texts] })
    const { minValues, maxValues } = JSON.parse(files[0]?.add.stats ?? '')
    assert.equal(minValues.地址, '啊'.repeat(32))
    assert.equal(maxValues.地址, `${'𠮷'.repeat(31)}𠮸`)
    for (const text of texts) {
      assert.ok(Buffer.compare(Buffer.from(minValues.地址), Buffer.from(text)) <= 0)
      assert.ok(Buffer.compare(Buffer.from(maxValues.地址), Buffer.from(text)) >= 0)
    }
  }))

test('a text is rounded up to the next in both byte order and UTF-16 order', () => {
  assert.equal(roundTextUp('短'), '短')
  assert.equal(roundTextUp(`${'a'.repeat(31)}bc`), `${'a'.repeat(31)}c`)
  assert.equal(roundTextUp(`${'a'.repeat(31)}\ud7ffx`), `${'a'.repeat(31)}\ue000`)
  assert.equal(roundTextUp(`${'a'.repeat(31)}\uffffx`), `${'a'.repeat(30)}b`)
  assert.equal(roundTextUp('\u{10ffff}'.repeat(33)), null)
})

test('columns may be kept out of the published bounds', () =>
  inLake(async (lake) => {
    const into = lake.table('t')
    const sql = `SELECT '440300199001011234' AS 身份证, 5 AS n`
    const none = await writeFiles(lake, { into, sql, stats: 'none' })
    assert.equal(none.files[0]?.add.stats, '{"numRecords":1,"minValues":{},"maxValues":{},"nullCount":{}}')
    const some = await writeFiles(lake, { into, sql, stats: ['n'] })
    assert.equal(
      some.files[0]?.add.stats,
      '{"numRecords":1,"minValues":{"n":5},"maxValues":{"n":5},"nullCount":{"n":0}}',
    )
  }))

test('bounds that no reader could use are left out', () =>
  inLake(async (lake) => {
    const sql = `SELECT unnest(['NaN'::DOUBLE, 1.0]) AS 非数, 'inf'::DOUBLE AS 无穷, 'infinity'::TIMESTAMPTZ AS 永远, DATE '0044-03-15 (BC)' AS 公元前`
    const { files } = await writeFiles(lake, { into: lake.table('t'), sql })
    const { minValues, maxValues } = JSON.parse(files[0]?.add.stats ?? '')
    assert.deepEqual({ minValues, maxValues }, { minValues: {}, maxValues: {} })
  }))

test('a large result becomes several files', () =>
  inLake(async (lake) => {
    const table = lake.table('big')
    const sql = 'SELECT range AS n, md5(range::VARCHAR) AS 摘要 FROM range(400000)'
    const { columns, files, rows } = await writeFiles(lake, { into: table, sql, fileSizeBytes: 1_000_000 })
    assert.equal(rows, 400_000)
    assert.ok(files.length > 1)
    await table.commit({ mode: 'create', schema: columns, files, operation: 'WRITE' })
    const [sum] = await lake.query(`SELECT count(*) AS n, sum(n) AS s FROM ${await table.scan()}`)
    assert.deepEqual(sum, { n: 400_000, s: 79_999_800_000 })
  }))

test('columns are taken from the query, and a type the lake does not keep is refused', () =>
  inLake(async (lake) => {
    const sql = `SELECT 1::TINYINT AS a, sum(x) AS b, 1.5 AS c, TIMESTAMP '2025-01-01' AS d, NULL AS e FROM (SELECT 1 AS x)`
    const columns = await describeColumns(lake, sql)
    assert.deepEqual(
      columns.map(({ type }) => type),
      ['integer', 'long', 'decimal(2,1)', 'timestamp', 'integer'],
    )
    await assert.rejects(describeColumns(lake, 'SELECT {a: 1} AS s'), SchemaMismatch)
  }))
