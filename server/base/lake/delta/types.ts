import type { SqlValue } from '../sql.ts'
import type { Row } from '../types.ts'

/** Delta's names of the column types the lake holds. */
export type DeltaType =
  | 'string'
  | 'long'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`

export interface DeltaColumn {
  name: string
  type: DeltaType
  nullable: boolean
  comment?: string
  metadata?: Readonly<Record<string, unknown>>
}

export interface DeltaProtocol {
  minReaderVersion: number
  minWriterVersion: number
  readerFeatures?: string[]
  writerFeatures?: string[]
}

export interface DeltaMetadata {
  id: string
  name?: string
  description?: string
  format: { provider: string; options: Record<string, string> }
  schemaString: string
  partitionColumns: string[]
  configuration: Record<string, string>
  /** Milliseconds since 1970. */
  createdTime?: number
}

/** A complete Delta `add` action; `path` is relative to the table and URI-encoded. */
export interface DeltaAdd {
  path: string
  partitionValues: Record<string, string | null>
  size: number
  modificationTime: number
  dataChange: boolean
  stats?: string
  tags?: Record<string, string>
}

export interface DeltaRemove {
  path: string
  deletionTimestamp?: number
  dataChange: boolean
  extendedFileMetadata?: boolean
  partitionValues?: Record<string, string | null>
  size?: number
}

export interface DeltaTransaction {
  appId: string
  version: number
  lastUpdated?: number
}

/** One line of a commit; exactly one field is set. */
export interface DeltaAction {
  protocol?: DeltaProtocol
  metaData?: DeltaMetadata
  add?: DeltaAdd
  remove?: DeltaRemove
  cdc?: { path: string; partitionValues: Record<string, string | null>; size: number; dataChange: boolean }
  txn?: DeltaTransaction
  commitInfo?: Record<string, unknown>
}

/** A data file that lies in the table's directory but belongs to no version until it is committed. */
export interface WrittenFile {
  /** Absolute. */
  path: string
  sizeBytes: number
  sha256: string
  rows: number
  /** Nulls per column, for the columns that must not hold any. */
  nulls: Readonly<Record<string, number>>
  add: DeltaAdd
}

export interface LiveFile {
  /** Absolute. */
  path: string
  sizeBytes: number
  /** Hexadecimal; null when another writer made the file. */
  sha256: string | null
  /** Null when another writer left it out. */
  rows: number | null
  /** Delta's statistics as JSON text; null when left out. */
  stats: string | null
  /** The action as committed. */
  add: DeltaAdd
}

export interface DeltaSnapshot {
  version: number
  committedAt: Date
  protocol: DeltaProtocol
  metadata: DeltaMetadata
  columns: readonly DeltaColumn[]
  configuration: Readonly<Record<string, string>>
  files: readonly LiveFile[]
  /** Files that earlier versions held, as far back as the log tells; absolute. */
  removed: readonly { path: string; removedAt: Date }[]
  /** Null when a file does not tell. */
  rows: number | null
  sizeBytes: number
}

export interface DeltaChange {
  /** `create` wants an absent table; `replace` and `append` make it when absent. */
  mode: 'create' | 'replace' | 'append'
  /** Appending may add nullable columns, never drop or retype one. */
  schema: readonly DeltaColumn[]
  files: readonly WrittenFile[]
  /** E.g. 'WRITE', 'MERGE'. */
  operation: string
  /** Added to commitInfo. */
  commitInfo?: Readonly<Record<string, unknown>>
  /** Table properties; given ones replace those of the same name. */
  configuration?: Readonly<Record<string, string>>
  name?: string
  description?: string
  /** The version this change was made from (null: no table yet); another one gives DeltaConflict. */
  expectedVersion?: number | null
  /** Makes the commit idempotent: an application's version at or below the recorded one is not applied twice. */
  transaction?: { appId: string; version: number }
}

export interface DeltaCommit {
  version: number
  committedAt: Date
  operation: string | null
  info: Readonly<Record<string, unknown>>
  actions: readonly DeltaAction[]
}

export interface Damage {
  /** Absolute. */
  file: string
  reason: string
}

/** One Delta table; versions never change once written. */
export interface DeltaTable {
  /** Absolute directory. */
  readonly path: string
  exists(): Promise<boolean>
  /** Latest version; null when there is no table. */
  version(): Promise<number | null>
  /** Columns, configuration and live files of a version (default latest). Throws UnknownVersion, DamagedFile. */
  snapshot(version?: number): Promise<DeltaSnapshot>
  /** One commit as written (for change feeds and history). Throws UnknownVersion. */
  readCommit(version: number): Promise<DeltaCommit>
  /** Writes one version and returns its number. Throws DeltaConflict, SchemaMismatch. */
  commit(change: DeltaChange): Promise<number>
  /** An SQL table expression for FROM, once every file's digest was checked. Throws DamagedFile. */
  scan(version?: number): Promise<string>
}

/** What a table needs of the lake that holds it. */
export interface TableSpot {
  path: string
  /** As asked for, relative to the lake. */
  name: string
  /** Directory for drafts, on the table's file system. */
  staging: string
  now: () => Date
  query: (sql: string, parameters?: readonly SqlValue[]) => Promise<Row[]>
  run: (sql: string) => Promise<void>
}
