import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncPath } from '../disk.ts'
import type { DeltaTable } from './types.ts'

export interface UnusedFile {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
}

/** Data files of a table that none of the named versions holds and nobody has written since `before`. */
export async function unusedFiles(
  table: DeltaTable,
  versions: readonly number[],
  before: Date,
): Promise<UnusedFile[]> {
  const held = new Set<string>()
  for (const version of versions) for (const { path } of (await table.snapshot(version)).files) held.add(path)
  const unused: UnusedFile[] = []
  for (const name of await readdir(table.path)) {
    const path = join(table.path, name)
    if (!name.endsWith('.parquet') || held.has(path)) continue
    const { mtimeMs, size } = await stat(path)
    if (mtimeMs < before.getTime()) unused.push({ path, sizeBytes: size })
  }
  return unused
}

/** Destroys data files of a table; versions that held them can no longer be read. */
export async function destroyFiles(table: DeltaTable, files: readonly UnusedFile[]): Promise<void> {
  for (const { path } of files) await unlink(path)
  if (files.length > 0) await syncPath(table.path)
}
