import type { Language } from '../texts/language.ts'
import { texts as en } from '../texts/open.en.ts'
import { texts as zh } from '../texts/open.zh.ts'
import { usePreferences } from './preferences.ts'

/** Texts of the public pages in the reader's language; both are small, so no machinery is loaded for them. */
export function useWords() {
  const { language } = usePreferences()
  return { language, words: wordsOf(language) }
}

export function wordsOf(language: Language) {
  return language === 'en' ? en : zh
}

/** Puts values where a text names them: `共 {n} 项`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The word of a code, or the code where the house has no word for it. */
export function wordOf(table: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(table, code) ? (table[code] ?? code) : code
}
