import assert from 'node:assert/strict'
import { open, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { DamagedFile, DeltaConflict, SchemaMismatch, UnknownVersion } from '../errors.ts'
import { inLake, inNeighbour, readShops, shops, writeShops } from '../try.fixture.ts'
import { scrub } from './digest.ts'
import { sweepTable } from './sweep.ts'
import { writeFiles } from './write-files.ts'

test('every version of a table stays readable', () =>
  inLake(async (lake) => {
    const table = lake.table('库/商户')
    assert.equal(await table.exists(), false)
    assert.equal(await table.version(), null)
    assert.equal(await writeShops(lake, table, 'create', [1, 2]), 0)
    assert.equal(await writeShops(lake, table, 'append', [3]), 1)
    assert.equal(await writeShops(lake, table, 'replace', [9]), 2)

    assert.deepEqual(await readShops(lake, table, 0), [1, 2])
    assert.deepEqual(await readShops(lake, table, 1), [1, 2, 3])
    assert.deepEqual(await readShops(lake, table), [9])
    const { rows, columns, files } = await table.snapshot(1)
    assert.deepEqual({ rows, columns, files: files.length }, { rows: 3, columns: shops, files: 2 })
  }))

test('a table or version that never was is refused', () =>
  inLake(async (lake) => {
    await assert.rejects(lake.table('none').snapshot(), UnknownVersion)
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1])
    await assert.rejects(table.scan(1), UnknownVersion)
    await assert.rejects(table.readCommit(1), UnknownVersion)
  }))

test('a table without rows has its columns', () =>
  inLake(async (lake) => {
    const table = lake.table('empty')
    const { files } = await writeFiles(lake, {
      into: table,
      sql: 'SELECT 1 AS 编号, 名称 FROM (SELECT NULL AS 名称) WHERE false',
      columns: shops,
    })
    assert.deepEqual(files, [])
    await table.commit({ mode: 'create', schema: shops, files, operation: 'WRITE' })
    assert.deepEqual(await lake.query(`SELECT count(*) AS n, max(名称) AS 名称 FROM ${await table.scan()}`), [
      { n: 0, 名称: null },
    ])
  }))

test('of writers at the same version one wins and appends follow', () =>
  inLake((lake) =>
    inNeighbour(lake, async (neighbour) => {
      const mine = lake.table('shops')
      const theirs = neighbour.table('shops')
      await writeShops(lake, mine, 'create', [0])
      const commits = [1, 2, 3, 4].flatMap((n) => [
        writeShops(lake, mine, 'append', [n]),
        writeShops(neighbour, theirs, 'append', [n + 10]),
      ])
      assert.deepEqual((await Promise.all(commits)).sort(), [1, 2, 3, 4, 5, 6, 7, 8])
      assert.deepEqual(await readShops(lake, mine), [0, 1, 2, 3, 4, 11, 12, 13, 14])
    }),
  ))

test('replacing a version that has moved on is a conflict, and only one of two replacers wins', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [0])
    const change = {
      mode: 'replace',
      schema: shops,
      files: [],
      operation: 'DELETE',
      expectedVersion: 0,
    } as const
    const outcomes = await Promise.allSettled([table.commit(change), table.commit(change)])
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(table.commit(change), DeltaConflict)
    await assert.rejects(table.commit({ ...change, mode: 'create' }), DeltaConflict)
  }))

test('what a crash before the commit leaves behind changes nothing', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1])
    await writeFiles(lake, { into: table, sql: `SELECT 2 AS 编号, '半途' AS 名称`, columns: shops })
    await writeFile(join(lake.root, 'tmp', 'draft-half'), '{"add":{"path":"par')
    await inNeighbour(lake, async (neighbour) => {
      assert.equal(await neighbour.table('shops').version(), 0)
      assert.deepEqual(await readShops(neighbour, neighbour.table('shops')), [1])
    })
  }))

test('a commit repeated under its transaction is applied once', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1])
    const { files } = await writeFiles(lake, {
      into: table,
      sql: `SELECT 2 AS 编号, '二' AS 名称`,
      columns: shops,
    })
    const change = {
      mode: 'append',
      schema: shops,
      files,
      operation: 'WRITE',
      transaction: { appId: 'job', version: 7 },
    } as const
    assert.equal(await table.commit(change), 1)
    assert.equal(await table.commit(change), 1)
    assert.deepEqual(await readShops(lake, table), [1, 2])
  }))

test('a checkpoint reads as the commits it stands for', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [0])
    for (let n = 1; n <= 21; n += 1) await writeShops(lake, table, n === 5 ? 'replace' : 'append', [n])
    const before = { at20: await table.snapshot(20), at21: await table.snapshot() }
    const log = join(table.path, '_delta_log')
    assert.ok((await readdir(log)).includes('00000000000000000020.checkpoint.parquet'))

    for (let n = 0; n < 20; n += 1) await unlink(join(log, `${String(n).padStart(20, '0')}.json`))
    await writeFile(join(log, '_last_checkpoint'), '{"version":999')
    await inNeighbour(lake, async (neighbour) => {
      const twin = neighbour.table('shops')
      assert.deepEqual(stripChange(await twin.snapshot(20)), stripChange(before.at20))
      assert.deepEqual(stripChange(await twin.snapshot()), stripChange(before.at21))
      assert.deepEqual(await readShops(neighbour, twin), [5, ...Array.from({ length: 16 }, (_, n) => n + 6)])
      await assert.rejects(twin.snapshot(19), DamagedFile)
    })
  }))

