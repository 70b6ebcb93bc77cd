import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestFile, makeDirectory, putReplacing, syncPath } from '../disk.ts'
import { literal } from '../sql.ts'
import type { LogState } from './log.ts'
import { checkpointDigestPath, checkpointPath, logFolder } from './names.ts'
import type { DeltaAction, TableSpot } from './types.ts'

// Delta's default delta.deletedFileRetentionDuration: a week in which slow readers may still need a removed file.
const tombstoneMs = 7 * 24 * 3600_000

const map = 'MAP(VARCHAR, VARCHAR)'
const actionColumns = {
  txn: 'STRUCT("appId" VARCHAR, "version" BIGINT, "lastUpdated" BIGINT)',
  add: `STRUCT("path" VARCHAR, "partitionValues" ${map}, "size" BIGINT, "modificationTime" BIGINT, "dataChange" BOOLEAN, "tags" ${map}, "stats" VARCHAR)`,
  remove: `STRUCT("path" VARCHAR, "deletionTimestamp" BIGINT, "dataChange" BOOLEAN, "extendedFileMetadata" BOOLEAN, "partitionValues" ${map}, "size" BIGINT)`,
  metaData: `STRUCT("id" VARCHAR, "name" VARCHAR, "description" VARCHAR, "format" STRUCT("provider" VARCHAR, "options" ${map}), "schemaString" VARCHAR, "partitionColumns" VARCHAR[], "configuration" ${map}, "createdTime" BIGINT)`,
  protocol: 'STRUCT("minReaderVersion" INTEGER, "minWriterVersion" INTEGER)',
} as const

/** Writes a classic checkpoint of a version whose commit exists, its digest, then the hint `_last_checkpoint`. */
export async function writeCheckpoint(spot: TableSpot, state: LogState): Promise<void> {
  const actions = listActions(state, spot.now().getTime() - tombstoneMs)
  const draft = join(spot.staging, `checkpoint-${randomUUID()}`)
  const path = checkpointPath(spot.path, state.version)
  try {
    await writeFile(`${draft}.json`, actions.map((action) => JSON.stringify(action)).join('\n'))
    const columns = Object.entries(actionColumns).map(([name, type]) => `${name}: ${literal(type)}`)
    const source = `read_json(${literal(`${draft}.json`)}, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${columns.join(', ')}})`
    await spot.run(
      `COPY (SELECT * FROM ${source}) TO ${literal(`${draft}.parquet`)} (FORMAT parquet, COMPRESSION zstd)`,
    )
    await syncPath(`${draft}.parquet`)
    const digest = await digestFile(`${draft}.parquet`)
    const digestPath = checkpointDigestPath(spot.path, state.version)
    await makeDirectory(dirname(digestPath))
    await putReplacing(digestPath, digest, spot.staging)
    await rename(`${draft}.parquet`, path)
    await syncPath(logFolder(spot.path))
  } finally {
    await rm(`${draft}.json`, { force: true })
    await rm(`${draft}.parquet`, { force: true })
  }
  const hint = {
    version: state.version,
    size: actions.length,
    sizeInBytes: (await stat(path)).size,
    numOfAddFiles: state.adds.size,
  }
  await putReplacing(join(logFolder(spot.path), '_last_checkpoint'), JSON.stringify(hint), spot.staging)
}

/** The actions of a checkpoint; null when it is damaged, so that an older one or the commits are read. */
export async function readCheckpoint(spot: TableSpot, version: number): Promise<DeltaAction[] | null> {
  const path = checkpointPath(spot.path, version)
  const known = await readFile(checkpointDigestPath(spot.path, version), 'utf8').catch(() => null)
  try {
    if (known !== null && (await digestFile(path)) !== known.trim()) return null
    const kinds = Object.keys(actionColumns)
    const rows = await spot.query(
      `SELECT ${kinds.map((kind) => `to_json("${kind}")::VARCHAR AS "${kind}"`).join(', ')} FROM read_parquet(${literal(path)})`,
    )
    const actions = rows.map(parseRow)
    const sound = actions.some((it) => it.protocol) && actions.some((it) => it.metaData)
    return sound ? actions : null
  } catch {
    return null
  }
}

function listActions(state: LogState, expiredBefore: number): DeltaAction[] {
  const removes = [...state.removes.values()].filter(
    ({ deletionTimestamp = 0 }) => deletionTimestamp > expiredBefore,
  )
  return [
    { protocol: state.protocol },
    { metaData: state.metadata },
    ...[...state.transactions.values()].map((txn) => ({ txn })),
    ...[...state.adds.values()].map((add) => ({ add: { ...add, dataChange: false } })),
    ...removes.map((remove) => ({ remove: { ...remove, dataChange: false } })),
  ]
}

function parseRow(row: Record<string, unknown>): DeltaAction {
  const set = Object.entries(row).filter(([, text]) => typeof text === 'string')
  return Object.fromEntries(set.map(([kind, text]) => [kind, dropNulls(JSON.parse(text as string))]))
}

// The engine writes absent fields as null; an action read back is the one that was committed.
function dropNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
