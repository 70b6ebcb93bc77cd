import Type from 'typebox'

const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const Titled = Type.Object({ zh: Type.String(), en: Type.String() })

const Scored = Type.Object({ element: Type.String(), score: Type.Number() })

/** Why the machine proposed an element: header, share of distinct values that pass, number judged. */
export const BindingEvidence = Type.Object({
  /** null where the machine had no proposal */
  suggested: orNull(Type.String()),
  score: Type.Number(),
  name: Type.Number(),
  passRate: Type.Number(),
  sample: Type.Integer(),
  others: Type.Array(Scored),
})
export type BindingEvidence = Type.Static<typeof BindingEvidence>

/** A column's data element: `suggested` by the machine or `confirmed` by a person of the owner. */
export const Binding = Type.Object({
  resource: Type.String(),
  column: Type.String(),
  element: Type.String(),
  state: Type.Enum(['suggested', 'confirmed']),
  evidence: BindingEvidence,
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(Type.String({ format: 'date-time' })),
})
export type Binding = Type.Static<typeof Binding>

/** A column to be bound, with values as they came. */
export interface ColumnSample {
  readonly name: string
  readonly samples: readonly string[]
}

export const BindingChoice = Type.Object({
  column: Type.String({ minLength: 1, maxLength: 200 }),
  element: Type.String({ minLength: 1, maxLength: 64 }),
})
export type BindingChoice = Type.Static<typeof BindingChoice>

/** A data element as the registry shows it. */
export const ElementCard = Type.Object({
  id: Type.String(),
  name: Titled,
  definition: Titled,
  kind: Type.String(),
  format: Type.String(),
  grade: Type.Integer(),
  pi: orNull(Type.String()),
  sensitive: Type.Boolean(),
  mask: orNull(Type.String()),
  table: orNull(Type.String()),
  basis: Type.String(),
  evidence: Type.String(),
  headers: Type.Array(Type.String()),
})
export type ElementCard = Type.Static<typeof ElementCard>

export const TableCard = Type.Object({
  id: Type.String(),
  name: Titled,
  standard: Type.String(),
  edition: Type.String(),
  evidence: Type.String(),
  size: Type.Integer(),
})
export const TableValues = Type.Intersect([
  TableCard,
  Type.Object({
    broader: orNull(
      Type.Integer({
        description:
          '未单列的代码归入前若干位所示的上位代码 / a code not listed belongs to the listed one of this many leading characters',
      }),
    ),
    values: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: orNull(Type.String()) })),
  }),
])

export const CheckInput = Type.Object({
  element: Type.String({ maxLength: 64 }),
  values: Type.Array(Type.String({ maxLength: 4000 }), { minItems: 1, maxItems: 1000 }),
})
export const CheckedValue = Type.Object({
  ok: Type.Boolean(),
  normal: orNull(Type.String()),
  missing: Type.Boolean(),
  faults: Type.Array(
    Type.Object({
      code: Type.String(),
      severity: Type.Enum(['error', 'warn']),
      zh: Type.String(),
      en: Type.String(),
      basis: Type.String(),
    }),
  ),
})
