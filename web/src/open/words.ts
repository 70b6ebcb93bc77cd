import { createContext, useContext } from 'react'
import type { Language } from '../texts/language.ts'
import { texts as en } from '../texts/open.en.ts'
import { texts as zh } from '../texts/open.zh.ts'

export const OpenLanguage = createContext<Language>('zh')

/** Texts of the public pages in the reader's language; both are small, so no machinery is loaded for them. */
export function useWords() {
  const language = useContext(OpenLanguage)
  return { language, words: language === 'en' ? en : zh }
}
