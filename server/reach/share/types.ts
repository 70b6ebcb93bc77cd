import { type Static, Type } from 'typebox'
import { idPattern } from '../../base/ids.ts'
import { Case } from '../../ground/cases/index.ts'
import { FilterSchema } from '../../ground/policy/index.ts'

const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Id = Type.String({ pattern: idPattern })
const Text = (max: number) => Type.String({ minLength: 2, maxLength: max })

export const Mode = Type.Union([Type.Literal('api'), Type.Literal('file'), Type.Literal('delta')])

/** One resource asked for: which items, which rows, how (使用范围、共享方式). */
export const LineInput = Type.Object({
  resource: Id,
  fields: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
    minItems: 1,
    maxItems: 500,
    uniqueItems: true,
  }),
  rows: Type.Optional(Type.Union([FilterSchema, Type.Null()])),
  modes: Type.Array(Mode, { minItems: 1, uniqueItems: true }),
})

/** The five statutory contents of a request (第二十条第二款) and its lines. */
export const SubmissionInput = Type.Object({
  purpose: Text(500),
  basis: Text(1000),
  scenario: Text(1000),
  scope: Text(1000),
  period: Type.Object({ from: DayText, until: DayText }),
  lines: Type.Array(LineInput, { minItems: 1, maxItems: 500 }),
})
export type SubmissionInput = Static<typeof SubmissionInput>

export const AgreedField = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 128 }),
  mask: Type.Union([Type.String({ minLength: 1, maxLength: 40 }), Type.Null()]),
})

export const Terms = Type.Object({
  fields: Type.Array(AgreedField, { minItems: 1, maxItems: 500 }),
  rows: Type.Union([FilterSchema, Type.Null()]),
  modes: Type.Array(Mode, { minItems: 1, uniqueItems: true }),
  until: DayText,
})
export type Terms = Static<typeof Terms>

export const Offer = Type.Object({
  id: Id,
  ...Terms.properties,
  note: Type.String(),
  state: Type.String(),
  madeAt: Type.String(),
})
export type Offer = Static<typeof Offer>

export const Extension = Type.Object({
  days: Type.Integer(),
  reason: Type.String(),
  /** lapsed: the line was answered or ended before anybody ruled */
  state: Type.Union([
    Type.Literal('asked'),
    Type.Literal('granted'),
    Type.Literal('denied'),
    Type.Literal('lapsed'),
  ]),
  ruling: Type.Union([Type.String(), Type.Null()]),
})

export const Line = Type.Object({
  id: Id,
  submission: Id,
  applicant: Type.String(),
  purpose: Type.String(),
  resource: Id,
  provider: Type.String(),
  attribute: Type.String(),
  fields: Type.Array(Type.String()),
  rows: Type.Union([FilterSchema, Type.Null()]),
  modes: Type.Array(Mode),
  offer: Type.Union([Offer, Type.Null()]),
  extension: Type.Union([Extension, Type.Null()]),
  agreement: Type.Union([Id, Type.Null()]),
  case: Type.Union([Case, Type.Null()]),
})
export type Line = Static<typeof Line>

export const Submission = Type.Object({
  id: Id,
  applicant: Type.String(),
  purpose: Type.String(),
  basis: Type.String(),
  scenario: Type.String(),
  scope: Type.String(),
  period: Type.Object({ from: DayText, until: DayText }),
  state: Type.Union([Type.Literal('drafted'), Type.Literal('filed'), Type.Literal('returned')]),
  draftedBy: Type.String(),
  approvedBy: Type.Union([Type.String(), Type.Null()]),
  draftedAt: Type.String(),
  filedAt: Type.Union([Type.String(), Type.Null()]),
  lines: Type.Array(Line),
})
export type Submission = Static<typeof Submission>

