import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { keysQuery } from './queries.ts'
import { type Trust, trustOf } from './verdict.ts'

/*
 * What the auditor brought along stays in this browser: the key obtained by another way, and checkpoints kept
 * from earlier visits. Both are public; neither is ever written by what the server answers.
 */

/** A checkpoint kept by the auditor, word for word. */
export interface KeptCheckpoint {
  readonly note: string
  readonly size: number
  readonly keptAt: string
}

interface Belongings {
  readonly pasted: string
  readonly isKept: boolean
  readonly checkpoints: readonly KeptCheckpoint[]
}

const keyPlace = 'zhishu.audit.key'
const checkpointPlace = 'zhishu.audit.checkpoints'
const checkpointLimit = 100

const kept = read(keyPlace) ?? ''
let belongings: Belongings = { pasted: kept, isKept: kept !== '', checkpoints: readCheckpoints() }
const listeners = new Set<() => void>()

export function useBelongings(): Belongings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => belongings,
  )
}

export function pasteKey(pasted: string): void {
  change({ pasted, isKept: false })
}

export function keepKey(): void {
  write(keyPlace, belongings.pasted)
  change({ isKept: true })
}

export function forgetKey(): void {
  write(keyPlace, null)
  change({ pasted: '', isKept: false })
}

export function keepCheckpoint(checkpoint: KeptCheckpoint): void {
  const others = belongings.checkpoints.filter(({ note }) => note !== checkpoint.note)
  keepAll([checkpoint, ...others].slice(0, checkpointLimit))
}

export function dropCheckpoint(note: string): void {
  keepAll(belongings.checkpoints.filter((one) => one.note !== note))
}

const noTrust: Trust = { why: 'none' }

/** Whom this auditor trusts to sign, and the keys the server shows. */
export function useTrust(): { trust: Trust; offered: readonly string[]; isReady: boolean } {
  const { pasted } = useBelongings()
  const keys = useQuery(keysQuery)
  const offered = useMemo(() => keys.data?.keys.map(({ verifier }) => verifier) ?? [], [keys.data])
  const found = useQuery({
    queryKey: ['ledger', 'trust', pasted, offered],
    enabled: keys.isSuccess,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => trustOf(pasted, offered),
  })
  return { trust: found.data ?? noTrust, offered, isReady: found.isSuccess }
}

function keepAll(checkpoints: readonly KeptCheckpoint[]): void {
  write(checkpointPlace, JSON.stringify(checkpoints))
  change({ checkpoints })
}

function change(part: Partial<Belongings>): void {
  belongings = { ...belongings, ...part }
  for (const listener of listeners) listener()
}

function readCheckpoints(): readonly KeptCheckpoint[] {
  try {
    const found: unknown = JSON.parse(read(checkpointPlace) ?? '[]')
    return Array.isArray(found) ? found.filter(isKept) : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is KeptCheckpoint {
  const { note, size, keptAt } = (value ?? {}) as Partial<KeptCheckpoint>
  return typeof note === 'string' && typeof size === 'number' && typeof keptAt === 'string'
}

// A browser may refuse storage altogether; then what was pasted lives as long as the page.
function read(place: string): string | null {
  try {
    return localStorage.getItem(place)
  } catch {
    return null
  }
}

function write(place: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(place)
    else localStorage.setItem(place, text)
  } catch {
    // The page goes on with what it holds in memory.
  }
}
