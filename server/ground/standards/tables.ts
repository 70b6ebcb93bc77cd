import type { ColumnType } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { Binding, BindingEvidence } from './types.ts'

export interface BindingRow {
  resource: string
  column_name: string
  element: string
  state: Binding['state']
  evidence: ColumnType<BindingEvidence, string, string>
  suggested_at: Date | null
  decided_by: string | null
  decided_at: Date | null
}

export const db = tables<{ 'standards.binding': BindingRow }>()
