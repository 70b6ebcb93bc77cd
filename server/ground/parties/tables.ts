import type { Generated } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import { tables } from '../../base/db/index.ts'
import type { Family, Level, Org } from './types.ts'

export interface OrgFormRow {
  id: Generated<number>
  org: string
  name_zh: string
  name_en: string
  uscc: string | null
  level: Level
  division: string
  parent: string | null
  line: string | null
  kind: Org['kind']
  since_on: Day
  until_on: Day | null
  replaced_at: Date | null
}

interface PersonRow {
  id: string
  org: string
  name: string
  title_zh: string
  title_en: string
  login: string
  password_hash: string | null
  registered_at: Date
  disabled_at: Date | null
}

interface RoleGrantRow {
  id: string
  person: string
  role: string
  family: Family
  since_at: Date
  until_at: Date | null
  granted_by: string
  granted_at: Date
  revoked_by: string | null
  revoked_at: Date | null
}

interface StewardRow {
  id: string
  resource: string
  org: string
  family: Family
  since_at: Date
  until_at: Date | null
  assigned_by: string
  ended_by: string | null
}

interface SessionRow {
  token_sha256: string
  person: string
  source: string
  opened_at: Date
  used_at: Date
  expires_at: Date
  ended_at: Date | null
}

interface ClientRow {
  id: string
  org: string
  name: string
  secret_sha256: string
  registered_at: Date
  disabled_at: Date | null
}

interface PostingRow {
  person: string
  n: number
  org: string
  title_zh: string
  title_en: string
  since_at: Date
  until_at: Date
  moved_by: string
}

export interface PartiesTables {
  'parties.posting': PostingRow
  'parties.org': { id: string }
  'parties.org_form': OrgFormRow
  'parties.person': PersonRow
  'parties.role': { id: string; family: Family }
  'parties.role_grant': RoleGrantRow
  'parties.steward': StewardRow
  'parties.session': SessionRow
  'parties.client': ClientRow
  'parties.client_token': { token_sha256: string; client: string; expires_at: Date }
  'parties.sign_in_attempts': { key: string; window_at: Date; attempts: number }
}

export const db = tables<PartiesTables>()
