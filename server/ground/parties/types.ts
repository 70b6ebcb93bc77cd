import { type Static, Type } from 'typebox'
import type { Day } from '../../base/clock/index.ts'

const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Slug = (what: string) =>
  Type.String({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*$', maxLength: 64, description: what })

export const OrgId = Slug('单位标识 / organisation id, e.g. sz.market')
export const PersonId = Slug('人员标识 / person id, e.g. sz.market.officer')
export const ClientId = Slug('系统标识 / id of a department’s system')
const Text = Type.String({ minLength: 1, maxLength: 200 })
export const Titled = Type.Object({ zh: Text, en: Text })

export const LevelName = Type.Enum(['nation', 'province', 'city', 'county', 'town', 'village'])
export const OrgKind = Type.Enum(['government', 'competent', 'department', 'unit', 'village'])
export const FamilyName = Type.Enum(['manage', 'operate', 'audit'])

/** Administrative level (层级), nation to village. */
export type Level = Static<typeof LevelName>
/** The three families of duty that nobody may combine (管、运、审). */
export type Family = Static<typeof FamilyName>

export const OrgSchema = Type.Object({
  id: OrgId,
  name: Titled,
  uscc: Type.Union([Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$' }), Type.Null()], {
    description: '统一社会信用代码 GB 32100-2015',
  }),
  level: LevelName,
  division: Type.String({
    pattern: '^\\d{6}(\\d{3}(\\d{3})?)?$',
    description: '行政区划代码 GB/T 2260, GB/T 10114',
  }),
  parent: Type.Union([OrgId, Type.Null()]),
  line: Type.Union([Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }), Type.Null()], {
    description: '垂直条线 / vertical line, e.g. tax',
  }),
  kind: OrgKind,
  since: DayText,
  until: Type.Union([DayText, Type.Null()], {
    description: '自该日起不再有效 / first day on which this no longer holds',
  }),
})
/** An organisation (单位) in the form it has on one day; `since` and `until` bound that form, `until` not included. */
export type Org = Static<typeof OrgSchema>

export const OrgInputSchema = Type.Object({
  id: OrgId,
  name: Titled,
  uscc: Type.Optional(OrgSchema.properties.uscc),
  level: LevelName,
  division: OrgSchema.properties.division,
  parent: OrgSchema.properties.parent,
  line: Type.Optional(OrgSchema.properties.line),
  kind: OrgKind,
  since: Type.Optional(DayText),
})
export type OrgInput = Static<typeof OrgInputSchema>
export type OrgChange = Partial<
  Pick<Org, 'name' | 'uscc' | 'level' | 'division' | 'parent' | 'line' | 'kind'>
>

export const PersonSchema = Type.Object({ id: PersonId, org: OrgId, name: Text, title: Titled, login: Text })
export type Person = Static<typeof PersonSchema>
export const PersonInputSchema = Type.Object({
  ...PersonSchema.properties,
  login: Type.String({ pattern: '^[a-z0-9][a-z0-9._@-]{2,63}$' }),
  password: Type.Optional(Type.String({ maxLength: 1024 })),
})
/** Without a password the person cannot sign in here (an outside identity, or none yet). */
export type PersonInput = Static<typeof PersonInputSchema>

export const GrantSchema = Type.Object({
  id: Type.String(),
  person: PersonId,
  role: Type.String(),
  family: FamilyName,
  since: DayText,
  until: Type.Union([DayText, Type.Null()], { description: '截至该日（含）/ last day, included' }),
})
export type Grant = Static<typeof GrantSchema>
export const GrantInputSchema = Type.Object({
  person: PersonId,
  role: Type.String({ maxLength: 64 }),
  since: Type.Optional(DayText),
  until: Type.Optional(DayText),
})
export type GrantInput = Static<typeof GrantInputSchema>

/** A grant with who gave it, and who took it away when. */
export const GrantRecordSchema = Type.Object({
  ...GrantSchema.properties,
  inForce: Type.Boolean(),
  grantedBy: Type.String(),
  grantedAt: Type.String(),
  revokedBy: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
})
export type GrantRecord = Static<typeof GrantRecordSchema>

/** A person as an administrator sees them: roles now or to come, sessions open now. */
export const RosterPersonSchema = Type.Object({
  ...PersonSchema.properties,
  disabledAt: Type.Union([Type.String(), Type.Null()]),
  sessions: Type.Integer(),
  roles: Type.Array(GrantSchema),
})
export type RosterPerson = Static<typeof RosterPersonSchema>

/** An organisation in the tree, with how many stand directly below it and how many people it has. */
export const OrgBranchSchema = Type.Object({
  ...OrgSchema.properties,
  children: Type.Integer(),
  persons: Type.Integer(),
})
export type OrgBranch = Static<typeof OrgBranchSchema>

export const StewardSchema = Type.Object({
  id: Type.String(),
  resource: Type.String({ minLength: 1, maxLength: 64 }),
  org: OrgId,
  family: FamilyName,
  since: DayText,
})
/** An organisation that manages, operates or audits one resource. */
export type Steward = Static<typeof StewardSchema>

export const ClientInputSchema = Type.Object({ id: ClientId, org: OrgId, name: Text })
export type ClientInput = Static<typeof ClientInputSchema>

/** A department's system as an administrator sees it; its secret is kept as a digest alone. */
export const ClientSchema = Type.Object({
  ...ClientInputSchema.properties,
  registeredAt: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Client = Static<typeof ClientSchema>

/** One organisation a person served, with the office held there. */
export const PostingSchema = Type.Object({
  org: OrgId,
  title: Titled,
  sinceAt: Type.String(),
  untilAt: Type.Union([Type.String(), Type.Null()]),
  movedBy: Type.Union([Type.String(), Type.Null()]),
})
export type Posting = Static<typeof PostingSchema>

export interface OrgFilter {
  level?: Level
  parent?: string
  line?: string
  /** only these; unknown ids are absent */
  ids?: readonly string[]
  /** the day asked about; today unless said otherwise */
  on?: Day
  cursor?: string
  limit?: number
}
