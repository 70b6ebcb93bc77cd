import type { Readable } from 'node:stream'
import type { DeltaTable } from './delta/types.ts'
import type { SqlValue } from './sql.ts'

export type Row = Record<string, unknown>

export interface QueryOptions {
  /** Wall time from the moment the query has its place; then QueryTimeout. */
  timeoutMs?: number
  /** Calls the query off (a client that hung up). */
  signal?: AbortSignal
}

export interface CopyOutOptions extends QueryOptions {
  /** A reader that takes nothing for so long is cut off, since it holds one of few places. */
  stallMs?: number
}

export type CopyFormat = 'csv' | 'ndjson' | 'parquet'

export interface Scratch {
  readonly path: string
  dispose(): Promise<void>
}

/** The embedded analytic engine over the tables below one directory; it can reach nothing else. */
export interface Lake {
  /** Absolute directory of the lake, links resolved. */
  readonly root: string
  /** All rows of a SELECT; two analytic queries run at once, 64 wait, then LakeBusy. Default limit 60 s. */
  query<T = Row>(sql: string, parameters?: readonly SqlValue[], options?: QueryOptions): Promise<T[]>
  /** Rows in chunks of about two thousand; holds a place until done or closed. Default limit 15 min. */
  stream<T = Row>(sql: string, parameters?: readonly SqlValue[], options?: QueryOptions): AsyncIterable<T[]>
  /** A COPY to a path inside the lake. Default limit 15 min. */
  run(sql: string, parameters?: readonly SqlValue[], options?: QueryOptions): Promise<void>
  /** The bytes of `COPY (sql)` as they are made; destroy it when the client hangs up. Errors come before its end. */
  copyOut(sql: string, format: CopyFormat, options?: CopyOutOptions): Promise<Readable>
  /** A table in a directory below the root; the path is relative, with `/`. */
  table(path: string): DeltaTable
  /** A fresh directory below root/tmp, for staged input and intermediate stages. */
  scratch(): Promise<Scratch>
  /** Interrupts what runs and lets the engine go. */
  close(): Promise<void>
}
