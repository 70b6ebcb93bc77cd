import type { ColumnType, Selectable } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { Filter } from '../../ground/policy/index.ts'

type OrNull<T> = ColumnType<T | null, T | null, T | null>

export interface OpeningTable {
  id: string
  resource: string
  provider: string
  fields: string[]
  row_filter: ColumnType<Filter | null, string | null, string | null>
  level: string
  cycle: string
  words: string
  opened_by: string
  opened_at: Date
  version: OrNull<number>
  row_count: OrNull<number>
  served_at: OrNull<Date>
  closed_by: OrNull<string>
  closed_at: OrNull<Date>
  close_reason: OrNull<string>
}

export type OpeningRow = Selectable<OpeningTable>

export const db = tables<{ 'open.opening': OpeningTable }>()
