import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { test } from 'node:test'
import { streamCopy } from './copy-out.ts'
import { LakeBusy, QueryFailed, QueryTimeout } from './errors.ts'
import { ident, literal } from './sql.ts'
import { inLake } from './try.fixture.ts'

const endless = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1'

for (const [attack, sql] of Object.entries({
  'reading a system file': `SELECT * FROM read_csv('/etc/passwd')`,
  'reading a system file as text': `SELECT * FROM read_text('/etc/passwd')`,
  'listing a folder': `SELECT * FROM glob('/etc/*')`,
  'changing a setting': 'SET threads = 8',
  'changing a setting by pragma': `PRAGMA profiling_output = '/tmp/zhishu-profile.json'`,
  'attaching a database': `ATTACH ':memory:' AS side`,
  'calling a procedure': `CALL enable_logging()`,
  'writing outside': `COPY (SELECT 1) TO '/tmp/zhishu-outside.csv'`,
  'reading the network': `SELECT * FROM read_csv('https://example.org/a.csv')`,
  'two statements': 'SELECT 1; SELECT 2',
  'keeping a macro': 'CREATE MACRO twice(a) AS a * 2',
  'explaining something that runs': 'EXPLAIN ANALYZE CREATE TABLE t (a int)',
})) {
  test(`the locked engine refuses ${attack}`, () =>
    inLake(async (lake) => {
      await assert.rejects(lake.query(sql), QueryFailed)
      assert.deepEqual(await lake.query('SELECT 1 AS one'), [{ one: 1 }])
    }))
}

test('leaving the lake by a parent folder is refused', () =>
  inLake(async (lake) => {
    await assert.rejects(
      lake.run(`COPY (SELECT 1) TO ${literal(`${lake.root}/../outside.csv`)}`),
      QueryFailed,
    )
    assert.throws(() => lake.table('../elsewhere'), TypeError)
    assert.throws(() => lake.table('/etc'), TypeError)
    assert.throws(() => lake.table('tmp/x'), TypeError)
  }))

test('a file staged in a scratch directory is read, and gone after disposal', () =>
  inLake(async (lake) => {
    const scratch = await lake.scratch()
    const path = join(scratch.path, '来文.csv')
    await writeFile(path, '姓名,金额\n张三,12.50\n')
    const sql = `SELECT * FROM read_csv(${literal(path)}, columns = {'姓名': 'VARCHAR', '金额': 'DECIMAL(38,2)'})`
    assert.deepEqual(await lake.query(sql), [{ 姓名: '张三', 金额: '12.50' }])
    await scratch.dispose()
    await assert.rejects(lake.query(sql), QueryFailed)
  }))

test('values come out exact', () =>
  inLake(async (lake) => {
    const [row] = await lake.query(
      `SELECT 9007199254740991 AS safe, 9007199254740993 AS long, 0.10::DECIMAL(38,2) AS money,
        DATE '2025-10-01' AS day, TIMESTAMPTZ '2025-10-01 08:00:00.000001+08' AS at,
        TIMESTAMP '1969-12-31 23:59:59.9995' AS naive, 0.5::DOUBLE AS half, true AS yes, NULL AS nothing,
        '𠮷' AS rare, [1, 2] AS list`,
    )
    assert.deepEqual(row, {
      safe: 9007199254740991,
      long: '9007199254740993',
      money: '0.10',
      day: '2025-10-01',
      at: '2025-10-01T00:00:00.000001Z',
      naive: '1969-12-31T23:59:59.999500',
      half: 0.5,
      yes: true,
      nothing: null,
      rare: '𠮷',
      list: [1, 2],
    })
  }))

test('parameters arrive as the values they were', () =>
  inLake(async (lake) => {
    const at = new Date('2025-10-01T00:00:00.123Z')
    const values = [
      '王"五\'',
      7,
      2 ** 40,
      1.5,
      2n ** 70n,
      true,
      null,
      at,
      ['甲', '乙'],
      [1, 2 ** 40],
    ] as const
    const [row] = await lake.query(
      'SELECT $1 AS a, $2 AS b, $3 AS c, $4 AS d, $5 AS e, $6 AS f, $7 AS g, $8 AS h, $9 AS i, $10 AS j',
      values,
    )
    assert.deepEqual(Object.values(row ?? {}), [
      '王"五\'',
      7,
      2 ** 40,
      1.5,
      String(2n ** 70n),
      true,
      null,
      '2025-10-01T00:00:00.123Z',
      ['甲', '乙'],
      ['1', '1099511627776'],
    ])
  }))

test('quoted names and literals keep what they hold', () =>
  inLake(async (lake) => {
    const name = '列"; DROP'
    const values = [`O'Brien`, 0.1, -3, null, new Date(0), 2n ** 62n] as const
    const list = values.map((value, at) => `${literal(value)} AS ${ident(name + at)}`).join(', ')
    assert.deepEqual(await lake.query(`SELECT ${list}`), [
      {
        [`${name}0`]: `O'Brien`,
        [`${name}1`]: 0.1,
        [`${name}2`]: -3,
        [`${name}3`]: null,
        [`${name}4`]: '1970-01-01T00:00:00.000Z',
        [`${name}5`]: String(2n ** 62n),
      },
    ])
  }))

test('text without an offset is an instant in Chinese time', () =>
  inLake(async (lake) => {
    const rows = await lake.query(`SELECT '2025-10-01 08:00:00'::TIMESTAMPTZ AS at`)
    assert.deepEqual(rows, [{ at: '2025-10-01T00:00:00.000Z' }])
  }))

