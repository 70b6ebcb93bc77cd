import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { byteOrderMark } from '../../base/http/index.ts'

/** What a CSV begins with for a spreadsheet that takes files without it for another encoding (Excel). */
export const excelLead: Buffer = Buffer.from(byteOrderMark)

/** The bytes `start` to `end` (included) of a lead followed by a file. */
export function readLed(lead: Buffer, path: string, start: number, end: number): Readable {
  const file = { start: Math.max(start - lead.length, 0), end: end - lead.length, highWaterMark: 1 << 18 }
  if (start >= lead.length) return createReadStream(path, file)
  const read = async function* () {
    yield lead.subarray(start, end + 1)
    if (file.end >= 0) yield* createReadStream(path, file)
  }
  return Readable.from(read(), { objectMode: false })
}
