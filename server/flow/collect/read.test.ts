import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeXlsx } from 'hucre/xlsx'
import { readRecords } from './read.ts'
import { readWorkbook } from './workbook.ts'

test('a GB18030 delivery is read whole; a record with broken bytes is put aside with them', () =>
  inFolder(async (into) => {
    const text = [
      0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x31, 0x2c, 0xc9, 0xee, 0xdb, 0xda, 0x0a,
    ]
    const staged = await read(into, [
      Buffer.from(text.slice(0, 6)),
      Buffer.from([...text.slice(6), 0x32, 0x2c, 0xff, 0x0a]),
    ])
    assert.deepEqual([staged.records, staged.good, staged.rejected], [2, 1, 1])
    assert.equal(await readFile(staged.recordsFile, 'utf8'), '1,1,深圳\n')
    assert.match(await readFile(staged.rejectsFile, 'utf8'), /^"2","","scan.encoding"/)
  }))

test('a header alone gives no record, and an empty file is refused', () =>
  inFolder(async (into) => {
    assert.equal((await read(into, [Buffer.from('a,b\n')])).records, 0)
    await assert.rejects(read(into, []), { type: '/problems/collect/empty' })
  }))

test('a workbook becomes records: dates in ISO, numbers exact, lost digits shown, blank rows left out', () =>
  inFolder(async (into) => {
    const path = join(into, 'book.xlsx')
    const rows = [
      ['编号', '名称', '日期', '数'],
      ['007', '深圳, "坪山"', new Date('2025-09-29T00:00:00Z'), 0.1],
      [null, null, null, null],
      ['008', null, new Date('2025-09-29T08:30:00Z'), 440301199001011200],
    ]
    await writeFile(path, await writeXlsx({ sheets: [{ name: '表一', rows }] }))
    const staged = await read(into, readWorkbook(path, null))
    assert.deepEqual(staged.plan.columns, ['编号', '名称', '日期', '数'])
    assert.equal(
      await readFile(staged.recordsFile, 'utf8'),
      '1,007,"深圳, ""坪山""",2025-09-29,0.1\n2,008,,2025-09-29 08:30:00,4.40301199001011E+17\n',
    )
    await assert.rejects(read(into, readWorkbook(path, '没有')), { type: '/problems/collect/unknownSheet' })
  }))

test('a workbook that would unpack to more than the limit is refused by its directory', () =>
  inFolder(async (into) => {
    const path = join(into, 'book.xlsx')
    const book = Buffer.from(await writeXlsx({ sheets: [{ name: '表一', rows: [['a'], [1]] }] }))
    book.writeUInt32LE(0xfffffff0, book.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
    await writeFile(path, book)
    await assert.rejects(read(into, readWorkbook(path, null)), {
      type: '/problems/collect/largeWorkbook',
      facts: { limit: 'unpackedBytes' },
    })
  }))

test('a file that is no workbook is refused before it is unpacked', () =>
  inFolder(async (into) => {
    const path = join(into, 'book.xlsx')
    await writeFile(path, 'PK\x03\x04 nothing')
    await assert.rejects(read(into, readWorkbook(path, null)), { type: '/problems/collect/badWorkbook' })
  }))

function read(into: string, bytes: Iterable<Buffer> | AsyncIterable<Buffer>) {
  const source = (async function* () {
    yield* bytes
  })()
  return readRecords({ bytes: source, into, firstRow: 0, settle: (plan) => plan, report: () => undefined })
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zhishu-read-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
