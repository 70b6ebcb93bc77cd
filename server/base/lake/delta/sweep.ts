import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncPath } from '../disk.ts'
import type { DeltaTable } from './types.ts'

/**
 * Destroys data files that the latest version does not hold: removed before `before`, or never committed and
 * last written before it. Versions that held them can no longer be read. Returns the destroyed files (absolute).
 */
export async function sweepTable(table: DeltaTable, before: Date): Promise<string[]> {
  const { files, removed } = await table.snapshot()
  const live = new Set(files.map(({ path }) => path))
  const removedAt = new Map(removed.map(({ path, removedAt: at }) => [path, at.getTime()]))
  const swept: string[] = []
  for (const name of await readdir(table.path)) {
    const path = join(table.path, name)
    if (!name.endsWith('.parquet') || live.has(path)) continue
    const lastUsedMs = Math.max((await stat(path)).mtimeMs, removedAt.get(path) ?? 0)
    if (lastUsedMs >= before.getTime()) continue
    await unlink(path)
    swept.push(path)
  }
  if (swept.length > 0) await syncPath(table.path)
  return swept
}
