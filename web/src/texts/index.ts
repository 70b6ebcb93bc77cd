import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, tagOf } from './language.ts'

/** One module per area and language, read when the area is first shown. */
const modules = import.meta.glob<{ texts: object }>('./*.{zh,en}.ts')

const fromModules: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, area, done) {
    const load = modules[`./${area}.${language}.ts`]
    if (!load) return done(new Error(`no texts for ${area} in ${language}`), null)
    load().then(
      ({ texts }) => done(null, texts as Record<string, never>),
      (error: Error) => done(error, null),
    )
  },
}

/** Readies the texts that the first page needs, in the reader's language. */
export async function openTexts(language: Language): Promise<void> {
  await i18next
    .use(fromModules)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: ['zh', 'en'],
      ns: ['shell', 'parts', 'cases'],
      defaultNS: 'shell',
      // React writes every text as text; nothing is markup here.
      interpolation: { escapeValue: false },
    })
  applyLanguage(language)
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language)
  applyLanguage(language)
}

function applyLanguage(language: Language): void {
  document.documentElement.lang = tagOf[language]
}
