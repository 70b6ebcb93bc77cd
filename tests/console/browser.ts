import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { City } from './city.ts'

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

const program = process.env.ZHISHU_CHROMIUM ?? '/usr/bin/chromium'
const built = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url))
const pictures = fileURLToPath(new URL('../../var/screenshots', import.meta.url))
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
]

/** Why the console cannot be tried here, said aloud; false where it can. */
export function whyNotHere(): string | false {
  const missing = [
    !existsSync(program) && `no Chromium at ${program}`,
    !existsSync(built) && 'the console is not built (npm run build:web)',
  ]
  const reason = missing.filter(Boolean).join('; ')
  if (reason) console.error(`\n!!! 控制台未测试 / THE CONSOLE IS NOT TESTED: ${reason}\n`)
  return reason || false
}

/** Starts one Chromium with a profile of its own; every visit is a window of its own session. */
export async function openBrowser(city: City): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'zhishu-chromium-'))
  const root = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    args: flags,
    chromiumSandbox: false,
  })
  const browser = root.browser()
  if (!browser) throw new Error('Chromium gave no handle')
  const contexts = new Map<string, BrowserContext>()
  const windowOf = async (as: string | null, sight: Sight) => {
    const key = JSON.stringify([as, sight])
    const known = contexts.get(key)
    if (known) return known
    const context = await browser.newContext({
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
    if (as !== null) await signIn(context, city, as)
    contexts.set(as === null ? `${key} ${contexts.size}` : key, context)
    return context
  }
  return {
    async visit(as, path, sight = {}) {
      const page = await (await windowOf(as, sight)).newPage()
      page.on('pageerror', (error) => {
        throw error
      })
      page.on('console', (said) => {
        if (/Content Security Policy|Minified React error/.test(said.text())) throw new Error(said.text())
      })
      await page.goto(path)
      await settled(page)
      return page
    },
    async close() {
      for (const context of contexts.values()) await context.close()
      await root.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

async function signIn(context: BrowserContext, { url, passwordOf }: City, login: string): Promise<void> {
  const answer = await context.request.post('/api/parties/session', {
    headers: { origin: url },
    data: { login, password: passwordOf(login), keep: 'cookie' },
  })
  assert.equal(answer.status(), 200, `${login} signs in`)
}

/** Waits until the page has its heading, its fonts and nothing being read. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await holds(page, `document.querySelector('[aria-busy="true"], .loading') === null`)
  // The event stream stays open, so the network is never idle; what is read is quiet for a moment.
  await page.waitForTimeout(250)
}

/** Waits until an expression holds; asked through the debugger, since the page's policy evaluates no text. */
export async function holds(page: Page, expression: string): Promise<void> {
  for (let triesLeft = 200; triesLeft > 0; triesLeft--) {
    if (await page.evaluate(expression)) return
    await page.waitForTimeout(50)
  }
  throw new Error(`never came to hold on ${page.url()}: ${expression}`)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** No violation of WCAG 2.2 A and AA, nor of axe's best practices. */
export async function assertAccessible(page: Page): Promise<void> {
  // Through the debugger, so that the page's own policy need not allow it.
  await page.evaluate(axe)
  const violations = (await page.evaluate('axe.run().then((result) => result.violations)')) as Violation[]
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes
        .slice(0, 5)
        .map(
          (node) =>
            `    ${node.target.join(' ')}\n      ${node.failureSummary?.replaceAll('\n', '\n      ')}`,
        )
        .join('\n')}`,
  )
  assert.deepEqual(told, [], `${page.url()}\n${told.join('\n')}`)
}

/** Nothing but tables scrolls sideways. */
export async function assertFits(page: Page): Promise<void> {
  const over = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  )
  assert.ok(over <= 0, `${page.url()} is ${over} px too wide`)
}

/** Keeps a picture under var/screenshots. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}
