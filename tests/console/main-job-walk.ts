import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { people } from '../../city/people.ts'
import { register, taxpayers, tenants } from '../../city/resources.ts'
import type { Holding } from '../../city/story/scene.ts'
import { texts as enAdmin } from '../../web/src/texts/admin.en.ts'
import { texts as zhAdmin } from '../../web/src/texts/admin.zh.ts'
import { texts as enAudit } from '../../web/src/texts/audit.en.ts'
import { texts as zhAudit } from '../../web/src/texts/audit.zh.ts'
import { texts as enCases } from '../../web/src/texts/cases.en.ts'
import { texts as zhCases } from '../../web/src/texts/cases.zh.ts'
import { texts as enCorrect } from '../../web/src/texts/correct.en.ts'
import { texts as zhCorrect } from '../../web/src/texts/correct.zh.ts'
import { texts as enDecider } from '../../web/src/texts/decider.en.ts'
import { texts as zhDecider } from '../../web/src/texts/decider.zh.ts'
import { texts as enDemander } from '../../web/src/texts/demander.en.ts'
import { texts as zhDemander } from '../../web/src/texts/demander.zh.ts'
import { texts as enHome } from '../../web/src/texts/home.en.ts'
import { texts as zhHome } from '../../web/src/texts/home.zh.ts'
import type { Same } from '../../web/src/texts/language.ts'
import { texts as enOpen } from '../../web/src/texts/open.en.ts'
import { texts as zhOpen } from '../../web/src/texts/open.zh.ts'
import { texts as enParts } from '../../web/src/texts/parts.en.ts'
import { texts as zhParts } from '../../web/src/texts/parts.zh.ts'
import { texts as enProvider } from '../../web/src/texts/provider.en.ts'
import { texts as zhProvider } from '../../web/src/texts/provider.zh.ts'
import { texts as enTerms } from '../../web/src/texts/terms.en.ts'
import { texts as zhTerms } from '../../web/src/texts/terms.zh.ts'
import { assertAccessible, type Browser, type Language, picture, settled as settledSoon } from './browser.ts'
import type { UntoldCity } from './main-job-city.ts'
import { takeFaults } from './page.ts'

const zh = {
  ...{ audit: zhAudit, cases: zhCases, correct: zhCorrect, decider: zhDecider, demander: zhDemander },
  ...{ home: zhHome, open: zhOpen, parts: zhParts, provider: zhProvider, terms: zhTerms },
  admin: zhAdmin,
}
const en: Words = {
  ...{ audit: enAudit, cases: enCases, correct: enCorrect, decider: enDecider, demander: enDemander },
  ...{ home: enHome, open: enOpen, parts: enParts, provider: enProvider, terms: enTerms },
  admin: enAdmin,
}

/** What the screens say, area by area. */
export type Words = Same<typeof zh>

/** The entries of the three holdings, as their officers write them. */
export const drafts = { register, tenants, taxpayers }

/** For a machine with much to do; nothing but a broken walk waits so long. */
const patienceMs = 60_000

/** The main job on its way: whose windows stand open, and what a step hands on to the next. */
export interface Walk {
  readonly lang: Language
  readonly words: Words
  readonly city: UntoldCity
  readonly browser: Browser
  readonly windows: Map<string, Promise<Page>>
  readonly resources: Record<Holding, string>
  readonly lines: Record<Holding, string>
  readonly agreements: Record<Holding, string>
  submission: string
  /** a firm of Pingshan, and its state as the demander first read it and as it was corrected */
  readonly cell: { key: string; before: string; after: string; correction: string }
  readonly seen: string[]
}

export function beginWalk(lang: Language, city: UntoldCity, browser: Browser): Walk {
  const blank = () => ({ register: '', tenants: '', taxpayers: '' })
  return {
    ...{ lang, city, browser, words: lang === 'zh' ? zh : en, windows: new Map(), seen: [] },
    ...{ resources: blank(), lines: blank(), agreements: blank(), submission: '' },
    cell: { key: '', before: '', after: '', correction: '' },
  }
}

/** The window of an officer, who signs in with one click in the demo city; it stays open for the whole walk. */
export function windowOf(walk: Walk, login: string): Promise<Page> {
  const known = walk.windows.get(login) ?? signIn(walk, login)
  walk.windows.set(login, known)
  return known
}

