import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page, Request } from 'playwright-core'

const pictures = fileURLToPath(new URL('../../var/screenshots', import.meta.url))
const settleLimitMs = 20_000

interface Watch {
  readonly reading: Set<Request>
  /** whatever the console of the browser called an error, refusals of the server among them */
  readonly faults: string[]
  /** what no page may ever do: throw, break its own policy, open a dialogue of the browser */
  readonly breaches: string[]
}
const watches = new WeakMap<Page, Watch>()

/** Follows what a page reads and what it complains of, from its beginning. */
export function watch(page: Page): void {
  const reading = new Set<Request>()
  const faults: string[] = []
  const breaches: string[] = []
  watches.set(page, { reading, faults, breaches })
  // The stream of news stays open for as long as the page.
  page.on('request', (it) => it.resourceType() !== 'eventsource' && reading.add(it))
  page.on('requestfinished', (it) => reading.delete(it))
  page.on('requestfailed', (it) => reading.delete(it))
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) for (const it of reading) if (it.isNavigationRequest()) reading.delete(it)
  })
  page.on('pageerror', (error) => breaches.push(String(error.stack ?? error)))
  page.on('dialog', (dialog) => {
    breaches.push(`a dialogue of the browser: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (said) => {
    const told = `${said.text()} (${said.location().url})`
    if (said.type() === 'error') faults.push(told)
    if (/Content Security Policy|Minified React error/.test(told)) breaches.push(told)
  })
}

/**
 * Throws what the page did wrong since it was last asked. Not thrown where it is heard: there it would belong to no
 * test, and node:test would only mention it.
 */
export function assertUnbroken(page: Page): void {
  const breaches = watches.get(page)?.breaches.splice(0) ?? []
  if (breaches.length > 0) throw new Error(`${page.url()}: ${[...new Set(breaches)].join('\n')}`)
}

/** What the page complained of on its console since it was last asked. */
export function takeFaults(page: Page): string[] {
  return watches.get(page)?.faults.splice(0) ?? []
}

/**
 * Two frames in which nothing was being read and nothing said that it waits: the first shows what arrived, the second
 * what that made the page ask for.
 */
const twoQuietFrames = `new Promise((resolve) => {
  const isQuiet = () =>
    document.querySelector('h1') !== null &&
    document.querySelector('[aria-busy="true"], .loading') === null &&
    document.fonts.status === 'loaded'
  requestAnimationFrame(() => {
    const first = isQuiet()
    requestAnimationFrame(() => resolve(first && isQuiet()))
  })
})`

/** Waits until the page has its heading and its fonts, and neither reads nor waits for anything. */
export async function settled(page: Page): Promise<void> {
  const { reading } = watches.get(page) ?? { reading: new Set<Request>() }
  for (const until = performance.now() + settleLimitMs; performance.now() < until; ) {
    const wasStill = reading.size === 0
    const isQuiet = await framesOf(page)
    if (wasStill && isQuiet && reading.size === 0) return assertUnbroken(page)
    if (!wasStill || !isQuiet) await page.waitForTimeout(10)
  }
  const open = [...reading].map((it) => `${it.method()} ${it.url()}`)
  throw new Error(`${page.url()} did not settle; being read: ${open.join(', ') || 'nothing'}`)
}

/** A navigation on its way takes the document from under the question; then it is asked again. */
async function framesOf(page: Page): Promise<boolean> {
  try {
    return (await page.evaluate(twoQuietFrames)) as boolean
  } catch (error) {
    if (/Execution context was destroyed|navigat/.test(String(error))) return false
    throw error
  }
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

/**
 * axe takes all that stands in a disabled fieldset for disabled, yet a region with a tabindex takes the focus there too:
 * of those it blames, one that does take it is no violation.
 */
const withoutFocusable = `(result) => {
  const before = document.activeElement
  const takesFocus = ({ target }) => {
    const region = document.querySelector(target[0])
    region?.focus({ preventScroll: true })
    return region !== null && region === document.activeElement
  }
  const violations = result.violations
    .map((it) => it.id === 'scrollable-region-focusable' ? { ...it, nodes: it.nodes.filter((node) => !takesFocus(node)) } : it)
    .filter(({ nodes }) => nodes.length > 0)
  if (document.activeElement !== before) before?.focus?.({ preventScroll: true })
  return violations
}`

/** What violates WCAG 2.2 A and AA or axe's best practices, each with its places. */
export async function violationsOn(page: Page): Promise<string[]> {
  // Through the debugger, so that the page's own policy need not allow it.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const found = `axe.run(document, { resultTypes: ["violations"] }).then(${withoutFocusable})`
  const violations = (await page.evaluate(found)) as Violation[]
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 5).map(({ target, failureSummary }) => {
      return `    ${target.join(' ')}\n      ${failureSummary?.replaceAll('\n', '\n      ')}`
    })
    return `${id}: ${help}\n${places.join('\n')}`
  })
}

/** No violation of WCAG 2.2 A and AA, nor of axe's best practices. */
export async function assertAccessible(page: Page): Promise<void> {
  assertUnbroken(page)
  const told = await violationsOn(page)
  assert.deepEqual(told, [], `${page.url()}\n${told.join('\n')}`)
}

/** By how many px the page is wider than its window; 0 when only tables scroll sideways. */
export async function excessOf(page: Page): Promise<number> {
  const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  return Math.max(0, Number(await page.evaluate(excess)))
}

/** Nothing but tables scrolls sideways. */
export async function assertFits(page: Page): Promise<void> {
  const over = await excessOf(page)
  assert.equal(over, 0, `${page.url()} is ${over} px too wide`)
}

/** Keeps a picture under var/screenshots. */
export async function picture(page: Page, name: string): Promise<void> {
  assertUnbroken(page)
  await mkdir(pictures, { recursive: true })
  // What stays in view while one scrolls would else stand in the middle of the picture.
  await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}
