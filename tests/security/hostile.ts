import fc from 'fast-check'

/** JSON text that `JSON.stringify` would not write: duplicate keys, numbers beyond 2^53, escapes of its own. */
export class RawJson {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Writes a value as JSON, raw parts as they stand. */
export function writeJson(value: unknown): string {
  if (value instanceof RawJson) return value.text
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value)
    .map(([key, part]) => `${JSON.stringify(key)}:${writeJson(part)}`)
    .join(',')}}`
}

const nested = (depth: number, open: string, close: string) =>
  new RawJson(`${open.repeat(depth)}1${close.repeat(depth)}`)

/** What the edge refuses wherever it stands in a body, whatever the schema says. */
export const forbiddenValues: readonly RawJson[] = [
  new RawJson('9007199254740993'),
  new RawJson('-9007199254740993'),
  new RawJson('1e999'),
  new RawJson('"\\u0000"'),
  new RawJson('"核验\\u0000"'),
  new RawJson('"\\ud800"'),
  new RawJson('"\\udc00x"'),
  new RawJson('{"a":1,"a":2}'),
  new RawJson('{"__proto__":{"admin":true}}'),
  nested(40, '[', ']'),
  nested(40, '{"and":[', ']}'),
  new RawJson('01'),
  new RawJson('NaN'),
  new RawJson("'x'"),
  new RawJson('"\n"'),
]

/** Values that are good JSON and good for nothing else. */
export const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  1e21,
  1e-7,
  '',
  ' ',
  '0',
  '1',
  'true',
  'null',
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { constructor: { prototype: { x: 1 } } },
  'constructor',
  '__proto__',
  'toString',
  '../../etc/passwd',
  '..%2f..%2fetc',
  '/dev/null',
  "'; drop table parties.person; --",
  '" or 1=1 --',
  '$1',
  '\\',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x","y")',
  '\u202e\u2066倒序\u2069',
  '\ufeff零宽\u200b\u200d',
  '\u001b[2J\u001b]0;x\u0007',
  '行一\n行二\r行三',
  '\u0085\u2028\u2029',
  '😀'.repeat(100),
  '\u{10ffff}',
  'İı',
  '2025-02-30',
  '0000-01-01',
  '9999-12-31',
  '2025-13-45',
  '长'.repeat(2_000),
  'x'.repeat(200_000),
  Array.from({ length: 10_000 }, (_, i) => i),
  Array.from({ length: 10_000 }, () => 'uscc'),
  Array.from({ length: 3_000 }, () => ({})),
  nested(25, '{"not":', '}'),
  nested(15, '{"and":[', ']}'),
]

export const oddTexts: readonly string[] = oddValues.filter(
  (value): value is string => typeof value === 'string' && value.length < 400,
)

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
}

/** Names of things that exist, by the name of the field that asks for them. */
export type Known = Readonly<Record<string, readonly string[]>>

/** Values of a schema, most of them valid, with real names where a field asks for one. */
export function likely(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => likely(one, known, name)))
  const real = known[name]
  switch (schema.type) {
    case 'object':
      return likelyObject(schema, known)
    case 'array':
      return fc.array(likely(schema.items ?? {}, known, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 2),
      })
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return real ? fc.oneof(fc.constantFrom(...real), likelyText(schema)) : likelyText(schema)
    default:
      return fc.constantFrom(...oddTexts)
  }
}

function likelyText({ pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (pattern?.includes('\\d{4}-\\d{2}-\\d{2}') || pattern?.includes('[0-9]{4}-[0-9]{2}-[0-9]{2}'))
    return fc.constantFrom('2025-09-29', '2026-02-28', '2026-09-28', '2025-02-30', '2025-13-45', '0000-01-01')
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20), unit: 'grapheme' })
}

function likelyObject({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, likely(part, known, name)]),
  )
  return fc.record(parts, { requiredKeys: required, noNullPrototype: true })
}

export interface Spoiled {
  readonly value: unknown
  /** the edge refuses it for its form, whatever the room thinks of it */
  readonly forbidden: boolean
}

/** A value with up to three places spoiled: replaced, left out, or with a field that nobody knows. */
export function spoil(good: fc.Arbitrary<unknown>): fc.Arbitrary<Spoiled> {
  const touch = fc.record({
    at: fc.nat(50),
    how: fc.constantFrom('replace', 'replace', 'forbid', 'remove', 'add'),
    odd: fc.constantFrom(...oddValues),
    forbidden: fc.constantFrom(...forbiddenValues),
  })
  const touches = fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(touch, { minLength: 1, maxLength: 2 }) },
  )
  return fc.tuple(good, touches).map(([value, touches]) => {
    let spoiled = value
    let forbidden = false
    for (const { at, how, odd, forbidden: bad } of touches) {
      const change = (part: unknown): unknown => {
        if (how === 'forbid') return bad
        if (how === 'add' && isPlain(part)) return { ...part, nobodyKnows: odd }
        return how === 'remove' ? undefined : odd
      }
      spoiled = changeAt(spoiled, at, change) ?? null
      forbidden = writeJson(spoiled) !== '' && (forbidden || how === 'forbid') && holdsForbidden(spoiled)
    }
    return { value: spoiled, forbidden }
  })
}

function holdsForbidden(value: unknown): boolean {
  if (value instanceof RawJson) return forbiddenValues.includes(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsForbidden)
}

/** Changes the part number `at` in reading order, the whole being number 0. */
function changeAt(value: unknown, at: number, change: (part: unknown) => unknown): unknown {
  let left = at % countParts(value)
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return change(part)
    if (Array.isArray(part)) return part.map(walk)
    if (!isPlain(part)) return part
    return Object.fromEntries(
      Object.entries(part)
        .map(([key, one]) => [key, walk(one)] as const)
        .filter(([, one]) => one !== undefined),
    )
  }
  return walk(value)
}

function countParts(value: unknown): number {
  if (Array.isArray(value))
    return value.length > 100 ? 1 : 1 + value.reduce((sum, one) => sum + countParts(one), 0)
  if (!isPlain(value)) return 1
  return 1 + Object.values(value).reduce((sum: number, one) => sum + countParts(one), 0)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawJson)
}
