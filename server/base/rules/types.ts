import Type from 'typebox'

const DayText = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const Bilingual = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
)

/** wd working days, cd calendar days, wh working hours, h clock hours, m months, y years. */
export const Unit = Type.Union([
  Type.Literal('wd'),
  Type.Literal('cd'),
  Type.Literal('wh'),
  Type.Literal('h'),
  Type.Literal('m'),
  Type.Literal('y'),
])
export type Unit = Type.Static<typeof Unit>

/** How long, in what unit, and from which event; the day of the event is not counted. */
export const Term = Type.Object(
  { n: Type.Integer({ minimum: 1 }), unit: Unit, from: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
)
export type Term = Type.Static<typeof Term>

/** text: the instrument was read; secondary: numbers seen elsewhere; unverified: never refuses by itself. */
export const Evidence = Type.Union([
  Type.Literal('text'),
  Type.Literal('secondary'),
  Type.Literal('unverified'),
])
export type Evidence = Type.Static<typeof Evidence>

/** What a missed term means; it differs by instrument. */
export const Silence = Type.Union([
  Type.Literal('breach'),
  Type.Literal('deemedAccepted'),
  Type.Literal('lapse'),
  Type.Literal('terminate'),
  Type.Literal('none'),
])
export type Silence = Type.Static<typeof Silence>

/** One norm: a term that runs, a gate that must be passed, or a standing duty. */
export const Rule = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][A-Za-z]*([.][a-z][A-Za-z]*)+$' }),
    kind: Type.Union([Type.Literal('term'), Type.Literal('gate'), Type.Literal('duty')]),
    zh: Type.String({ minLength: 1 }),
    en: Type.String({ minLength: 1 }),
    article: Type.String({ minLength: 1 }),
    cite: Bilingual,
    evidence: Evidence,
    verifiedOn: DayText,
    effectiveFrom: DayText,
    effectiveTo: Type.Union([DayText, Type.Null()]),
    silence: Silence,
    term: Type.Optional(Term),
    /** The id of the rule that says by how much this term may be extended. */
    extension: Type.Optional(Type.String({ minLength: 1 })),
    /** A product decision where the law is silent. */
    local: Type.Optional(Type.Boolean()),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
)
export type Rule = Type.Static<typeof Rule>

/** One instrument with its rules; an amended instrument is a new version. */
export const Pack = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    version: Type.String({ minLength: 1 }),
    jurisdiction: Type.String({ minLength: 1 }),
    status: Type.Union([
      Type.Literal('law'),
      Type.Literal('guide'),
      Type.Literal('standard'),
      Type.Literal('local'),
    ]),
    title: Bilingual,
    source: Type.String({ minLength: 1 }),
    rules: Type.Array(Rule, { minItems: 1 }),
  },
  { additionalProperties: false },
)
export type Pack = Type.Static<typeof Pack>
