// Runs alone in a child process with little memory: reads one sheet of a workbook and writes it as CSV.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { streamXlsxRows } from 'hucre/xlsx'

const [, , path = '', sheet = '', rowLimit = '0', columnLimit = '0'] = process.argv

try {
  await writeSheet()
} catch (error) {
  process.stderr.write((error as Error).message.slice(0, 500))
  process.exitCode = process.exitCode || 3
}

async function writeSheet(): Promise<void> {
  const file = Readable.toWeb(
    createReadStream(path, { highWaterMark: 1 << 18 }),
  ) as ReadableStream<Uint8Array>
  let width = 0
  let rows = 0
  let pending = ''
  for await (const { values } of streamXlsxRows(file, sheet === '' ? {} : { sheet })) {
    const cells = values.map(writeCell)
    while (cells.length > width && cells.at(-1) === '') cells.pop()
    if (cells.every((cell) => cell === '')) continue
    if (width === 0) width = cells.length
    rows += 1
    if (rows > Number(rowLimit)) return stop(4)
    if (cells.length > Number(columnLimit)) return stop(5)
    while (cells.length < width) cells.push('')
    pending += `${cells.join(',')}\n`
    if (pending.length > 1 << 18) {
      await write(pending)
      pending = ''
    }
  }
  await write(pending)
  if (rows === 0 && sheet !== '') stop(6)
}

function stop(code: number): void {
  process.exitCode = code
}

/** Days and instants in ISO 8601; numbers as plain decimal text; beyond 15 digits a spreadsheet has lost some, and shows it. */
function writeCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return writeInstant(value)
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'object') return quoted(JSON.stringify(value))
  return quoted(String(value))
}

function writeInstant(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}

function writeNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) >= 1e15) return value.toExponential(14).toUpperCase()
  const text = String(value)
  const small = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text)
  if (!small) return text
  const [, sign = '', whole = '', rest = '', zeros = ''] = small
  return `${sign}0.${'0'.repeat(Number(zeros) - 1)}${whole}${rest}`
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve))
}
