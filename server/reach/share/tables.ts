import type { ColumnType } from 'kysely'
import { tables } from '../../base/db/index.ts'
import type { Filter, Mode } from '../../ground/policy/index.ts'

type Json<T> = ColumnType<T, string, string>
type At = ColumnType<Date, Date, Date>
type Derived<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface SubmissionRow {
  id: string
  applicant: string
  drafted_by: string
  approved_by: string | null
  purpose: string
  basis: string
  scenario: string
  scope: string
  use_from: string
  use_until: string
  state: 'drafted' | 'filed' | 'returned'
  drafted_at: At
  filed_at: ColumnType<Date | null, Date | null, Date | null>
}

export interface LineRow {
  id: string
  submission: string
  position: number
  resource: string
  provider: string
  attribute: 'unconditional' | 'conditional'
  fields: string[]
  row_filter: ColumnType<Filter | null, string | null, string | null>
  modes: Mode[]
  case_id: string | null
  supplements: ColumnType<number, number | undefined, number>
}

/** Of a line's case, as it stands: who answers, who supervises, the last day, the end. */
export interface StandingRow {
  line: string
  handler: string
  competent: string
  due_on: string | null
  ended_at: ColumnType<Date | null, Date | null, Date | null>
}

export interface OfferRow {
  id: string
  line: string
  fields: Json<{ name: string; mask: string | null }[]>
  row_filter: ColumnType<Filter | null, string | null, string | null>
  modes: Mode[]
  use_until: string
  note: string
  state: 'open' | 'accepted' | 'declined' | 'lapsed'
  made_by: string
  made_at: At
}

export interface AgreementRow {
  id: string
  line: string
  resource: string
  applicant: string
  provider: string
  state: 'inForce' | 'suspended' | 'ended'
  use_from: string
  use_until: string
  odrl: Json<unknown>
  sha256: string
  agreed_at: At
  rectify_by: string | null
  reason: string | null
  ended_at: ColumnType<Date | null, Date | null, Date | null>
}

export interface CorrectionRow {
  id: string
  agreement: string
  resource: string
  case_id: string | null
  key: string
  field: string
  seen: string | null
  proposed: string | null
  reason: string
  answer: string | null
  version: number | null
  reported_at: At
  ended_at: Derived<Date>
}

export interface ExtensionRow {
  line: string
  days: number
  reason: string
  state: 'asked' | 'granted' | 'denied' | 'lapsed'
  asked_by: string
  asked_at: At
  ruled_by: string | null
  ruled_at: ColumnType<Date | null, Date | null, Date | null>
  ruling: string | null
}

interface ShareTables {
  'share.submission': SubmissionRow
  'share.line': LineRow
  'share.standing': StandingRow
  'share.offer': OfferRow
  'share.agreement': AgreementRow
  'share.correction': CorrectionRow
  'share.extension': ExtensionRow
}

export const db = tables<ShareTables>()
