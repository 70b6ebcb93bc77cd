import { stat } from 'node:fs/promises'
import { digestFile } from '../disk.ts'
import { DamagedFile } from '../errors.ts'
import type { Damage, DeltaTable, LiveFile } from './types.ts'

// Path → the state of the file whose digest was found right. In Parquet a flipped bit mostly changes
// the result without any error, so every file is read through once per process before it is trusted.
const verified = new Map<string, string>()
const verifiedLimit = 100_000

/** Checks each file's digest, once per process as long as size, time and inode stay. Throws DamagedFile. */
export async function verifyFiles(files: readonly LiveFile[]): Promise<void> {
  for (const file of files) {
    const print = await readPrint(file)
    if (verified.get(file.path) === print) continue
    await verifyDigest(file)
    if (verified.size >= verifiedLimit) verified.clear()
    verified.set(file.path, print)
  }
}

/** Reads every live file of a table again and lists those that are missing or changed. */
export async function scrub(table: DeltaTable, version?: number): Promise<Damage[]> {
  const { files } = await table.snapshot(version)
  const damages: Damage[] = []
  for (const file of files) {
    try {
      await readPrint(file)
      await verifyDigest(file)
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error
      verified.delete(file.path)
      damages.push({ file: error.file, reason: error.reason })
    }
  }
  return damages
}

async function readPrint(file: LiveFile): Promise<string> {
  const { size, mtimeNs, ino } = await stat(file.path, { bigint: true }).catch(() => {
    throw new DamagedFile(file.path, 'it is missing')
  })
  if (Number(size) !== file.sizeBytes) {
    throw new DamagedFile(file.path, `it has ${size} bytes, ${file.sizeBytes} were committed`)
  }
  return `${size}:${mtimeNs}:${ino}:${file.sha256}`
}

async function verifyDigest(file: LiveFile): Promise<void> {
  if (file.sha256 === null) return
  const found = await digestFile(file.path)
  if (found !== file.sha256)
    throw new DamagedFile(file.path, `its digest is ${found}, ${file.sha256} was committed`)
}
