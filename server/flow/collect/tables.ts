import type { ColumnType } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { FailureText, ReadingPlan, SourceQuery } from './types.ts'

type Json<T> = ColumnType<T, string, string>

export interface CollectTables {
  'collect.delivery': DeliveryTable
  'collect.source': SourceTable
}

export interface DeliveryTable {
  id: string
  resource: string
  mode: 'replace' | 'append'
  origin: 'upload' | 'pull'
  format: 'csv' | 'xlsx'
  name: string
  sheet: string | null
  source: string | null
  party: string | null
  actor: string
  key: string | null
  state: 'receiving' | 'received' | 'reading' | 'landed' | 'failed'
  size_bytes: number | null
  sha256: string | null
  plan: ColumnType<ReadingPlan | null, string | null, string | null>
  bytes_read: number
  records: number
  rejected: number
  version: number | null
  fault: ColumnType<FailureText | null, string | null, string | null>
  attempts: number
  leased_until: Date | null
  begun_at: Date
  received_at: Date | null
  ended_at: Date | null
}

export interface SourceTable {
  id: string
  resource: string
  kind: 'postgres'
  host: string
  port: number
  database: string
  login: string
  sealed_secret: string
  query: Json<SourceQuery>
  party: string | null
  made_at: Date
}

export const db = tables<CollectTables>()