test('a query past its limit is interrupted and gives its place back', () =>
  inLake(async (lake) => {
    const late = [1, 2, 3, 4].map(() =>
      assert.rejects(lake.query(endless, [], { timeoutMs: 60 }), QueryTimeout),
    )
    await Promise.all(late)
    assert.deepEqual(await lake.query('SELECT 1 AS one'), [{ one: 1 }])
  }))

test('a query called off by its client ends', () =>
  inLake(async (lake) => {
    const gone = new AbortController()
    const query = lake.query(endless, [], { signal: gone.signal })
    setTimeout(() => gone.abort(new Error('hung up')), 30)
    await assert.rejects(query, /hung up/)
  }))

test('the line before the engine has an end', () =>
  inLake(async (lake) => {
    const stop = new AbortController()
    const all = Array.from({ length: 67 }, () => lake.query(endless, [], { signal: stop.signal }))
    const settled = Promise.allSettled(all)
    await assert.rejects(Promise.race(all), LakeBusy)
    stop.abort(new Error('enough'))
    const outcomes = (await settled).map((it) => (it.status === 'rejected' ? it.reason.name : 'fulfilled'))
    assert.deepEqual([...new Set(outcomes)].sort(), ['Error', 'LakeBusy'])
    assert.deepEqual(await lake.query('SELECT 1 AS one'), [{ one: 1 }])
  }))

test('a stream that is left early gives its place back', () =>
  inLake(async (lake) => {
    for (let turn = 0; turn < 4; turn += 1) {
      for await (const rows of lake.stream('SELECT * FROM range(1000000)')) {
        assert.equal(rows.length, 2048)
        break
      }
    }
    let count = 0
    for await (const rows of lake.stream('SELECT * FROM range(5000)')) count += rows.length
    assert.equal(count, 5000)
  }))

test('a stream whose reader falls asleep is ended by its limit', () =>
  inLake(async (lake) => {
    const asleep = lake.stream('SELECT * FROM range(1000000)', [], { timeoutMs: 30 })
    await assert.rejects(async () => {
      for await (const _rows of asleep) await new Promise((resolve) => setTimeout(resolve, 60))
    }, QueryTimeout)
  }))

test('rows leave as CSV, NDJSON and Parquet while they are made', () =>
  inLake(async (lake) => {
    const sql = `SELECT 1 AS 编号, '张三' AS 姓名`
    assert.equal(await text(await lake.copyOut(sql, 'csv')), '编号,姓名\n1,张三\n')
    assert.equal(await text(await lake.copyOut(sql, 'ndjson')), '{"编号":1,"姓名":"张三"}\n')
    const many = await buffer(await lake.copyOut('SELECT * FROM range(300000) t(n)', 'parquet'))
    assert.equal(many.subarray(0, 4).toString(), 'PAR1')
    assert.equal(many.subarray(-4).toString(), 'PAR1')
  }))

test('a client that hangs up ends the copy and leaves nothing behind', () =>
  inLake(async (lake) => {
    for (let turn = 0; turn < 3; turn += 1) {
      const out = await lake.copyOut('SELECT * FROM range(100000000)', 'csv')
      await new Promise((resolve) => out.once('data', resolve))
      out.destroy()
      await new Promise((resolve) => out.once('close', resolve))
    }
    assert.deepEqual(await lake.query('SELECT 1 AS one'), [{ one: 1 }])
    await untilGone(join(lake.root, 'tmp'), /^scratch-/)
  }))

test('a copy that fails midway never looks complete', () =>
  inLake(async (lake) => {
    const sql = `SELECT CASE WHEN range = 900000 THEN error('boom') ELSE range::VARCHAR END AS n FROM range(1000000)`
    await assert.rejects(async () => text(await lake.copyOut(sql, 'csv')), QueryFailed)
    await assert.rejects(async () => text(await lake.copyOut('SELECT * FROM nowhere', 'csv')), QueryFailed)
  }))

test('bytes that all arrived are no success until the copy says so', () =>
  inLake(async (lake) => {
    const scratch = await lake.scratch()
    const copy = async () => {
      await writeFile(join(scratch.path, 'out.csv'), 'n\n1\n')
      await new Promise((resolve) => setTimeout(resolve, 30))
      throw new Error('the last block failed')
    }
    const out = await streamCopy({
      sql: 'SELECT 1',
      format: 'csv',
      stallMs: 1000,
      timeoutMs: 1000,
      copy,
      scratch,
    })
    await assert.rejects(text(out), /the last block failed/)
  }))

test('a copy whose reader sleeps ends with its limit or its caller', () =>
  inLake(async (lake) => {
    const many = 'SELECT * FROM range(100000000)'
    const late = await lake.copyOut(many, 'csv', { timeoutMs: 60 })
    assert.equal((await new Promise<Error>((resolve) => late.once('error', resolve))).name, 'QueryTimeout')
    const gone = new AbortController()
    const left = await lake.copyOut(many, 'csv', { signal: gone.signal })
    setTimeout(() => gone.abort(new Error('hung up')), 30)
    assert.equal((await new Promise<Error>((resolve) => left.once('error', resolve))).message, 'hung up')
    await Promise.all([1, 2, 3].map(() => lake.query('SELECT 1')))
  }))

test('a reader that stalls is cut off', () =>
  inLake(async (lake) => {
    const out = await lake.copyOut('SELECT * FROM range(100000000)', 'csv', { stallMs: 50 })
    const error = await new Promise<Error>((resolve) => out.once('error', resolve))
    assert.match(error.message, /took nothing for 50 ms/)
  }))

async function untilGone(folder: string, pattern: RegExp): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    if (!(await readdir(folder)).some((name) => pattern.test(name))) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  assert.fail(`${folder} still holds ${await readdir(folder)}`)
}
