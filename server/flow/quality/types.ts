import Type from 'typebox'
import { RejectRow } from '../collect/index.ts'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

/** What counts against an indicator, and by which its rows are listed (`faults?rule=…&field=…`). */
export const Cause = Type.Object({
  /** null: all faulty rows */
  rule: orNull(Type.String()),
  /** item, or items joined by commas; null: whichever */
  field: orNull(Type.String()),
  zh: Type.String(),
  en: Type.String(),
  /** rows */
  count: Count,
})
export type Cause = Type.Static<typeof Cause>

/** One indicator of GB/T 36344: A of B; share null where nothing could be evaluated. */
export const Indicator = Type.Object({
  code: Type.String(),
  dimension: Type.String(),
  name: Text,
  inverse: Type.Boolean(),
  a: Count,
  b: Count,
  state: Type.Union([Type.Literal('evaluated'), Type.Literal('notEvaluated')]),
  /** A / B as the standard writes it */
  share: orNull(Type.Number()),
  /** why it is not evaluated; null where it is */
  reason: orNull(Text),
  /** warnings by which its rows are listed (`faults?severity=warn&rule=…`) */
  rules: Type.Array(Type.String()),
  /** what counts against it among the rejected rows; null where this is not told */
  errors: orNull(Type.Array(Cause)),
  /** what counts against it and rejects nothing (`faults?severity=warn&…`); null where this is not told */
  warnings: orNull(Type.Array(Cause)),
  /** why no rows are listed though it is short of full; null where rows are, or nothing is short */
  rowless: orNull(Text),
})
export type Indicator = Type.Static<typeof Indicator>

export const Dimension = Type.Object({
  key: Type.String(),
  name: Text,
  weight: Type.Number(),
  /** 0 to 100, the mean of its evaluated indicators with inverse ones turned round */
  score: orNull(Type.Number()),
  /** why no indicator of it could be evaluated; null where one was */
  reason: orNull(Text),
})
export type Dimension = Type.Static<typeof Dimension>

/** By which the rows without a value are listed: an error where one is required. */
export const Gaps = Type.Object({
  severity: Type.Union([Type.Literal('error'), Type.Literal('warn')]),
  rule: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})
export type Gaps = Type.Static<typeof Gaps>

/** What was found in one item: values, missing ones, and faults by rule. */
export const ItemVerdict = Type.Object({
  item: Type.String(),
  title: Text,
  element: orNull(Type.String()),
  values: Count,
  missing: Count,
  /** null where none is missing */
  gaps: orNull(Gaps),
  faults: Type.Array(
    Type.Object({ rule: Type.String(), zh: Type.String(), en: Type.String(), count: Count }),
  ),
  /** warnings of values without fault: they reject nothing; `counts` names the indicator they count against, if any */
  warnings: Type.Array(
    Type.Object({
      rule: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      count: Count,
      counts: orNull(Type.String()),
    }),
  ),
})
export type ItemVerdict = Type.Static<typeof ItemVerdict>

/** What must agree within a row, such as the date of birth with the citizen number: B rows tell both, A agree. */
export const RelationVerdict = Type.Object({
  rule: Type.String(),
  indicator: Type.String(),
  fields: Type.Array(Type.String()),
  zh: Type.String(),
  en: Type.String(),
  a: Count,
  b: Count,
})
export type RelationVerdict = Type.Static<typeof RelationVerdict>

/** The verdict on one version (质量评价), with what it was judged by. */
export const Verdict = Type.Object({
  resource: Type.String(),
  n: Count,
  checkedAt: Type.String({ format: 'date-time' }),
  landed: Count,
  accepted: Count,
  rejected: Count,
  /** records that could not even be read */
  unread: Count,
  score: orNull(Type.Number()),
  /** items bound to a data element, of all */
  bound: Type.Object({ a: Count, b: Count }),
  dimensions: Type.Array(Dimension),
  indicators: Type.Array(Indicator),
  items: Type.Array(ItemVerdict),
  relations: Type.Array(RelationVerdict),
  packs: Type.Array(Type.String()),
})
export type Verdict = Type.Static<typeof Verdict>

export const FaultRow = RejectRow
export type FaultRow = RejectRow

/** One cell to be corrected: the row by its key, the item, the right value (null: none). */
export interface Patch {
  readonly key: string
  readonly field: string
  readonly value: string | null
}