/** What the provider's office answers; a refusal is a typed statement with its reason (第二十一条). */
export const Decision = Type.Union([
  Type.Object({ decision: Type.Literal('agree'), note: Type.Optional(Text(1000)) }),
  Type.Object({
    decision: Type.Literal('counter'),
    fields: Terms.properties.fields,
    rows: Terms.properties.rows,
    modes: Terms.properties.modes,
    until: DayText,
    note: Text(1000),
  }),
  Type.Object({
    decision: Type.Literal('askSupplement'),
    missing: Type.Array(Text(500), { minItems: 1, maxItems: 50 }),
  }),
  Type.Object({
    decision: Type.Literal('refuse'),
    ground: Type.Union([
      Type.Literal('outsideScope'),
      Type.Literal('otherPurpose'),
      Type.Literal('notNecessary'),
      Type.Literal('lawForbids'),
      Type.Literal('incomplete'),
    ]),
    reason: Text(2000),
  }),
])
export type Decision = Static<typeof Decision>

export const Agreement = Type.Object({
  id: Id,
  line: Id,
  resource: Id,
  applicant: Type.String(),
  provider: Type.String(),
  state: Type.Union([Type.Literal('inForce'), Type.Literal('suspended'), Type.Literal('ended')]),
  from: DayText,
  until: DayText,
  rectifyBy: Type.Union([DayText, Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
  sha256: Type.String(),
  odrl: Type.Unknown(),
  agreedAt: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Agreement = Static<typeof Agreement>

export const CorrectionInput = Type.Object({
  agreement: Id,
  key: Type.String({ minLength: 1, maxLength: 256 }),
  field: Type.String({ minLength: 1, maxLength: 128 }),
  seen: Type.Optional(Type.String({ maxLength: 4000 })),
  proposed: Type.Optional(Type.String({ maxLength: 4000 })),
  reason: Text(1000),
})
export type CorrectionInput = Static<typeof CorrectionInput>

export const CorrectionAnswer = Type.Union([
  Type.Object({
    decision: Type.Literal('correct'),
    value: Type.String({ maxLength: 4000 }),
    note: Type.Optional(Text(1000)),
  }),
  Type.Object({ decision: Type.Literal('keep'), reason: Text(2000) }),
])
export type CorrectionAnswer = Static<typeof CorrectionAnswer>

export const Correction = Type.Object({
  id: Id,
  agreement: Id,
  resource: Id,
  key: Type.String(),
  field: Type.String(),
  seen: Type.Union([Type.String(), Type.Null()]),
  proposed: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  answer: Type.Union([Type.String(), Type.Null()]),
  version: Type.Union([Type.Integer(), Type.Null()]),
  case: Type.Union([Case, Type.Null()]),
  reportedAt: Type.String(),
})
export type Correction = Static<typeof Correction>

/** Terms a decider weighs: fields with masks and the row rule, and how many rows to show. */
export const PreviewInput = Type.Object({
  fields: Terms.properties.fields,
  rows: Terms.properties.rows,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
})
export type PreviewInput = Static<typeof PreviewInput>

const Titled = Type.Object({ zh: Type.String(), en: Type.String() })

/** The very rows the applicant would see through these terms. */
export const TermsPreview = Type.Object({
  line: Id,
  resource: Id,
  version: Type.Integer(),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Titled,
      type: Type.String(),
      mask: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  rowsTotal: Type.Integer(),
  rowsVisible: Type.Integer(),
})
export type TermsPreview = Static<typeof TermsPreview>

/** One agreement a demander may read by now: what, how, and how fresh it is. */
export const MyData = Type.Object({
  agreement: Id,
  resource: Id,
  name: Titled,
  provider: Type.String(),
  purpose: Type.String(),
  modes: Type.Array(Mode),
  columns: Type.Integer(),
  keyField: Type.Union([Type.String(), Type.Null()]),
  from: DayText,
  until: DayText,
  cycle: Type.Union([Type.String(), Type.Null()]),
  /** null while the first rows are being prepared */
  served: Type.Union([
    Type.Object({
      version: Type.Integer(),
      rows: Type.Integer(),
      sizeBytes: Type.Integer(),
      committedAt: Type.String(),
    }),
    Type.Null(),
  ]),
  /** when the next version is due by the update cycle; null where the cycle has no days */
  freshness: Type.Union([Type.Object({ dueOn: DayText, late: Type.Boolean() }), Type.Null()]),
})
export type MyData = Static<typeof MyData>
