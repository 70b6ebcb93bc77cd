import type { ColumnType, Generated } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import { tables } from '../../base/db/index.ts'
import type { Entry, Version, VersionTables } from './types.ts'

type Json<T> = ColumnType<T, string, string>

export interface ResourceRow {
  id: string
  code: string
  provider: string
  revision: number
  edition: Generated<number>
  published: number | null
  published_on: Day | null
  registered_at: Date
}

export interface RevisionRow {
  resource: string
  n: number
  state: 'draft' | 'inReview' | 'published' | 'superseded' | 'withdrawn'
  entry: Json<Entry>
  made_by: string
  made_at: Date
  submitted_by: string | null
  submitted_at: Date | null
  case_id: string | null
  decided_by: string | null
  decided_at: Date | null
  return_reason: string | null
}

export interface ShownRow {
  resource: string
  published: boolean
  provider: string
  level: string
  attribute: string
  grade: string
  cycle: string
  quality: Generated<'high' | 'middle' | 'low' | 'none'>
  tokens: string
}

export interface VersionRow {
  resource: string
  n: number
  state: Version['state']
  origin: Version['origin']
  delivery: string | null
  landed: number
  accepted: number | null
  rejected: number | null
  tables: Json<VersionTables>
  score: number | null
  at: Date
}

export interface CatalogTables {
  'catalog.resource': ResourceRow
  'catalog.revision': RevisionRow
  'catalog.shown': ShownRow
  'catalog.version': VersionRow
}

export const db = tables<CatalogTables>()
