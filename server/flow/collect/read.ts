import { isUtf8 } from 'node:buffer'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { scanFaults } from './faults.ts'
import { type Familiar, planReading } from './plan.ts'
import { Scanner, type Unread } from './scan.ts'
import { recordLimitBytes, sampleBytes } from './settings.ts'
import type { ReadingPlan } from './types.ts'

/** Where reading stands. */
export interface Progress {
  bytesRead: number
  records: number
  rejected: number
}

/** A delivery read into two files: good records with their numbers in front, and the rejects. */
export interface Staged extends Progress {
  readonly plan: ReadingPlan
  readonly recordsFile: string
  readonly rejectsFile: string
  readonly good: number
  readonly blankLines: number
}

export interface Reading {
  /** the delivery as CSV in whatever encoding */
  readonly bytes: AsyncIterable<Buffer>
  /** an existing directory for the staged files */
  readonly into: string
  /** number before the first record: what the version already holds when a delivery is appended */
  readonly firstRow: number
  /** how many of a header's names the catalogue knows */
  readonly familiar?: Familiar
  /** may refuse, and names the columns the catalogue does not know */
  settle(plan: ReadingPlan): ReadingPlan
  /** told after each piece; awaited, so it may slow the reading */
  report(progress: Progress): Promise<void> | void
}

/**
 * Reads a delivery once, in pieces of about 1 MB: header, records, rejects. Memory does not grow with its size;
 * records = good + rejected.
 */
export async function readRecords(reading: Reading): Promise<Staged> {
  const pieces = reading.bytes[Symbol.asyncIterator]()
  const { sample, isWhole } = await takeSample(pieces)
  const plan = reading.settle(planReading(sample, isWhole, reading.familiar))
  const recordsFile = join(reading.into, 'records.csv')
  const rejectsFile = join(reading.into, 'rejects.csv')
  const records = await open(recordsFile, 'w', 0o600)
  const rejects = await open(rejectsFile, 'w', 0o600)
  try {
    const scanner = new Scanner({
      delimiter: plan.delimiter.charCodeAt(0),
      columns: plan.columns.length,
      strictQuotes: plan.strictQuotes,
      replacementIsFault: plan.encoding !== 'utf-8',
      firstRow: reading.firstRow,
      recordLimitBytes,
    })
    const decode = decoderOf(plan)
    let bytesRead = 0
    const scan = async (good: Buffer) => {
      await records.writeFile(good)
      await writeRejects(rejects, scanner.unread)
      await reading.report({ bytesRead, records: scanner.records, rejected: scanner.rejected })
    }
    for await (const piece of rejoin(sample, pieces)) {
      bytesRead += piece.length
      await scan(scanner.push(decode(piece)))
    }
    await scan(Buffer.concat([scanner.push(decode(undefined)), scanner.end()]))
    const { records: met, rejected, blankLines } = scanner
    return {
      plan,
      recordsFile,
      rejectsFile,
      bytesRead,
      records: met,
      rejected,
      good: met - rejected,
      blankLines,
    }
  } finally {
    await records.close()
    await rejects.close()
    await pieces.return?.(undefined)
  }
}

/** Columns of the staged file of rejects, in order; the same as those of the table `rejects`. */
export const rejectColumns = ['_row', 'field', 'rule', 'zh', 'en', 'original', 'record'] as const

async function takeSample(pieces: AsyncIterator<Buffer>): Promise<{ sample: Buffer; isWhole: boolean }> {
  const taken: Buffer[] = []
  let length = 0
  while (length < sampleBytes) {
    const { done, value } = await pieces.next()
    if (done) return { sample: Buffer.concat(taken), isWhole: true }
    taken.push(value)
    length += value.length
  }
  return { sample: Buffer.concat(taken), isWhole: false }
}

async function* rejoin(sample: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield sample
  for (;;) {
    const { done, value } = await rest.next()
    if (done) return
    yield value
  }
}

// Bytes that the decoder cannot read become U+FFFD, which the scanner takes for a fault of that record alone.
function decoderOf(plan: ReadingPlan): (piece: Buffer | undefined) => Buffer {
  const mark = plan.encoding === 'utf-8' && plan.bom ? 3 : 0
  let skip = plan.headerBytes + mark
  const decoder = plan.encoding === 'utf-8' ? undefined : new TextDecoder(plan.encoding)
  const toText = (piece: Buffer | undefined) => {
    if (!decoder) return piece ?? Buffer.alloc(0)
    return Buffer.from(piece ? decoder.decode(piece, { stream: true }) : decoder.decode())
  }
  return (piece) => {
    const text = toText(piece)
    const skipped = Math.min(skip, text.length)
    skip -= skipped
    return text.subarray(skipped)
  }
}

const shownCharacters = 2000

async function writeRejects(file: FileHandle, unread: Unread[]): Promise<void> {
  if (unread.length === 0) return
  await file.writeFile(unread.map(tellReject).join(''))
  unread.length = 0
}

function tellReject({ row, offset, rule, bytes, sizeBytes }: Unread): string {
  const text = bytes.toString('utf8')
  const exact = isUtf8(bytes) ? { text } : { base64: bytes.toString('base64') }
  const cut = sizeBytes > bytes.length ? { keptBytes: bytes.length } : {}
  const record = JSON.stringify({ byteOffset: offset, sizeBytes, ...cut, ...exact })
  const { zh, en } = scanFaults[rule]
  const original = [...text.slice(0, shownCharacters)].join('').replaceAll('\0', '\u2400')
  return `${[String(row), '', rule, zh, en, original, record].map(quoted).join(',')}\n`
}

function quoted(text: string): string {
  return `"${text.toWellFormed().replaceAll('"', '""')}"`
}
