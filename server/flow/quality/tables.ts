import type { ColumnType } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { Profile } from './profile-types.ts'
import type { Verdict } from './types.ts'

export interface VerdictTable {
  resource: string
  n: number
  checked_at: Date
  score: number | null
  verdict: ColumnType<Verdict, string, string>
}

export interface QualityTables {
  'quality.profile': {
    resource: string
    n: number
    made_at: Date
    profile: ColumnType<Profile, string, string>
    /** drawn while columns were undecided */
    provisional: boolean
  }
  'quality.verdict': VerdictTable
}

export const db = tables<QualityTables>()
