import type { JSONColumnType } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import { tables } from '../../base/db/index.ts'
import type { AccessPlan, Mode, PlanField, PlanState } from './types.ts'

interface PlanRow {
  id: string
  resource: string
  applicant: string
  provider: string
  purpose: string
  fields: JSONColumnType<PlanField[]>
  rows: JSONColumnType<object> | null
  modes: Mode[]
  from_on: Day
  until_on: Day
  state: PlanState
  key_field: string | null
  revision: number
  changed_at: Date
}

export interface PolicyTables {
  'policy.plan': PlanRow
  'policy.plan_revision': {
    plan: string
    revision: number
    content: JSONColumnType<AccessPlan>
    reason: string | null
    changed_by: string
    changed_at: Date
  }
  'policy.token': {
    id: string
    plan: string
    token_sha256: string
    expires_on: Day
    issued_by: string
    issued_at: Date
    revoked_at: Date | null
  }
}

export const db = tables<PolicyTables>()
