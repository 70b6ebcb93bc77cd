import { Component, type ReactNode, useEffect, useState } from 'react'
import { openRoutes } from '../screens/open/routes.ts'
import { type Language, tagOf } from '../texts/language.ts'
import { OpenLanguage, useWords } from './words.ts'

/** Frame of the public pages: language in the address (`?lang=en`), landmarks, the page that fits the path. */
export function OpenPages() {
  const [language, setLanguage] = useState<Language>(readLanguage)
  useEffect(() => {
    document.documentElement.lang = tagOf[language]
  }, [language])
  const change = () => {
    const next = language === 'zh' ? 'en' : 'zh'
    const address = new URL(location.href)
    address.searchParams.set('lang', next)
    history.replaceState(null, '', address)
    setLanguage(next)
  }
  return (
    <OpenLanguage value={language}>
      <Frame onLanguage={change} />
    </OpenLanguage>
  )
}

function Frame({ onLanguage }: { onLanguage(): void }) {
  const { words, language } = useWords()
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <header className="open-header no-print">
        <a href="/open" className="open-brand">
          <img src="/seal.svg" alt="" width="24" height="24" /> {words.product}
        </a>
        <button type="button" lang={tagOf[language === 'zh' ? 'en' : 'zh']} onClick={onLanguage}>
          {words.language}
        </button>
        <a href="/">{words.signIn}</a>
      </header>
      <main id="main" tabIndex={-1} className="open-main">
        <Boundary fallback={<Failed />}>
          <Page />
        </Boundary>
      </main>
    </>
  )
}

function Page() {
  const { words } = useWords()
  for (const { path, Page } of openRoutes) {
    const match = path.exec(location.pathname)
    if (match) return <Page match={match} />
  }
  return (
    <>
      <h1>{words.notFound}</h1>
      <p>
        <a href="/open">{words.home}</a>
      </p>
    </>
  )
}

function Failed() {
  const { words } = useWords()
  return (
    <>
      <h1>{words.title}</h1>
      <p role="alert">{words.failed}</p>
    </>
  )
}

/** Keeps the frame when a page breaks. */
class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}

function readLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh'
}
