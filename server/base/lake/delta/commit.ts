import { randomUUID } from 'node:crypto'
import { makeDirectory, putIfAbsent } from '../disk.ts'
import { DeltaConflict, SchemaMismatch } from '../errors.ts'
import type { LogState } from './log.ts'
import { commitPath, logFolder } from './names.ts'
import { formatSchema, parseSchema, refuseNarrowing } from './schema.ts'
import type { DeltaAction, DeltaChange, DeltaMetadata, DeltaProtocol, TableSpot } from './types.ts'

const attempts = 100

export interface CommitResult {
  version: number
  /** Null when the change had been committed before (its transaction is recorded). */
  actions: readonly DeltaAction[] | null
}

/**
 * Commits one change as the next version. The version's file is put only if absent: who comes second
 * reads again and, where the change may follow any other (no expectedVersion), tries the next number.
 */
export async function commitChange(
  spot: TableSpot,
  change: DeltaChange,
  latest: () => Promise<LogState | null>,
): Promise<CommitResult> {
  await makeDirectory(logFolder(spot.path))
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await latest()
    if (state && wasApplied(state, change)) return { version: state.version, actions: null }
    refuseConflict(spot, state, change)
    const actions = planActions(state, change, spot.now())
    const version = (state?.version ?? -1) + 1
    const text = actions.map((action) => `${JSON.stringify(action)}\n`).join('')
    if (await putIfAbsent(commitPath(spot.path, version), text, spot.staging)) return { version, actions }
  }
  throw new DeltaConflict(spot.name, change.expectedVersion ?? null, (await latest())?.version ?? null)
}

function wasApplied(state: LogState, { transaction }: DeltaChange): boolean {
  if (!transaction) return false
  return (state.transactions.get(transaction.appId)?.version ?? -1) >= transaction.version
}

function refuseConflict(spot: TableSpot, state: LogState | null, change: DeltaChange): void {
  const found = state?.version ?? null
  if (change.mode === 'create' && found !== null) throw new DeltaConflict(spot.name, null, found)
  if (change.expectedVersion !== undefined && change.expectedVersion !== found) {
    throw new DeltaConflict(spot.name, change.expectedVersion, found)
  }
}

function planActions(state: LogState | null, change: DeltaChange, now: Date): DeltaAction[] {
  const columns = state ? parseSchema(state.metadata.schemaString) : []
  if (state && change.mode === 'append') refuseNarrowing(columns, change.schema)
  refuseNulls(change)
  const metadata = planMetadata(state, change, now)
  const protocol = planProtocol(state, metadata)
  const removed = change.mode === 'replace' ? [...(state?.adds.values() ?? [])] : []
  return [
    { commitInfo: describeCommit(state, change, now) },
    ...(state && sameJson(protocol, state.protocol) ? [] : [{ protocol }]),
    ...(state && sameJson(metadata, state.metadata) ? [] : [{ metaData: metadata }]),
    ...(change.transaction ? [{ txn: { ...change.transaction, lastUpdated: now.getTime() } }] : []),
    ...removed.map(({ path, partitionValues, size }) => ({
      remove: {
        path,
        deletionTimestamp: now.getTime(),
        dataChange: true,
        extendedFileMetadata: true,
        partitionValues,
        size,
      },
    })),
    ...change.files.map(({ add }) => ({ add })),
  ]
}

function planMetadata(state: LogState | null, change: DeltaChange, now: Date): DeltaMetadata {
  const before = state?.metadata
  const name = change.name ?? before?.name
  const description = change.description ?? before?.description
  return {
    id: before?.id ?? randomUUID(),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    format: { provider: 'parquet', options: {} },
    schemaString: formatSchema(change.schema),
    partitionColumns: [],
    configuration: { ...before?.configuration, ...change.configuration },
    createdTime: before?.createdTime ?? now.getTime(),
  }
}

// Reader 1 keeps every client in; a change data feed asks writers, not readers, for version 4.
function planProtocol(state: LogState | null, metadata: DeltaMetadata): DeltaProtocol {
  const feed = metadata.configuration['delta.enableChangeDataFeed'] === 'true'
  const minWriterVersion = Math.max(feed ? 4 : 2, state?.protocol.minWriterVersion ?? 2)
  return { ...state?.protocol, minReaderVersion: 1, minWriterVersion }
}

function describeCommit(state: LogState | null, change: DeltaChange, now: Date): Record<string, unknown> {
  const rows = change.files.reduce((sum, file) => sum + file.rows, 0)
  const bytes = change.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return {
    ...change.commitInfo,
    timestamp: now.getTime(),
    operation: change.operation,
    operationParameters: { mode: change.mode },
    ...(state ? { readVersion: state.version } : {}),
    isBlindAppend: change.mode === 'append' && change.expectedVersion === undefined,
    operationMetrics: {
      numFiles: String(change.files.length),
      numOutputRows: String(rows),
      numOutputBytes: String(bytes),
    },
    engineInfo: 'zhishu',
  }
}

function refuseNulls({ schema, files }: DeltaChange): void {
  for (const { name, nullable } of schema) {
    if (!nullable && files.some(({ nulls }) => (nulls[name] ?? 0) > 0)) {
      throw new SchemaMismatch(`column ${name} must not hold nulls`)
    }
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return sortedJson(a) === sortedJson(b)
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
