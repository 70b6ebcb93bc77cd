import { useSyncExternalStore } from 'react'
import { changeLanguage } from '../texts/index.ts'
import type { Language } from '../texts/language.ts'
import { applyTokens, type Mode } from '../theme.ts'

/** How this reader wants to see the console; kept in the browser, never sent. */
export interface Preferences {
  readonly language: Language
  readonly theme: Mode | 'system'
  readonly large: boolean
}

const key = 'zhishu.preferences'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let current = read()
let shownMode = modeOf(current)

/** Puts the preferences in force and follows the system's changes. */
export function openPreferences(): Preferences {
  applyTokens(shownMode, current.large)
  dark.addEventListener('change', announce)
  return current
}

export async function setPreferences(change: Partial<Preferences>): Promise<void> {
  current = { ...current, ...change }
  localStorage.setItem(key, JSON.stringify(current))
  if (change.language) await changeLanguage(change.language)
  announce()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current)
}

/** Light or dark, as it is now. */
export function useMode(): Mode {
  return useSyncExternalStore(subscribe, () => shownMode)
}

function announce(): void {
  shownMode = modeOf(current)
  applyTokens(shownMode, current.large)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function modeOf({ theme }: Preferences): Mode {
  if (theme !== 'system') return theme
  return dark.matches ? 'dark' : 'light'
}

function read(): Preferences {
  const usual: Preferences = {
    language: navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh',
    theme: 'system',
    large: false,
  }
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>
    return {
      language: kept.language === 'en' || kept.language === 'zh' ? kept.language : usual.language,
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system',
      large: kept.large === true,
    }
  } catch {
    return usual
  }
}
