import { Component, type ReactNode } from 'react'
import { openRoutes } from '../screens/open/routes.ts'
import { tagOf } from '../texts/language.ts'
import { Missing } from './Missing.tsx'
import { type Preferences, setPreferences, usePreferences } from './preferences.ts'
import { useWords } from './words.ts'

/** Frame of the public pages: landmarks, language, theme and type size, the page that fits the path. */
export function OpenPages() {
  const { words } = useWords()
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="open-main">
        <Boundary fallback={<Failed />}>
          <Page />
        </Boundary>
      </main>
      <footer className="open-footer">
        <p>{words.footer}</p>
        <p className="no-print">
          <a href="/api/open/catalog.jsonld">{words.dcat}</a> <a href="/api/openapi.json">{words.contract}</a>
        </p>
      </footer>
    </>
  )
}

const pages = [
  ['/open', 'catalogue', /^\/open(\/resources\/.*)?\/?$/],
  ['/open/verify', 'verify', /^\/open\/verify\/?$/],
] as const

function Header() {
  const { words, language } = useWords()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <header className="open-header no-print">
      <a href="/open" className="open-brand">
        <img src="/seal.svg" alt="" width="24" height="24" /> {words.product}
      </a>
      <nav aria-label={words.nav} className="open-nav">
        {pages.map(([to, name, here]) => (
          <a key={to} href={to} aria-current={here.test(location.pathname) ? 'page' : undefined}>
            {words[name]}
          </a>
        ))}
      </nav>
      <fieldset className="open-display" aria-label={words.display}>
        <Theme />
        <LargeType />
        <button
          type="button"
          className="open-button"
          lang={tagOf[other]}
          onClick={() => setPreferences({ language: other })}
        >
          {words.language}
        </button>
      </fieldset>
      <a href="/">{words.signIn}</a>
    </header>
  )
}

function Theme() {
  const { words } = useWords()
  const { theme } = usePreferences()
  return (
    <select
      aria-label={words.theme.label}
      value={theme}
      onChange={(event) => setPreferences({ theme: event.target.value as Preferences['theme'] })}
    >
      {(['system', 'light', 'dark'] as const).map((it) => (
        <option key={it} value={it}>
          {words.theme[it]}
        </option>
      ))}
    </select>
  )
}

function LargeType() {
  const { words } = useWords()
  const { large } = usePreferences()
  return (
    <button
      type="button"
      className="open-button"
      aria-pressed={large}
      onClick={() => setPreferences({ large: !large })}
    >
      {large ? '✓ ' : ''}
      {words.large}
    </button>
  )
}

function Page() {
  for (const { path, Page } of openRoutes) {
    const match = path.exec(location.pathname)
    if (match) return <Page match={match} />
  }
  return <Missing />
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
