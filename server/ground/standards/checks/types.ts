import Type from 'typebox'

const Bilingual = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
)
const Evidence = Type.Union([Type.Literal('text'), Type.Literal('secondary'), Type.Literal('unverified')])
const literals = <const T extends string>(all: readonly T[]) =>
  Type.Unsafe<T>({ type: 'string', enum: [...all] })

/** How a value is read and judged; one file of `kinds/` each. */
export const kindNames = [
  'pattern',
  'uscc',
  'orgcode',
  'citizen-id',
  'regno',
  'bank-card',
  'vin',
  'date',
  'datetime',
  'decimal',
  'money',
  'code',
  'division',
] as const
export type KindName = (typeof kindNames)[number]

/** Ways to hide a value, exact outputs in mask.ts. A token needs a recipient's key, so the serving room makes it. */
export const maskNames = [
  'clear',
  'name',
  'citizen-id',
  'citizen-id-region',
  'mobile',
  'phone',
  'bank-card',
  'plate',
  'email',
  'identifier',
  'address',
  'coordinate',
  'year',
  'token',
  'fixed',
  'null',
] as const
export type Mask = (typeof maskNames)[number]

/** A data element (数据元): meaning, format, values, grade and how it is masked. */
export const Element = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    zh: Type.String({ minLength: 1 }),
    en: Type.String({ minLength: 1 }),
    /** Column headers that mean this element: Chinese, English and pinyin initials. */
    headers: Type.Array(Type.String({ minLength: 1 })),
    definition: Bilingual,
    kind: literals(kindNames),
    /** In the notation of GB/T 19488, such as an18 or n..17,2. */
    format: Type.String({ minLength: 1 }),
    /** Level 1 to 4 of general data. */
    grade: Type.Integer({ minimum: 1, maximum: 4 }),
    /** Class of personal information, null when none. */
    pi: Type.Union([Type.String(), Type.Null()]),
    sensitive: Type.Boolean(),
    mask: Type.Union([literals(maskNames), Type.Null()]),
    basis: Type.String({ minLength: 1 }),
    evidence: Evidence,
    fold: Type.Optional(
      Type.Object(
        { squeeze: Type.Optional(Type.String()), upper: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    ),
    pattern: Type.Optional(Type.String()),
    rewrite: Type.Optional(Type.Array(Type.Tuple([Type.String(), Type.String()]))),
    length: Type.Optional(Type.Tuple([Type.Integer(), Type.Integer()])),
    table: Type.Optional(Type.String()),
    digits: Type.Optional(Type.Integer()),
    scale: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    units: Type.Optional(Type.Array(Type.String())),
    unit: Type.Optional(Type.String()),
    /** 'CNY' refuses other currencies; 'stated' keeps the currency beside the amount. */
    currency: Type.Optional(literals(['CNY', 'stated'])),
    /** Placeholders of this element besides the common ones; the registry hands out the whole list. */
    missing: Type.Optional(Type.Array(Type.String())),
    /** Common placeholders that are values here. */
    keeps: Type.Optional(Type.Array(Type.String())),
    /** The values alone prove little, so the header has to speak too. */
    weak: Type.Optional(Type.Boolean()),
    /** Ends of typical values, for recognising names of firms, organs and addresses. */
    suffixes: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
)
type ElementFile = Type.Static<typeof Element>
export type Element = Omit<ElementFile, 'missing' | 'keeps'> & { missing: readonly string[] }
export { Element as ElementShape }

/** A code table (代码表) of one edition. */
export const CodeTable = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    zh: Type.String(),
    en: Type.String(),
    standard: Type.String(),
    edition: Type.String(),
    evidence: Evidence,
    source: Type.Optional(Type.String()),
    /** Codes that are not listed but may exist, by pattern and listed prefix. */
    open: Type.Optional(
      Type.Object(
        { pattern: Type.String(), prefix: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
    ),
    /** Prefixes below which the list is complete. */
    complete: Type.Optional(Type.Array(Type.String())),
    values: Type.Array(
      Type.Object(
        {
          code: Type.String({ minLength: 1 }),
          zh: Type.String({ minLength: 1 }),
          en: Type.Optional(Type.String()),
          aliases: Type.Optional(Type.Array(Type.String())),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
)
export type CodeTable = Type.Static<typeof CodeTable>
export { CodeTable as CodeTableShape }

export type Severity = 'error' | 'warn'

/** One thing wrong with a value; `code` is element and fault, such as 'uscc.check'. */
export interface Fault {
  code: string
  severity: Severity
  zh: string
  en: string
  basis: string
}

/** What a check says: `normal` is null when the value is missing or cannot be read. */
export interface Verdict {
  ok: boolean
  normal: string | null
  faults: Fault[]
  missing: boolean
}
