import { readdir, readFile } from 'node:fs/promises'
import { DamagedFile, UnknownVersion } from '../errors.ts'
import { readCheckpoint } from './checkpoint.ts'
import { commitPath, type LogListing, locateFile, logFolder, readNames } from './names.ts'
import { parseSchema } from './schema.ts'
import type {
  DeltaAction,
  DeltaAdd,
  DeltaMetadata,
  DeltaProtocol,
  DeltaRemove,
  DeltaSnapshot,
  DeltaTransaction,
  LiveFile,
  TableSpot,
} from './types.ts'

/** Everything a version of the table holds, by the reconciliation rules of Delta's protocol. */
export interface LogState {
  version: number
  committedAt: Date
  protocol: DeltaProtocol
  metadata: DeltaMetadata
  adds: Map<string, DeltaAdd>
  removes: Map<string, DeltaRemove>
  transactions: Map<string, DeltaTransaction>
}

/** What is in the log folder; nothing when there is no table. */
export async function listLog(table: string): Promise<LogListing> {
  return readNames(await readdir(logFolder(table)).catch(emptyWhenAbsent))
}

export function latestOf({ commits, checkpoints }: LogListing): number | null {
  const latest = Math.max(commits.at(-1) ?? -1, checkpoints.at(-1) ?? -1)
  return latest < 0 ? null : latest
}

/**
 * The table's state at a version. Starts from `known` or the newest sound checkpoint, both at or before it;
 * `_last_checkpoint` is only a hint for stores that list slowly, so it is not asked.
 */
export async function readState(spot: TableSpot, version: number, known?: LogState): Promise<LogState> {
  const listing = await listLog(spot.path)
  const latest = latestOf(listing)
  if (latest === null || version > latest || version < 0) {
    throw new UnknownVersion(spot.name, latest === null ? null : version)
  }
  const state =
    known && known.version <= version ? copyState(known) : await startState(spot, listing, version)
  for (let next = (state?.version ?? -1) + 1; next <= version; next += 1) {
    applyActions(state, await readActions(spot.path, next), next)
  }
  return completeState(spot.path, state)
}

/** The lines of one commit. */
export async function readActions(table: string, version: number): Promise<DeltaAction[]> {
  const path = commitPath(table, version)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new DamagedFile(path, 'the commit is missing and no checkpoint stands for it')
  })
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as DeltaAction)
  } catch {
    throw new DamagedFile(path, 'it is not a list of Delta actions')
  }
}

/** The state as rooms see it. */
export function takeSnapshot(table: string, state: LogState): DeltaSnapshot {
  const files = [...state.adds.values()].map((add) => describeFile(table, add))
  const rows = files.reduce<number | null>(
    (sum, file) => (sum === null || file.rows === null ? null : sum + file.rows),
    0,
  )
  return {
    version: state.version,
    committedAt: state.committedAt,
    protocol: state.protocol,
    metadata: state.metadata,
    columns: parseSchema(state.metadata.schemaString),
    configuration: state.metadata.configuration,
    files,
    removed: [...state.removes.values()].map(({ path, deletionTimestamp = 0 }) => ({
      path: locateFile(table, path),
      removedAt: new Date(deletionTimestamp),
    })),
    rows,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
  }
}

/** Applies a version's actions to a state in place. */
export function applyActions(state: PartialState, actions: readonly DeltaAction[], version: number): void {
  for (const action of actions) {
    if (action.protocol) state.protocol = action.protocol
    if (action.metaData) state.metadata = action.metaData
    if (action.txn) state.transactions.set(action.txn.appId, action.txn)
    if (action.remove) {
      state.adds.delete(action.remove.path)
      state.removes.set(action.remove.path, action.remove)
    }
    if (action.add) {
      state.removes.delete(action.add.path)
      state.adds.set(action.add.path, action.add)
    }
    const at = Number(action.commitInfo?.timestamp ?? Number.NaN)
    if (!Number.isNaN(at)) state.committedAt = new Date(at)
  }
  state.version = version
}

export type PartialState = Omit<LogState, 'protocol' | 'metadata'> & {
  protocol: DeltaProtocol | undefined
  metadata: DeltaMetadata | undefined
}

export function emptyState(): PartialState {
  return {
    version: -1,
    committedAt: new Date(0),
    protocol: undefined,
    metadata: undefined,
    adds: new Map(),
    removes: new Map(),
    transactions: new Map(),
  }
}

function copyState(state: LogState): PartialState {
  return {
    ...state,
    adds: new Map(state.adds),
    removes: new Map(state.removes),
    transactions: new Map(state.transactions),
  }
}

async function startState(spot: TableSpot, listing: LogListing, version: number): Promise<PartialState> {
  const commits = new Set(listing.commits)
  const candidates = listing.checkpoints.filter((at) => at <= version).reverse()
  for (const at of candidates) {
    const actions = await readCheckpoint(spot, at)
    if (actions === null) continue
    const state = emptyState()
    applyActions(state, actions, at)
    // A checkpoint carries no commitInfo: its commit's own line tells when, where it is still kept.
    if (commits.has(at)) applyActions(state, (await readActions(spot.path, at)).filter(isCommitInfo), at)
    return state
  }
  return emptyState()
}

function isCommitInfo(action: DeltaAction): boolean {
  return action.commitInfo !== undefined
}

function completeState(table: string, state: PartialState): LogState {
  const { protocol, metadata } = state
  if (!protocol || !metadata) throw new DamagedFile(logFolder(table), 'it names no protocol or no columns')
  const tooNew = protocol.minReaderVersion > 1 || metadata.partitionColumns.length > 0
  if (tooNew)
    throw new DamagedFile(logFolder(table), 'the lake reads tables of reader version 1 without partitions')
  return { ...state, protocol, metadata }
}

function describeFile(table: string, add: DeltaAdd): LiveFile {
  return {
    path: locateFile(table, add.path),
    sizeBytes: add.size,
    sha256: add.tags?.['zhishu.sha256'] ?? null,
    rows: readRows(add.stats),
    stats: add.stats ?? null,
    add,
  }
}

function readRows(stats: string | undefined): number | null {
  const { numRecords } = (stats ? JSON.parse(stats) : {}) as { numRecords?: number }
  return numRecords ?? null
}

function emptyWhenAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
