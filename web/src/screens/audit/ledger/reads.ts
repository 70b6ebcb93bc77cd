import type { LedgerEntry } from '../../../api/types.ts'

/** What one read came to; members that an erased body no longer tells are null. */
export interface Read {
  readonly rows: number | null
  readonly bytes: number | null
  readonly mode: string | null
  readonly version: number | null
  readonly resource: string | null
}

/** Reads of one person under one agreement. */
export interface ReadCount {
  readonly agreement: string
  readonly party: string | null
  readonly actor: string
  readonly resource: string | null
  readonly reads: number
  readonly rows: number
  readonly bytes: number
  readonly lastAt: string
}

/** What the body of a `serve.read` entry says. */
export function readOf({ body }: Pick<LedgerEntry, 'body'>): Read {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const number = (name: string) => (typeof said[name] === 'number' ? said[name] : null)
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : null)
  return {
    rows: number('rows'),
    bytes: number('bytes'),
    mode: text('mode'),
    version: number('version'),
    resource: text('resource'),
  }
}

/** Counts reads by agreement, organisation and person, most reads first. */
export function countReads(entries: readonly LedgerEntry[]): ReadCount[] {
  const counts = new Map<string, ReadCount>()
  for (const entry of entries) {
    const { subject: agreement, party, actor, at } = entry
    const { rows, bytes, resource } = readOf(entry)
    const key = JSON.stringify([agreement, party, actor])
    const known = counts.get(key)
    counts.set(key, {
      agreement,
      party,
      actor,
      resource: known?.resource ?? resource,
      reads: (known?.reads ?? 0) + 1,
      rows: (known?.rows ?? 0) + (rows ?? 0),
      bytes: (known?.bytes ?? 0) + (bytes ?? 0),
      lastAt: known && known.lastAt > at ? known.lastAt : at,
    })
  }
  return [...counts.values()].sort((a, b) => b.reads - a.reads || (a.lastAt < b.lastAt ? 1 : -1))
}
