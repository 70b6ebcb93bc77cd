import { open } from 'node:fs/promises'
import { refuse } from './problems.ts'
import { workbookLimits } from './settings.ts'

const endMark = 0x06054b50
const entryMark = 0x02014b50
const unknown32 = 0xffffffff

/**
 * Weighs an XLSX file by its zip directory before anything is unpacked: entries, unpacked size, ratio.
 * Declared sizes may lie, hence the child that unpacks has limits of its own.
 */
export async function weighWorkbook(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = await readAt(file, Math.max(0, size - 65_557), size)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end < 0 || tail.length < end + 22 || tail.readUInt32LE(end) !== endMark) throw refuse.badWorkbook()
    const entries = tail.readUInt16LE(end + 10)
    const directoryBytes = tail.readUInt32LE(end + 12)
    const offset = tail.readUInt32LE(end + 16)
    if (entries > workbookLimits.entries) throw refuse.largeWorkbook({ limit: 'entries' })
    if (offset === unknown32 || offset + directoryBytes > size) throw refuse.badWorkbook()
    weighDirectory(await readAt(file, offset, offset + directoryBytes), size)
  } finally {
    await file.close()
  }
}

function weighDirectory(directory: Buffer, fileBytes: number): void {
  let unpacked = 0
  let isWorkbook = false
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entryMark; ) {
    const size = directory.readUInt32LE(at + 24)
    const nameLength = directory.readUInt16LE(at + 28)
    if (size === unknown32) throw refuse.largeWorkbook({ limit: 'unpackedBytes' })
    unpacked += size
    if (directory.toString('utf8', at + 46, at + 46 + nameLength) === 'xl/workbook.xml') isWorkbook = true
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  if (!isWorkbook) throw refuse.badWorkbook()
  if (unpacked > workbookLimits.unpackedBytes) throw refuse.largeWorkbook({ limit: 'unpackedBytes' })
  if (unpacked > 10_000_000 && unpacked > fileBytes * workbookLimits.ratio)
    throw refuse.largeWorkbook({ limit: 'ratio' })
}

async function readAt(file: Awaited<ReturnType<typeof open>>, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
  return bytes.subarray(0, bytesRead)
}
