import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const read = new Map<string, readonly string[]>()
const none: readonly string[] = []
const mostIds = 500

/** A list of ids kept for this window's session (sessionStorage): ids only, never data. */
export function useSessionIds(name: string): readonly [readonly string[], (ids: readonly string[]) => void] {
  const ids = useSyncExternalStore(subscribe, () => idsOf(name))
  return [ids, (next) => keepIds(name, next)]
}

function idsOf(name: string): readonly string[] {
  const known = read.get(name)
  if (known) return known
  const found = readIds(sessionStorage.getItem(keyOf(name)))
  read.set(name, found)
  return found
}

/** Ids out of what storage holds; anything else counts as none. */
function readIds(text: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter((it) => /^[a-z]{3}_[0-9a-z]+$/.test(String(it))) : none
  } catch {
    return none
  }
}

function keepIds(name: string, ids: readonly string[]): void {
  const kept = [...new Set(ids)].slice(0, mostIds)
  read.set(name, kept)
  sessionStorage.setItem(keyOf(name), JSON.stringify(kept))
  for (const tell of listeners) tell()
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function keyOf(name: string): string {
  return `zhishu.${name}`
}
