import { tables } from '../../base/db/index.ts'

export interface DutyRow {
  id: string
  matter: string
  scope: string
  handler: string
  basis: string
  rule: string | null
  since_at: Date
  until_at: Date | null
  assigned_by: string
}

export const db = tables<{ 'duties.duty': DutyRow }>()