test('a damaged checkpoint is passed over while the commits are there', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    for (let n = 0; n <= 20; n += 1)
      await table.commit({
        mode: 'append',
        schema: shops,
        files: [],
        operation: 'WRITE',
        configuration: { 'zhishu.turn': String(n) },
      })
    const path = join(table.path, '_delta_log', '00000000000000000020.checkpoint.parquet')
    await flipBit(path, 200)
    await inNeighbour(lake, async (neighbour) => {
      const { configuration } = await neighbour.table('shops').snapshot()
      assert.deepEqual(configuration, { 'zhishu.turn': '20' })
    })
    await unlink(join(table.path, '_delta_log', '00000000000000000003.json'))
    await inNeighbour(lake, async (neighbour) => {
      await assert.rejects(neighbour.table('shops').snapshot(), DamagedFile)
    })
  }))

test('a flipped bit in a data file is refused and found', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1, 2, 3])
    await writeShops(lake, table, 'append', [4])
    assert.deepEqual(await readShops(lake, table), [1, 2, 3, 4])
    assert.deepEqual(await scrub(table), [])
    const file = (await table.snapshot()).files[0]?.path ?? ''
    await flipBit(file, 40)
    await assert.rejects(table.scan(), (error) => error instanceof DamagedFile && error.file === file)
    assert.deepEqual(
      (await scrub(table)).map((it) => it.file),
      [file],
    )
    await rm(file)
    assert.deepEqual(await scrub(table), [{ file, reason: 'it is missing' }])
  }))

test('destruction takes what no current version holds and nothing else', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1])
    const old = (await table.snapshot()).files.map(({ path }) => path)
    await writeShops(lake, table, 'replace', [2])
    assert.deepEqual(await sweepTable(table, new Date(Date.now() - 60_000)), [])
    assert.deepEqual(await sweepTable(table, new Date(Date.now() + 60_000)), old)
    assert.deepEqual(await readShops(lake, table), [2])
    await assert.rejects(table.scan(0), DamagedFile)
  }))

test('appending may add a nullable column and nothing else', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    await writeShops(lake, table, 'create', [1])
    const append = { mode: 'append', files: [], operation: 'ADD COLUMNS' } as const
    const [number, name] = shops
    assert.ok(number && name)
    await assert.rejects(table.commit({ ...append, schema: [number] }), SchemaMismatch)
    await assert.rejects(
      table.commit({ ...append, schema: [number, { ...name, type: 'long' }] }),
      SchemaMismatch,
    )
    await assert.rejects(
      table.commit({ ...append, schema: [...shops, { name: '电话', type: 'string', nullable: false }] }),
      SchemaMismatch,
    )
    await table.commit({ ...append, schema: [...shops, { name: '电话', type: 'string', nullable: true }] })
    assert.deepEqual(await lake.query(`SELECT * FROM ${await table.scan()}`), [
      { 编号: 1, 名称: '商户1', 电话: null },
    ])
  }))

test('a column that must be filled refuses nulls', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    const { files } = await writeFiles(lake, {
      into: table,
      sql: 'SELECT NULL AS 编号, NULL AS 名称',
      columns: shops,
    })
    await assert.rejects(
      table.commit({ mode: 'create', schema: shops, files, operation: 'WRITE' }),
      SchemaMismatch,
    )
    assert.equal(await table.exists(), false)
  }))

test('the log holds what the protocol asks of a table', () =>
  inLake(async (lake) => {
    const table = lake.table('shops')
    const now = Date.now()
    await writeShops(lake, table, 'create', [1])
    const lines = (await readFile(join(table.path, '_delta_log', '00000000000000000000.json'), 'utf8'))
      .trim()
      .split('\n')
    const kinds = lines.map((line) => Object.keys(JSON.parse(line))[0])
    assert.deepEqual(kinds, ['commitInfo', 'protocol', 'metaData', 'add'])
    assert.deepEqual(JSON.parse(lines[1] ?? ''), { protocol: { minReaderVersion: 1, minWriterVersion: 2 } })
    const { operation, info, committedAt } = await table.readCommit(0)
    assert.equal(operation, 'WRITE')
    assert.deepEqual(info.operationMetrics, {
      numFiles: '1',
      numOutputRows: '1',
      numOutputBytes: String((await table.snapshot()).sizeBytes),
    })
    assert.ok(committedAt.getTime() >= now)
  }))

// A checkpoint says of every file that it is no change of data; the rest must be the same.
function stripChange(snapshot: object): unknown {
  return JSON.parse(
    JSON.stringify(snapshot, (key, value: unknown) => (key === 'dataChange' ? undefined : value)),
  )
}

async function flipBit(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const byte = Buffer.alloc(1)
    await file.read(byte, 0, 1, at)
    byte.writeUInt8(byte.readUInt8(0) ^ 1, 0)
    await file.write(byte, 0, 1, at)
  } finally {
    await file.close()
  }
}
