import Type from 'typebox'
import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { PageQuery } from '../../base/http/index.ts'
import type { Bilingual, Facts } from '../../base/problem.ts'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const DayText = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])

/** Whose move it is: the party that handles, opened or supervises the case, or the platform. */
export type Mover = 'handler' | 'opener' | 'competent' | 'system'

export interface CaseState extends Bilingual {
  readonly ended?: true
  /** `paused`: the ball is with the opener; how the clock behaves then is the rule local.clock.supplement */
  readonly clock: 'runs' | 'paused' | 'none'
}

export interface CaseMove extends Bilingual {
  readonly from: readonly string[]
  readonly to: string
  readonly by: Mover
  /** policy action asked for besides being the right party */
  readonly may?: string
  /** may be made by POST /api/cases/:id/moves, without a form of its own */
  readonly generic?: true
  readonly reason?: 'required'
}

/** A kind of matter as data: one engine runs them all. Hooks run inside the move's transaction. */
export interface CaseKind {
  readonly kind: string
  readonly title: Bilingual
  readonly states: Readonly<Record<string, CaseState>>
  readonly start: string
  readonly moves: Readonly<Record<string, CaseMove>>
  /** its term may be extended by POST /api/cases/:id/extension, without a form of its own */
  readonly extendable?: true
  onOverdue?(ctx: Ctx, item: Case): Promise<void>
  onMove?(ctx: Ctx, item: Case, move: string, facts: Facts): Promise<void>
}

export const CaseClock = Type.Object({
  rule: Type.String(),
  article: Type.String(),
  citation: Text,
  evidence: Type.String(),
  pack: Type.String(),
  packVersion: Type.String(),
  /** wd working days, cd calendar days, m months, y years, wh working hours, h hours */
  unit: Type.String(),
  /** the day of the event, which is not counted itself */
  startedOn: orNull(DayText),
  /** where it came in on a rest day and another day counts as the day of receipt: the true day, and by which rule */
  receipt: orNull(
    Type.Object({ receivedOn: DayText, rule: Type.String(), citation: Text, evidence: Type.String() }),
  ),
  /** null while the clock is paused with time in hand */
  dueOn: orNull(DayText),
  /** the instant, for terms in hours alone; its day is dueOn */
  dueAt: orNull(Type.String({ format: 'date-time' })),
  /** the count ran past the holiday notices known so far */
  provisional: Type.Boolean(),
  /** working days to the last day, negative when it has passed; days in hand while paused */
  daysLeft: orNull(Type.Integer()),
  /** for terms in hours alone: hours to the end in the unit of the term, negative when it has passed */
  hoursLeft: orNull(Type.Number()),
  paused: Type.Boolean(),
  overdue: Type.Boolean(),
  extendedBy: Type.Integer(),
  /** by what rule it was extended, and by how much it may be at most */
  extensionRule: orNull(Type.String()),
})

export const CaseHistory = Type.Object({
  move: Type.String(),
  from: Type.String(),
  to: Type.String(),
  by: Type.String(),
  party: orNull(Type.String()),
  at: Type.String({ format: 'date-time' }),
  reason: orNull(Type.String()),
  entry: Type.String(),
})

export const Case = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  title: Text,
  opener: Type.String(),
  handler: Type.String(),
  competent: Type.String(),
  state: Type.String(),
  /** possible in this state, for whoever is entitled */
  moves: Type.Array(Type.String()),
  clock: orNull(CaseClock),
  openedAt: Type.String({ format: 'date-time' }),
  endedAt: orNull(Type.String({ format: 'date-time' })),
  facts: Type.Record(Type.String(), Type.Unknown()),
  history: Type.Array(CaseHistory),
})
export type Case = Type.Static<typeof Case>

/** One case of a list: with the names of its kind and state, and for whom it waits. */
export const CaseLine = Type.Intersect([
  Case,
  Type.Object({
    kindTitle: Text,
    stateTitle: Text,
    /** the organisation whose turn it is: the handler while the clock runs, the opener while it is paused; null at the end */
    waitsFor: orNull(Type.String()),
  }),
])
export type CaseLine = Type.Static<typeof CaseLine>

/** One case as its desk shows it: its moves by name, and which of them is the reader's. */
export const CaseDesk = Type.Intersect([
  CaseLine,
  Type.Object({
    choices: Type.Array(
      Type.Object({
        move: Type.String(),
        title: Text,
        by: Type.String(),
        yours: Type.Boolean(),
        generic: Type.Boolean(),
        reason: Type.Boolean(),
      }),
    ),
  }),
])
export type CaseDesk = Type.Static<typeof CaseDesk>

/** A kind of matter with its states by name, and how many cases of it a list holds: at least as many as `cases`, if there are `more`. */
export const KindFacet = Type.Object({
  kind: Type.String(),
  title: Text,
  states: Type.Array(Type.Object({ state: Type.String(), title: Text, ended: Type.Boolean() })),
  cases: Type.Integer(),
  more: Type.Boolean(),
})
export type KindFacet = Type.Static<typeof KindFacet>

export interface CaseInput {
  readonly kind: string
  readonly subject: string
  readonly title: Bilingual
  readonly opener: string
  readonly handler: string
  /** the handler's competent department unless given */
  readonly competent?: string
  /** rule of the statutory clock; none where the law states no term */
  readonly rule?: string
  /** day of the event that starts the clock, today unless given; not counted itself */
  readonly from?: Day
  /** its instant, where the term is one of hours */
  readonly fromAt?: Date
  readonly facts?: Facts
}

export interface CaseFilter {
  readonly handler?: string
  readonly opener?: string
  readonly competent?: string
  readonly kind?: string
  readonly subject?: string
  readonly ended?: boolean
  readonly overdue?: boolean
  /** only cases in which it is this party's turn */
  readonly waitingFor?: string
  /** only cases in which this party has a part */
  readonly party?: string
  readonly cursor?: string
  readonly limit?: number
}

const filters = {
  handler: Type.Optional(Type.String()),
  opener: Type.Optional(Type.String()),
  competent: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  subject: Type.Optional(Type.String()),
  ended: Type.Optional(Type.Boolean()),
  overdue: Type.Optional(Type.Boolean()),
  waitingFor: Type.Optional(
    Type.String({ description: '轮到该单位办理 / only cases that wait for this organisation' }),
  ),
}

export const CaseQuery = Type.Object({ ...filters, ...PageQuery })
/** The same filters without pages: for a whole file, and for the kinds of a list. */
export const CaseFileQuery = Type.Object(filters)

export const MoveInput = Type.Object({
  move: Type.String({ minLength: 1, maxLength: 64 }),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
})

/** How much longer, in units of the term, and why. */
export const ExtensionInput = Type.Object({
  days: Type.Integer({ minimum: 1, maximum: 1000 }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
})
