import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Dialect, Scanner, type ScanRule } from './scan.ts'

const comma = 0x2c

test('records end at CRLF, LF or CR, and a line break inside quotes belongs to its field', () => {
  assert.deepEqual(scan('a,b\r\n"x\r\ny",2\n3,"q""q"\r4,\n'), {
    good: '1,a,b\n2,"x\r\ny",2\n3,3,"q""q"\n4,4,\n',
    rules: [],
    records: 4,
  })
})

test('a record that cannot be read is put aside with its number, place, rule and bytes', () => {
  const scanner = new Scanner({ delimiter: comma, columns: 2, strictQuotes: true })
  const good = [scanner.push(Buffer.from('1,2\n1,2,3\n')), scanner.push(Buffer.from('4,5')), scanner.end()]
  assert.equal(Buffer.concat(good).toString(), '1,1,2\n3,4,5\n')
  assert.deepEqual(
    scanner.unread.map(({ row, offset, rule, bytes }) => ({ row, offset, rule, text: bytes.toString() })),
    [{ row: 2, offset: 4, rule: 'scan.fieldCount', text: '1,2,3' }],
  )
})

test('a quote that is never closed costs one line, not the rest of the delivery', () => {
  const { good, rules } = scan('1,"open\n2,b\n3,c\n4,d')
  assert.deepEqual({ good, rules }, { good: '2,2,b\n3,3,c\n4,4,d\n', rules: ['scan.unclosedQuote'] })
})

test('a quote closed by the next line costs the line that forgot it', () => {
  const { good, rules } = scan('1,"open\n2,"shut"\n3,c\n')
  assert.deepEqual({ good, rules }, { good: '2,2,"shut"\n3,3,c\n', rules: ['scan.textAfterQuote'] })
})

test('a quote inside a bare field is refused when strict, otherwise read as it stands', () => {
  assert.deepEqual(scan('1,5" pipe\n').rules, ['scan.bareQuote'])
  assert.equal(scan('1,5" pipe\n', { strictQuotes: false }).good, '1,1,"5"" pipe"\n')
})

test('NUL and bytes that are not UTF-8 condemn their record alone', () => {
  const bytes = Buffer.concat([Buffer.from('1,\0\n2,'), Buffer.from([0xc4, 0xe3]), Buffer.from('\n3,好\n')])
  const { good, rules } = scan(bytes)
  assert.deepEqual({ good, rules }, { good: '3,3,好\n', rules: ['scan.nul', 'scan.encoding'] })
})

test('a record above the limit is put aside with its full length and reading goes on', () => {
  const scanner = new Scanner({ delimiter: comma, columns: 2, strictQuotes: true, recordLimitBytes: 64 })
  const good = [...chunks(Buffer.from(`1,a\n2,${'x'.repeat(500)}\n3,c\n`), 50)].map((chunk) =>
    scanner.push(chunk),
  )
  assert.equal(Buffer.concat([...good, scanner.end()]).toString(), '1,1,a\n3,3,c\n')
  assert.deepEqual(
    scanner.unread.map(({ row, rule, sizeBytes, bytes }) => ({ row, rule, sizeBytes, kept: bytes.length })),
    [{ row: 2, rule: 'scan.tooLong', sizeBytes: 502, kept: 64 }],
  )
})

test('an open quote that runs past the limit costs one line', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i},b\n`).join('')
  const { good, rules } = scan(`0,"open\n${lines}`, { recordLimitBytes: 64 })
  assert.deepEqual(
    { rules, lines: good.split('\n').length - 1 },
    { rules: ['scan.unclosedQuote'], lines: 40 },
  )
})

test('in a file of one column an empty line is a record without a value; elsewhere it is no record', () => {
  assert.equal(scan('a\n\nb\n', { columns: 1 }).good, '1,a\n2,\n3,b\n')
  assert.equal(scan('a,b\n\n\r\nc,d\n').good, '1,a,b\n2,c,d\n')
})

test('whatever the bytes, every record is good or put aside, and no cut between chunks changes the reading', () => {
  const dirt = fc.array(
    fc.constantFrom(...['a', '好', ',', '"', '""', '\n', '\r\n', '\r', '\0', ' ', '\xff', '1']),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(
      dirt,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.constantFrom(1, 3),
      (parts, size, strictQuotes, columns) => {
        const bytes = Buffer.concat(
          parts.map((part) => (part === '\xff' ? Buffer.from([0xff]) : Buffer.from(part))),
        )
        const whole = scan(bytes, { strictQuotes, columns })
        const cut = scan(bytes, { strictQuotes, columns }, size)
        assert.deepEqual(cut, whole)
        const read = readCsv(whole.good)
        assert.equal(read.length + whole.rules.length, whole.records)
        for (const fields of read) assert.equal(fields.length, columns + 1)
      },
    ),
    { numRuns: 2000 },
  )
})

test('records written by a correct writer come through unchanged', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '好', ',', '"', '\n', '\r', ' ', ';', '𠮷'),
    maxLength: 8,
  })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }),
      fc.integer({ min: 1, max: 64 }),
      (rows, size) => {
        const text = rows
          .map((row) => `${row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`)
          .join('')
        const { good, rules } = scan(text, { columns: 3 }, size)
        assert.deepEqual(rules, [])
        assert.deepEqual(
          readCsv(good),
          rows.map((row, i) => [String(i + 1), ...row]),
        )
      },
    ),
    { numRuns: 500 },
  )
})

function scan(input: string | Buffer, dialect: Partial<Dialect> = {}, size = 1 << 20) {
  const scanner = new Scanner({ delimiter: comma, columns: 2, strictQuotes: true, ...dialect })
  const good = [...chunks(Buffer.from(input), size)].map((chunk) => scanner.push(chunk))
  const text = Buffer.concat([...good, scanner.end()]).toString()
  const rules: ScanRule[] = scanner.unread.map(({ rule }) => rule)
  assert.equal(scanner.rejected, rules.length)
  return { good: text, rules, records: scanner.records }
}

function* chunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** RFC 4180 read in the plainest way, to judge what the scanner lets through. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (inside && c === '"' && text[i + 1] === '"') {
      field += '"'
      i++
    } else if (c === '"') {
      if (!inside) assert.equal(field, '', 'a quote opens a field or stands in quotes')
      inside = !inside
    } else if (!inside && c === ',') {
      row.push(field)
      field = ''
    } else if (!inside && c === '\n') {
      rows.push([...row, field])
      row = []
      field = ''
    } else field += c
  }
  assert.equal(field + row.join(''), '')
  return rows
}
