import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Lake, openLake } from '../../base/lake/index.ts'
import { readRecords } from './read.ts'
import { type Landing, landRecords, landRejects } from './stage.ts'

const first: Landing = { resource: 'res_0001', delivery: 'dlv_0001', mode: 'replace' }

test('what the scanner lets through, the engine reads to the letter', () =>
  inLake(async (lake) => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '好', ',', '"', '\n', '\r', ' ', '\\', "'", 'NULL', '#', '\t'),
      maxLength: 6,
    })
    const rows = fc.sample(fc.tuple(cell, cell, cell), { numRuns: 3000, seed: 7 })
    const text = `甲,乙,丙\r\n${rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')).join('\r\n')}`
    const spot = await land(lake, first, text)
    const found = await lake.query(`select * from ${await lake.table(spot.path).scan()} order by _row`)
    assert.deepEqual(
      found,
      rows.map(([甲, 乙, 丙], i) => ({ _row: i + 1, 甲, 乙, 丙 })),
    )
  }))

test('a bare empty field is a missing value, an empty text in quotes is not', () =>
  inLake(async (lake) => {
    const spot = await land(lake, first, 'a,b\n,""\n')
    assert.deepEqual(await lake.query(`select a, b from ${await lake.table(spot.path).scan()}`), [
      { a: null, b: '' },
    ])
  }))

test('cells of almost 10 MB and tables of 300 columns land', () =>
  inLake(async (lake) => {
    const wide = Array.from({ length: 300 }, (_, i) => `c${i}`)
    const spot = await land(lake, first, `${wide.join()}\n${wide.join()}\n`)
    assert.equal((await lake.table(spot.path).snapshot()).columns.length, 301)
    const long = await land(
      lake,
      { ...first, delivery: 'dlv_0002' },
      `a,b\n1,"${'""'.repeat(4_900_000)}"\n2,${'y'.repeat(9_900_000)}\n`,
    )
    const lengths = await lake.query(
      `select length(b) as n from ${await lake.table(long.path).scan()} order by _row`,
    )
    assert.deepEqual(lengths, [{ n: 4_900_000 }, { n: 9_900_000 }])
  }))

test('appending adds records and columns, numbers go on, and rejects of the base stay', () =>
  inLake(async (lake) => {
    const text = ['a,b\n1,2\nbroken\n', 'b,c\n3,4\nbroken,,\n'] as const
    const base = await stage(lake, text[0], 0, (staged) => landBoth(lake, first, staged))
    const landing: Landing = {
      ...first,
      delivery: 'dlv_0002',
      mode: 'append',
      base: { landed: base.landed, rejects: base.rejects },
    }
    const next = await stage(lake, text[1], 2, (staged) => landBoth(lake, landing, staged))
    assert.deepEqual(
      await lake.query(`select * from ${await lake.table(next.landed.path).scan()} order by _row`),
      [
        { _row: 1, a: '1', b: '2', c: null },
        { _row: 3, a: null, b: '3', c: '4' },
      ],
    )
    const rejects = await lake.query(
      `select _row, rule from ${await lake.table('resources/res_0001/rejects').scan()} order by _row`,
    )
    assert.deepEqual(rejects, [
      { _row: 2, rule: 'scan.fieldCount' },
      { _row: 4, rule: 'scan.fieldCount' },
    ])
  }))

test('landing the same delivery twice gives one version', () =>
  inLake(async (lake) => {
    const once = await land(lake, first, 'a\n1\n')
    assert.deepEqual(await land(lake, first, 'a\n1\n'), once)
    assert.equal(await lake.table(once.path).version(), once.version)
  }))

async function landBoth(lake: Lake, landing: Landing, staged: Awaited<ReturnType<typeof readRecords>>) {
  return {
    landed: await landRecords(lake, landing, staged),
    rejects: await landRejects(lake, landing, staged),
  }
}

function land(lake: Lake, landing: Landing, text: string) {
  return stage(lake, text, 0, (staged) => landRecords(lake, landing, staged))
}

async function stage<T>(
  lake: Lake,
  text: string,
  firstRow: number,
  work: (staged: Awaited<ReturnType<typeof readRecords>>) => Promise<T>,
) {
  const scratch = await lake.scratch()
  try {
    const bytes = (async function* () {
      yield Buffer.from(text)
    })()
    return await work(
      await readRecords({
        bytes,
        into: scratch.path,
        firstRow,
        settle: (plan) => plan,
        report: () => undefined,
      }),
    )
  } finally {
    await scratch.dispose()
  }
}

async function inLake(work: (lake: Lake) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhishu-stage-'))
  const lake = await openLake({ root })
  try {
    await work(lake)
  } finally {
    await lake.close()
    await rm(root, { recursive: true, force: true })
  }
}
