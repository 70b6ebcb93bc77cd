import type { Day } from '../../base/clock/index.ts'
import type { Filter } from './filter.ts'

/** How data reaches the applicant: look-ups, files, Delta Sharing (CN-SC-809 art. 22). */
export type Mode = 'api' | 'file' | 'delta'
export type PlanState = 'inForce' | 'suspended' | 'ended'

/** A column the applicant may see; `mask` names how its values are hidden, null shows them. */
export interface PlanField {
  readonly name: string
  readonly mask: string | null
}

/** What one agreement lets its applicant read, `from` and `until` included. */
export interface AccessPlan {
  readonly id: string
  readonly resource: string
  readonly applicant: string
  readonly provider: string
  readonly purpose: string
  readonly fields: PlanField[]
  readonly rows: Filter | null
  readonly modes: Mode[]
  readonly from: Day
  readonly until: Day
  readonly state: PlanState
  readonly revision: number
  readonly keyField: string | null
}

export type PlanChange = Partial<
  Pick<AccessPlan, 'state' | 'purpose' | 'fields' | 'rows' | 'modes' | 'until' | 'keyField'>
> & {
  readonly reason: string
}
