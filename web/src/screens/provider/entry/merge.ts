import type { Draft } from './draft.ts'

/** What a colleague and I made of one field, by its JSON Pointer, since both of us read the entry. */
export interface Divergence {
  readonly pointer: string
  readonly before: unknown
  readonly mine: unknown
  readonly theirs: unknown
  /** both changed it, and not to the same */
  readonly clashes: boolean
}

/** The fields a colleague changed meanwhile, in the order of the entry. */
export function divergences(base: Draft, mine: Draft, theirs: Draft): Divergence[] {
  const parts = { before: partsOf(base), mine: partsOf(mine), theirs: partsOf(theirs) }
  const pointers = new Set([...parts.before.keys(), ...parts.theirs.keys()])
  return [...pointers].flatMap((pointer) => {
    const [before, own, other] = [parts.before, parts.mine, parts.theirs].map((it) => it.get(pointer))
    if (isSame(before, other)) return []
    const clashes = !isSame(before, own) && !isSame(own, other)
    return [{ pointer, before, mine: own, theirs: other, clashes }]
  })
}

/** My changes upon a colleague's: what only one of us changed is kept, where both did mine stands. */
export function merge(base: Draft, mine: Draft, theirs: Draft): Draft {
  const merged = Object.keys(theirs).map((key) => {
    const name = key as keyof Draft
    return [name, mergeValue(base[name], mine[name], theirs[name])] as const
  })
  return Object.fromEntries(merged) as unknown as Draft
}

function mergeValue(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isGroup(base) && isGroup(mine) && isGroup(theirs)) {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
    const values = names.map((name) => [name, mergeValue(base[name], mine[name], theirs[name])] as const)
    return Object.fromEntries(values.filter(([, value]) => value !== undefined))
  }
  return isSame(base, mine) ? theirs : mine
}

/** The fields of an entry one by one; a group of texts (name, conditions) text by text. */
function partsOf(draft: Draft): Map<string, unknown> {
  const parts = Object.entries(draft).flatMap(([name, value]) =>
    isGroup(value)
      ? Object.entries(value).map(([part, text]) => [`/${name}/${part}`, text] as const)
      : [[`/${name}`, value] as const],
  )
  return new Map(parts)
}

type Group = Readonly<Record<string, unknown>>

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(a: unknown, b: unknown): boolean {
  return written(a) === written(b)
}

/** Members of objects in one order, so that the server's order of members is no change. */
function written(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, it: unknown) =>
    isGroup(it) ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) : it,
  )
}
