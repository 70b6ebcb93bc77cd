import type { ColumnType } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { Verdict } from './types.ts'

export interface VerdictTable {
  resource: string
  n: number
  checked_at: Date
  score: number | null
  verdict: ColumnType<Verdict, string, string>
}

export interface QualityTables {
  'quality.verdict': VerdictTable
}

export const db = tables<QualityTables>()
