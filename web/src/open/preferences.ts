import { useSyncExternalStore } from 'react'
import type { Language } from '../texts/language.ts'
import { tagOf } from '../texts/language.ts'
import { applyTokens, type Mode } from '../theme.ts'

/** How a reader of the public pages wants to see them; the same choices, and the same place, as the console's. */
export interface Preferences {
  readonly language: Language
  readonly theme: Mode | 'system'
  readonly large: boolean
}

const key = 'zhishu.preferences'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let current = read()

/** Puts the preferences in force and follows the system's changes. */
export function openPreferences(): void {
  dark.addEventListener('change', show)
  show()
}

/** A language in the address (`?lang=en`) gives way to what the reader chooses here. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // Kept for this page alone where the browser keeps nothing.
  }
  const address = new URL(location.href)
  if (change.language && address.searchParams.has('lang')) {
    address.searchParams.delete('lang')
    history.replaceState(null, '', address)
  }
  show()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current)
}

function show(): void {
  const { theme, large, language } = current
  const mode = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  applyTokens(mode, large)
  document.documentElement.lang = tagOf[language]
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Preferences {
  const kept = readKept()
  const asked = new URLSearchParams(location.search).get('lang') ?? kept.language ?? navigator.language
  return {
    language: String(asked).toLowerCase().startsWith('en') ? 'en' : 'zh',
    theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system',
    large: kept.large === true,
  }
}

function readKept(): Partial<Preferences> {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}) as Partial<Preferences>
  } catch {
    return {}
  }
}
