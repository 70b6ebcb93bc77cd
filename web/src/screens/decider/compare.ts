import type { Reply } from '../../api/types.ts'
import { type EntryField, entryFields } from './entry-names.ts'

export type Entry = Reply<'/api/catalog/resources/{id}/revisions/{n}', 'get'>['entry']
export type Item = Entry['items'][number]

/** What is said of an item besides its name. */
export const itemParts = ['title', 'type', 'element', 'grade', 'key', 'nullable'] as const
export type ItemPart = (typeof itemParts)[number]

export type ItemChange =
  | { readonly kind: 'added'; readonly after: Item }
  | { readonly kind: 'removed'; readonly before: Item }
  | {
      readonly kind: 'changed'
      readonly before: Item
      readonly after: Item
      readonly parts: readonly ItemPart[]
    }

export interface Comparison {
  /** elements that differ, besides the items */
  readonly fields: readonly EntryField[]
  /** items that came, went or changed, in the order of the new entry; those that went come last */
  readonly items: readonly ItemChange[]
  /** items that stayed what they were */
  readonly same: number
  /** the items that both have stand in another order */
  readonly isReordered: boolean
}

/** What an entry says differently from an older one of the same resource; items are the same by their names. */
export function compareEntries(before: Entry, after: Entry): Comparison {
  const old = new Map(before.items.map((item) => [item.name, item]))
  const names = new Set(after.items.map(({ name }) => name))
  const came = after.items.flatMap((item): ItemChange[] => {
    const former = old.get(item.name)
    if (!former) return [{ kind: 'added', after: item }]
    const parts = itemParts.filter((part) => !isSame(partOf(former, part), partOf(item, part)))
    return parts.length > 0 ? [{ kind: 'changed', before: former, after: item, parts }] : []
  })
  const went = before.items.filter(({ name }) => !names.has(name))
  const kept = after.items.filter(({ name }) => old.has(name))
  const formerOrder = before.items.filter(({ name }) => names.has(name))
  return {
    fields: entryFields.filter((field) => field !== 'items' && !isSame(before[field], after[field])),
    items: [...came, ...went.map((item) => ({ kind: 'removed', before: item }) as const)],
    same: kept.length - came.filter(({ kind }) => kind === 'changed').length,
    isReordered: kept.some(({ name }, at) => formerOrder[at]?.name !== name),
  }
}

/** An absent key mark says the same as `false`. */
function partOf(item: Item, part: ItemPart): unknown {
  return part === 'key' ? item.key === true : item[part]
}

function isSame(one: unknown, other: unknown): boolean {
  return write(one) === write(other)
}

/** Canonical enough to compare: keys in order. */
function write(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** Where two texts differ: what both begin and end with, and what stands between in each. */
export function splitTexts(before: string, after: string) {
  const old = [...before]
  const young = [...after]
  const most = Math.min(old.length, young.length)
  let head = 0
  while (head < most && old[head] === young[head]) head++
  let tail = 0
  while (tail < most - head && old.at(-1 - tail) === young.at(-1 - tail)) tail++
  const cut = (text: readonly string[]) => text.slice(head, text.length - tail).join('')
  return {
    head: old.slice(0, head).join(''),
    before: cut(old),
    after: cut(young),
    tail: old.slice(old.length - tail).join(''),
  }
}
