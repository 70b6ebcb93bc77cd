import { canonical, sha256Hex } from '../../base/crypto/index.ts'
import type { DeltaColumn, SqlValue } from '../../base/lake/index.ts'
import { ident } from '../../base/lake/index.ts'
import type { Item } from '../../ground/catalog/index.ts'
import { type AccessPlan, type Filter, filterSql } from '../../ground/policy/index.ts'
import { maskNames, maskSql, type PlainMask } from '../../ground/standards/index.ts'
import { type TokenKey, tokenSql } from './token.ts'
import type { Column } from './types.ts'

const known = new WeakMap<AccessPlan, string>()

/** What an agreement lets be seen, as one digest: fields in order, masks, row rule, key. Dates and modes are no part. */
export function shapeOf(plan: AccessPlan): string {
  const found = known.get(plan)
  if (found !== undefined) return found
  const { rows, keyField } = plan
  const fields = plan.fields.map(({ name, mask }) => [name, readMask(mask)])
  // Tokens are made for one recipient and purpose: when either changes, all of them do.
  const tokens = plan.fields.some(({ mask }) => mask === 'token') ? [plan.applicant, plan.purpose] : []
  const shape = sha256Hex(canonical({ fields, rows, keyField, tokens }))
  known.set(plan, shape)
  return shape
}

/** The agreed columns in agreed order; a masked value is always text. A field the resource no longer has is left out. */
export function columnsOf(plan: AccessPlan, items: readonly Item[]): Column[] {
  const byName = new Map(items.map((item) => [item.name, item]))
  return plan.fields.flatMap(({ name, mask }) => {
    const item = byName.get(name)
    const applied = readMask(mask)
    return item
      ? [{ name, title: item.title, type: applied === null ? item.type : 'string', mask: applied }]
      : []
  })
}

/** Fields the agreement relies on, shown or filtered by, that the resource's rows do not have. */
export function missingFields(plan: AccessPlan, present: readonly string[]): string[] {
  const has = new Set(present)
  const needed = [...plan.fields.map(({ name }) => name), ...(plan.rows ? filterFields(plan.rows) : [])]
  return [...new Set(needed)].filter((name) => !has.has(name))
}

/**
 * The one statement that cuts an agreement's rows: whitelisted columns with their masks in the projection,
 * then the row rule on the original values (NULL hides the row), sorted by the key where there is one.
 */
export function snapshotSql(
  plan: AccessPlan,
  columns: readonly Column[],
  scan: string,
  key: TokenKey,
): { sql: string; parameters: readonly SqlValue[] } {
  const source = (name: string) => `source.${ident(name)}`
  const rule = plan.rows ? filterSql(plan.rows, source) : { sql: 'true', parameters: [] }
  const hasTokens = columns.some(({ mask }) => mask === 'token')
  const places = { inner: `$${rule.parameters.length + 1}`, outer: `$${rule.parameters.length + 2}` }
  const list = columns.map(({ name, mask }) => `${shownSql(source(name), mask, places)} AS ${ident(name)}`)
  const inner = `SELECT ${list.join(', ')} FROM ${scan} AS source WHERE (${rule.sql})`
  // Sorting the masked rows, not the original ones: the order of hidden values would tell about them.
  const order = sortFields(plan, columns).map(ident).join(', ')
  const parameters = hasTokens ? [...rule.parameters, key.inner, key.outer] : rule.parameters
  return { sql: `SELECT * FROM (${inner}) AS cut ORDER BY ${order}`, parameters }
}

/** The table's columns with titles as comments; the mask's name tells a reader why values look as they do. */
export function deltaColumns(columns: readonly Column[]): DeltaColumn[] {
  return columns.map(({ name, title, type, mask }) => ({
    name,
    type,
    nullable: true,
    comment: title.zh,
    metadata: { 'zhishu.title.en': title.en, ...(mask !== null && { 'zhishu.mask': mask }) },
  }))
}

/**
 * Directory of the table: another shape or other types never share a history. `turn` counts the tables of the same
 * shape that were removed before: a path is never used again.
 */
export function tablePath(plan: AccessPlan, columns: readonly Column[], turn: number): string {
  const types = columns.map(({ name, type }) => [name, type])
  const turns = turn === 0 ? {} : { turn }
  const digest = sha256Hex(canonical({ shape: shapeOf(plan), types, ...turns })).slice(0, 12)
  return `agreements/${plan.id}/data-${digest}`
}

function shownSql(value: string, mask: string | null, places: TokenKey): string {
  if (mask === null) return value
  const text = `CAST(${value} AS VARCHAR)`
  return mask === 'token' ? tokenSql(text, places.inner, places.outer) : maskSql(mask as PlainMask, text)
}

// An unknown mask is a bug upstream and must not show the value.
function readMask(mask: string | null): string | null {
  if (mask === null || mask === 'clear') return null
  if (!(maskNames as readonly string[]).includes(mask)) throw new Error(`there is no mask ${mask}`)
  return mask
}

// Without a key all shown columns sort: the order of delivery would tell which rows stood together.
function sortFields(plan: AccessPlan, columns: readonly Column[]): string[] {
  const names = columns.map(({ name }) => name)
  const key = plan.keyField !== null && names.includes(plan.keyField) ? [plan.keyField] : []
  return [...key, ...names.filter((name) => name !== plan.keyField)]
}

function filterFields(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(filterFields)
  if ('or' in filter) return filter.or.flatMap(filterFields)
  if ('not' in filter) return filterFields(filter.not)
  return [filter.field]
}