async function signIn({ lang, words, browser }: Walk, login: string): Promise<Page> {
  const page = await browser.visit(null, '/', { lang })
  page.setDefaultTimeout(patienceMs)
  const person = people.find(({ id }) => id === login)
  assert.ok(person, login)
  await page.getByRole('button', { name: `${person.name} ${person.title[lang]}`, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: words.home.title, exact: true }).waitFor()
  await settled(page)
  // Asked who is there, the server said: nobody yet.
  assertSilent(page, /status of 401 .*\/api\/parties\/me/)
  return page
}

/** As `settled`, with the patience that the first picture of a fresh delivery wants of a machine with much to do. */
export async function settled(page: Page): Promise<void> {
  for (let patience = 3; ; patience--) {
    try {
      return await settledSoon(page)
    } catch (error) {
      if (patience === 1 || !/did not settle/.test(String(error))) throw error
    }
  }
}

/** An officer's window at an address. */
export async function goAs(walk: Walk, login: string, path: string): Promise<Page> {
  const page = await windowOf(walk, login)
  await page.goto(path)
  await settled(page)
  return page
}

/**
 * Looks a page through: in the reader's language, accessible, without a complaint on the browser's console but those
 * expected, and keeps its picture as `main-job-<step>-<lang>`.
 */
export async function see(walk: Walk, page: Page, step: string, expected?: RegExp): Promise<void> {
  await settled(page)
  assert.equal(await page.locator('html').getAttribute('lang'), walk.lang === 'zh' ? 'zh-CN' : 'en')
  await assertAccessible(page)
  await picture(page, `main-job-${step}-${walk.lang}`)
  assertSilent(page, expected)
  walk.seen.push(step)
}

/** Nothing on the browser's console but what is expected: it writes a line of its own for every refusal. */
export function assertSilent(page: Page, expected?: RegExp): void {
  const faults = takeFaults(page).filter((it) => !expected?.test(it))
  assert.deepEqual(faults, [], `on the console of ${page.url()}`)
}

/** Presses a button that asks first, gives the reason where one is wanted, and says yes. */
export async function confirm({ words }: Walk, page: Page, button: Locator, reason?: string): Promise<void> {
  await button.click()
  const dialogue = page.getByRole('dialog')
  if (reason !== undefined) await dialogue.getByLabel(words.parts.confirm.reason).fill(reason)
  await dialogue.getByRole('button', { name: words.parts.confirm.yes }).click()
  await dialogue.waitFor({ state: 'hidden' })
}

/** The article behind a rule, as the pack in force cites it to this reader. */
export function citationOf({ lang }: Walk, rule: string): string {
  const found = pack.rules.find(({ id }) => id === rule)
  assert.ok(found, rule)
  return found.cite[lang]
}

const pack = JSON.parse(
  readFileSync(new URL('../../rules/packs/cn-sc-809.json', import.meta.url), 'utf8'),
) as { rules: { id: string; cite: Record<Language, string> }[] }

/** A text of the console with its places filled in: `{{count}}`, and `{n}` on the public pages. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{?(\w+)\}?\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** A text of the console whatever stands in its places; the whole of a name, or its beginning before a space. */
export function patternOf(text: string): RegExp {
  const parts = text.split(/\{\{?\w+\}?\}/).map((it) => RegExp.escape(it))
  return new RegExp(`^\\s*${parts.join('.+')}(\\s(?!\\d+$)|$)`)
}

/** The control with this label, also where the label goes on with where it is asked for (要素 02). */
export function fieldOf(scope: Page | Locator, label: string): Locator {
  return scope.getByLabel(patternOf(label)).and(scope.locator('input, select, textarea'))
}

/** The cells of a table's rows, by its name, once the words of its codes have come too. */
export async function readTable(scope: Page | Locator, name: string | RegExp): Promise<string[][]> {
  await settled('goto' in scope ? scope : scope.page())
  const rows = await scope.getByRole('table', { name }).locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()))
}

/** What comes after the last of a mark in the page's address. */
export function idIn(page: Page, pattern: RegExp): string {
  const id = pattern.exec(new URL(page.url()).pathname)?.[1]
  assert.ok(id, `${page.url()} should match ${pattern}`)
  return id
}
