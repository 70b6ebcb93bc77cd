import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import { tables } from '../../base/db/index.ts'
import type { Unit } from './budget.ts'
import type { HourUnit } from './hours.ts'

type Derived<T> = ColumnType<T, T | undefined, T>

export interface ItemRow {
  id: string
  kind: string
  subject: string
  title_zh: string
  title_en: string
  opener: string
  handler: string
  competent: string
  state: string
  facts: ColumnType<Record<string, unknown>, string, string>
  opened_at: Date
  ended_at: Date | null
  due_on: Day | null
  due_at: Derived<Date | null>
  overdue: Derived<boolean>
  /** its place in every list, text of a timestamp in Asia/Shanghai; derived */
  due_by: GeneratedAlways<string>
}

export interface MoveRow {
  case_id: string
  n: number
  move: string
  from_state: string
  to_state: string
  actor: string
  party: string | null
  made_at: Date
  reason: string | null
  entry: string
}

export interface ClockRow {
  case_id: string
  n: number
  rule: string
  article: string
  cite_zh: string
  cite_en: string
  pack: string
  pack_version: string
  evidence: string
  silence: string
  unit: Unit | HourUnit
  budget: number
  extended_by: Derived<number>
  extension_rule: string | null
  extension_most: number | null
  extension_reason: string | null
  due_on: Day | null
  due_at: Date | null
  received_on: Day | null
  provisional: boolean
  calendar: string
  ended_at: Date | null
  overdue_at: Date | null
}

export interface IntervalRow {
  case_id: string
  n: number
  seq: number
  started_on: Day
  stopped_on: Day | null
  started_at: Date | null
  stopped_at: Date | null
  ground: string
  actor: string
}

export interface CaseTables {
  'cases.item': ItemRow
  'cases.move': MoveRow
  'cases.clock': ClockRow
  'cases.clock_interval': IntervalRow
}

export const db = tables<CaseTables>()
