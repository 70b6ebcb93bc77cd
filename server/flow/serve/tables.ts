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

export const db = tables<{ 'serve.snapshot': SnapshotRow; 'serve.batch': BatchRow }>()
