import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeltaColumn, DeltaTable } from './delta/types.ts'
import { writeFiles } from './delta/write-files.ts'
import { openLake } from './lake.ts'
import type { Lake } from './types.ts'

/** Runs a test on a lake of its own, and clears it away. */
export async function inLake(work: (lake: Lake) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhishu-lake-'))
  const lake = await openLake({ root })
  try {
    await work(lake)
  } finally {
    await lake.close()
    await rm(root, { recursive: true, force: true })
  }
}

/** Opens a second lake on the same directory, as another process would. */
export async function inNeighbour(lake: Lake, work: (lake: Lake) => Promise<void>): Promise<void> {
  const neighbour = await openLake({ root: lake.root })
  try {
    await work(neighbour)
  } finally {
    await neighbour.close()
  }
}

export const shops: readonly DeltaColumn[] = [
  { name: '编号', type: 'long', nullable: false },
  { name: '名称', type: 'string', nullable: true, comment: '商户名称' },
]

/** Writes shops with the given numbers as one version. */
export async function writeShops(
  lake: Lake,
  table: DeltaTable,
  mode: 'create' | 'replace' | 'append',
  numbers: readonly number[],
): Promise<number> {
  const list = numbers.map((number) => `(${number}, '商户${number}')`).join(', ')
  const sql = `SELECT * FROM (VALUES ${list}) AS shop(编号, 名称)`
  const { files } = await writeFiles(lake, { into: table, sql, columns: shops })
  return table.commit({ mode, schema: shops, files, operation: 'WRITE' })
}

/** The numbers of the shops in a version, ascending. */
export async function readShops(lake: Lake, table: DeltaTable, version?: number): Promise<number[]> {
  const rows = await lake.query<{ 编号: number }>(`SELECT 编号 FROM ${await table.scan(version)} ORDER BY 1`)
  return rows.map((row) => row.编号)
}
