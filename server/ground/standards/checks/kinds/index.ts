import type { KindName } from '../types.ts'
import { code, division } from './codes.ts'
import { date, datetime } from './days.ts'
import { bankCard, citizenId, orgcode, regno, uscc, vin } from './identifiers.ts'
import type { Kind } from './kind.ts'
import { decimal, money } from './numbers.ts'
import { pattern } from './pattern.ts'

/** The one list of kinds. */
export const kinds: Record<KindName, Kind> = {
  pattern,
  uscc,
  orgcode,
  'citizen-id': citizenId,
  regno,
  'bank-card': bankCard,
  vin,
  date,
  datetime,
  decimal,
  money,
  code,
  division,
}
