/** A text in the two languages of the house. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

export type Language = keyof Bilingual
export const languages: readonly Language[] = ['zh', 'en']

/** BCP 47 tag for `lang`, dates and numbers. */
export const tagOf: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

/** The shape English must have: that of the Chinese source of truth. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
