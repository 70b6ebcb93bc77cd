import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { startChromium, stopChromium } from './chromium.ts'
import type { City } from './city.ts'
import { assertUnbroken, settled, watch } from './page.ts'

export { whyNotHere } from './chromium.ts'
export { assertAccessible, assertFits, holds, picture, settled } from './page.ts'

export type Language = 'zh' | 'en'

export interface Sight {
  readonly lang?: Language
  readonly theme?: 'light' | 'dark'
  readonly large?: boolean
  readonly width?: number
  readonly height?: number
}

export interface Browser {
  /** opens a page as an officer (null: nobody), with the language, theme and width of the sight */
  visit(as: string | null, path: string, sight?: Sight): Promise<Page>
  close(): Promise<void>
}

// Of the process, not of a file: the last file to end takes the browser with it.
after(stopChromium)

/** Nothing moves: a colour on its way from light to dark would be measured halfway. No style of the page is touched. */
const still = `(() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
})()`

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** Windows of one city in the browser that all files share; each officer and sight has a window of its own. */
export async function openBrowser(city: City): Promise<Browser> {
  const chromium = await startChromium()
  const contexts = new Map<string, Promise<BrowserContext>>()
  const sessions = new Map<string, Cookies>()
  const pages: Page[] = []
  const openWindow = async (as: string | null, sight: Sight) => {
    const context = await chromium.newContext({
      baseURL: city.url,
      locale: sight.lang === 'en' ? 'en-GB' : 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      colorScheme: sight.theme ?? 'light',
      reducedMotion: 'reduce',
      viewport: { width: sight.width ?? 1440, height: sight.height ?? 900 },
    })
    const kept = JSON.stringify({
      language: sight.lang ?? 'zh',
      theme: 'system',
      large: sight.large ?? false,
    })
    await context.addInitScript(`localStorage.setItem('zhishu.preferences', ${JSON.stringify(kept)})`)
    await context.addInitScript(still)
    if (as !== null) {
      const known = sessions.get(as)
      if (known) await context.addCookies(known)
      else sessions.set(as, await signIn(context, city, as))
    }
    return context
  }
  const windowOf = (as: string | null, sight: Sight) => {
    const key = JSON.stringify([as, sight])
    const window = contexts.get(key) ?? openWindow(as, sight)
    // Nobody's windows are fresh ones: what one visitor chose is not kept for the next.
    contexts.set(as === null ? `${key} ${contexts.size}` : key, window)
    return window
  }
  return {
    async visit(as, path, sight = {}) {
      const page = await (await windowOf(as, sight)).newPage()
      watch(page)
      pages.push(page)
      await page.goto(path)
      await settled(page)
      return page
    },
    async close() {
      for (const context of contexts.values()) await (await context).close()
      for (const page of pages) assertUnbroken(page)
    },
  }
}

async function signIn(context: BrowserContext, { url, passwordOf }: City, login: string): Promise<Cookies> {
  const answer = await context.request.post('/api/parties/session', {
    headers: { origin: url },
    data: { login, password: passwordOf(login), keep: 'cookie' },
  })
  assert.equal(answer.status(), 200, `${login} signs in`)
  return context.cookies()
}
