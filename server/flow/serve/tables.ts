import type { Day } from '../../base/clock/index.ts'
import { tables } from '../../base/db/index.ts'
import type { Column } from './types.ts'

export interface SnapshotRow {
  plan: string
  shape: string
  resource: string
  resource_version: number
  plan_revision: number
  table_path: string
  delta_version: number
  row_count: number
  size_bytes: number
  key_field: string | null
  columns: Column[] | string
  committed_at: Date
}

export interface BatchRow {
  id: string
  plan: string
  shape: string
  resource: string
  resource_version: number
  format: 'csv' | 'parquet'
  state: 'queued' | 'ready' | 'failed'
  row_count: number | null
  size_bytes: number | null
  sha256: string | null
  asked_by: string
  asked_at: Date
  ready_at: Date | null
}

/** What was read through an agreement on a channel in a day, counted from the ledger. */
export interface TallyRow {
  agreement: string
  channel: 'api' | 'file' | 'delta'
  read_on: Day
  requests: number
  rows: number
  bytes: number
  denials: number
  last_read_at: Date | null
}

/** A table without readers, and when it was removed for good. */
export interface RetiredRow {
  table_path: string
  plan: string
  retired_at: Date
  removed_at: Date | null
}

export interface TallyMarkRow {
  kind: string
  counted: number
}

export const db = tables<{
  'serve.snapshot': SnapshotRow
  'serve.batch': BatchRow
  'serve.retired': RetiredRow
  'serve.tally': TallyRow
  'serve.tally_mark': TallyMarkRow
}>()
