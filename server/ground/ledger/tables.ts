import type { ColumnType, Generated } from 'kysely'
import { tables } from '../../base/db/index.ts'

export interface HeadRow {
  single: Generated<boolean>
  origin: string
  size: number
  root: Buffer
  broken: string | null
}

export interface PendingRow {
  id: string
  at: Date
  kind: string
  subject: string
  entry: string
  waiting_since: ColumnType<Date, never, never>
}

export interface EntryRow {
  index: number
  id: string
  at: Date
  kind: string
  subject: string
  entry: string
  leaf: Buffer
}

export interface BodyRow {
  id: string
  body: string | null
  salt: Buffer | null
}

export interface TileRow {
  level: number
  index: number
  hashes: Buffer
  root: Buffer
}

export interface CheckpointRow {
  size: number
  root: Buffer
  peaks: Buffer
  note: string
  at: Date
}

export interface SignerRow {
  verifier: string
  since: number
  at: Date
}

export interface LedgerTables {
  'ledger.head': HeadRow
  'ledger.pending': PendingRow
  'ledger.entry': EntryRow
  'ledger.body': BodyRow
  'ledger.tile': TileRow
  'ledger.checkpoint': CheckpointRow
  'ledger.signer': SignerRow
}

export const db = tables<LedgerTables>()
