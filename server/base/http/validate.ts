import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Set as defineFormat } from 'typebox/format'
import { isDay } from '../clock/index.ts'
import { type FieldFault, Problem, type Refusal } from '../problem.ts'
import { sayFaults, type TitledFault } from './fault-words.ts'

const invalid: Refusal = {
  status: 422,
  zh: '提交的内容不符合规定',
  en: 'The submission breaks a rule',
  remedy: {
    zh: '逐项改正后重新提交；每一处的要求都已列出',
    en: 'Mend each of them and submit again; what each should be is listed',
  },
}

/** A 422 that says how many fields are wrong and which is the first, and lists each with its rule and remedy. */
export function invalidFields(errors: readonly FieldFault[]): Problem {
  return new Problem('/problems/base/invalid', { ...invalid, ...sayFaults(errors) }, { errors })
}

/** Checks a value against a schema without changing it: nothing is coerced, defaulted or dropped. */
export type Check = (value: unknown, place: string) => void

/** Compiles a schema; objects that do not say otherwise refuse unknown fields, and a day is one that exists. */
export function compileCheck(schema: TSchema): Check {
  const validator = Compile(dated(closed(schema)) as TSchema)
  return (value, place) => {
    if (validator.Check(value)) return
    const errors = validator.Errors(value) as unknown as SchemaError[]
    throw invalidFields(tellFaults(errors, place).map((fault) => entitle(fault, schema, place)))
  }
}

/** Adds what the form calls the field: the description of its schema, written “中文 / English” in this house. */
function entitle(fault: FieldFault, schema: TSchema, place: string): TitledFault {
  let at: unknown = schema
  for (const part of fault.field.slice(place.length).split('/').filter(Boolean)) {
    const { properties, items } = (at ?? {}) as { properties?: Record<string, unknown>; items?: unknown }
    at = /^\d+$/.test(part) && items !== undefined ? items : properties?.[part]
  }
  const { description } = (at ?? {}) as { description?: unknown }
  const [zh, en] = typeof description === 'string' ? description.split(' / ') : []
  return zh && en ? { ...fault, title: { zh, en } } : fault
}

/** Query values are text; integers and booleans are read strictly, anything else stays text. */
export function readQuery(
  schema: TSchema | undefined,
  query: Record<string, unknown>,
): Record<string, unknown> {
  const properties =
    (schema as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {}
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => [name, readScalar(properties[name]?.type, text)]),
  )
}

function readScalar(type: string | undefined, text: unknown): unknown {
  if (typeof text !== 'string') return text
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** Closes every object of a schema against unknown fields unless it names its own rule. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  const open = copy.type === 'object' && copy.properties && copy.additionalProperties === undefined
  return open ? { ...copy, additionalProperties: false } : copy
}

// The calendar of PostgreSQL has no year 0.
defineFormat('zhishu-day', (text) => isDay(text) && text >= '0001')

const dayPatterns = ['^\\d{4}-\\d{2}-\\d{2}$', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$']

/** A text with the shape of a day must be a day: 2025-02-30 fits the pattern and no calendar. */
function dated(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(dated)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, dated(value)]))
  return typeof copy.pattern === 'string' && dayPatterns.includes(copy.pattern)
    ? { ...copy, format: 'zhishu-day' }
    : copy
}

/** Refuses NUL and broken characters in the address, which no database can hold; bodies are refused by `parseStrict`. */
export function refuseUnreadable({ params, query }: { params: unknown; query: unknown }): void {
  const faults = [...unreadable(params, '/params'), ...unreadable(query, '/query')]
  if (faults.length > 0) throw invalidFields(faults)
}

function unreadable(given: unknown, place: string): FieldFault[] {
  const bad = (text: unknown) => typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())
  return Object.entries((given ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    bad(name) || [value].flat().some(bad)
      ? [
          {
            field: `${place}/${name.replaceAll('\0', '\u2400').toWellFormed()}`,
            rule: 'nul',
            zh: '不允许空字符 U+0000',
            en: 'NUL (U+0000) is not allowed',
          },
        ]
      : [],
  )
}

interface SchemaError {
  keyword: string
  instancePath: string
  params: Record<string, unknown>
}

function tellFaults(errors: readonly SchemaError[], place: string): FieldFault[] {
  const seen = new Set<string>()
  const faults: FieldFault[] = []
  for (const error of errors.filter(({ keyword }) => keyword !== 'boolean')) {
    for (const fault of tell(error, place)) {
      if (seen.has(`${fault.field} ${fault.rule}`)) continue
      seen.add(`${fault.field} ${fault.rule}`)
      faults.push(fault)
    }
  }
  return faults.slice(0, 50)
}

function tell({ keyword, instancePath, params }: SchemaError, place: string): FieldFault[] {
  const field = `${place}${instancePath}`
  const names = (key: string) => (params[key] as string[] | undefined) ?? []
  if (keyword === 'additionalProperties') {
    return names('additionalProperties').map((name) => ({
      field: `${field}/${name}`,
      rule: 'unknown',
      zh: '没有这个字段',
      en: 'there is no such field',
    }))
  }
  if (keyword === 'required') {
    return names('requiredProperties').map((name) => ({
      field: `${field}/${name}`,
      rule: 'required',
      zh: '必填',
      en: 'this field is required',
    }))
  }
  return [{ field: field || '/', rule: keyword, ...limitText(keyword, params) }]
}

const typeNames: Record<string, string> = {
  string: '字符串',
  integer: '整数',
  number: '数字',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  null: 'null',
}

function limitText(keyword: string, params: Record<string, unknown>): { zh: string; en: string } {
  const limit = String(params.limit ?? params.pattern ?? params.format ?? '')
  switch (keyword) {
    case 'type': {
      const type = [params.type].flat().map(String)
      return {
        zh: `类型应为${type.map((name) => typeNames[name] ?? name).join('或')}`,
        en: `must be ${type.join(' or ')}`,
      }
    }
    case 'minLength':
      return { zh: `至少 ${limit} 个字符`, en: `at least ${limit} characters` }
    case 'maxLength':
      return { zh: `至多 ${limit} 个字符`, en: `at most ${limit} characters` }
    case 'minimum':
      return { zh: `不小于 ${limit}`, en: `not below ${limit}` }
    case 'maximum':
      return { zh: `不大于 ${limit}`, en: `not above ${limit}` }
    case 'minItems':
      return { zh: `至少 ${limit} 项`, en: `at least ${limit} items` }
    case 'maxItems':
      return { zh: `至多 ${limit} 项`, en: `at most ${limit} items` }
    case 'uniqueItems':
      return { zh: '各项不得重复', en: 'items must differ' }
    case 'format':
      return params.format === 'zhishu-day'
        ? { zh: '没有这一天', en: 'there is no such day' }
        : { zh: `格式应为 ${limit}`, en: `must be of the format ${limit}` }
    case 'pattern':
      return { zh: `格式应符合 ${limit}`, en: `must match ${limit}` }
    case 'const':
      return { zh: `只能是 ${String(params.allowedValue)}`, en: `may be ${String(params.allowedValue)}` }
    case 'enum':
      return {
        zh: `只能是 ${[params.allowedValues].flat().join('、')}`,
        en: `must be one of ${[params.allowedValues].flat().join(', ')}`,
      }
    default:
      return { zh: `不符合规则 ${keyword}`, en: `breaks the rule ${keyword}` }
  }
}
