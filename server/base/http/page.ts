import { type TSchema, Type } from 'typebox'
import { invalidFields } from './validate.ts'

/** Query of every list: an opaque cursor and a capped size. */
export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 1024, description: '上一页给出的 next' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
}

/** One page of a list; `next` is absent on the last page. */
export function PageOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) })
}

export interface Page<T> {
  items: T[]
  next?: string
}

/** The position after the last item, as text no caller should read. */
export function writeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads a cursor of the given length back; anything else is a field fault. */
export function readCursor(
  cursor: string | undefined,
  length: number,
): (string | number | null)[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const position = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(position) && position.length === length && position.every(isScalar)) return position
  } catch {}
  throw invalidFields([cursorFault])
}

/**
 * Tells a position that the database could not read (a text for a day, 1.5 for a count) as the cursor's fault: a
 * list has given no such cursor. Any other error, and any without a cursor, is thrown as it is.
 */
export function blameCursor(error: unknown, query: Readonly<Record<string, unknown>>): never {
  const { code = '', name } = error as { code?: unknown; name?: string }
  // Class 22 of PostgreSQL is "data exception"; the engine of the lake tells a failed conversion as QueryFailed.
  const unreadable = /^22/.test(String(code)) || name === 'QueryFailed'
  throw query.cursor !== undefined && unreadable ? invalidFields([cursorFault]) : error
}

const cursorFault = {
  field: '/query/cursor',
  rule: 'cursor',
  zh: '不是本列表给出的游标',
  en: 'not a cursor of this list',
}

/** Cuts rows fetched with `limit + 1` to a page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  position: (row: Row) => readonly (string | number | null)[],
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    ...(rows.length > limit && last !== undefined && { next: writeCursor(position(last)) }),
  }
}

function isScalar(value: unknown): value is string | number | null {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  return value === null || typeof value === 'number'
}
