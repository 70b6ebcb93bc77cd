import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Language, picture, settled } from './browser.ts'
import { excessOf, takeFaults, violationsOn } from './page.ts'
import { beginMatters, findPlaces, type Place, visitors } from './places.ts'
import { readPatterns } from './routes.ts'
import { openStage } from './stage.ts'

const languages = ['zh', 'en'] as const
const themes = ['light', 'dark'] as const
const tags = { zh: 'zh-CN', en: 'en' } as const
/** What else a page must fit: the narrow window in both languages, the wide one and the large type in one. */
const wide = { width: 3840, height: 2160 }
const narrow = { width: 320, height: 640 }
const usual = { width: 1440, height: 900 }

describe('every route in every language and theme', { concurrency: 2 }, () => {
  const { skip, city, browser } = openStage()
  let places: readonly Place[] = []
  const seen = { views: 0, sizes: 0 }

  before(async () => {
    if (skip) return
    places = await findPlaces(city, await beginMatters(city))
  })

  after(async () => {
    if (skip) return
    console.log(
      `\n${places.length} places: ${seen.views} views (route × language × theme) looked through by axe, ${seen.sizes} fitted`,
    )
  })

  test('every route of the code has an example, and every example a route', { skip }, () => {
    const patterns = readPatterns()
    assert.ok(patterns.length > 40, `${patterns.length} routes were found`)
    const shown = places.map(({ pattern }) => pattern).filter((it) => it.startsWith('/'))
    assert.deepEqual([...new Set(shown)].sort(), [...new Set(patterns)])
    assert.deepEqual([...new Set(places.map(({ as }) => as))], visitors)
    assert.deepEqual(
      places.filter(({ path }) => /undefined|null|\/\/|\/$./.test(path)),
      [],
    )
  })

  for (const visitor of visitors) {
    const name = visitor ?? 'everybody'
    for (const lang of languages) {
      test(`the routes of ${name} are accessible, fit and complain of nothing: ${lang}`, {
        skip,
      }, async () => {
        const faults = await walk(visitor, lang)
        assert.deepEqual(faults, [], `\n${faults.join('\n')}`)
      })
    }
    test(`the routes of ${name} fit in large type`, { skip }, async () => {
      assert.deepEqual(await walkInLargeType(visitor), [])
    })
  }

  /** One window a person, moved from place to place as the console's own links do. */
  async function walk(visitor: string | null, lang: Language): Promise<string[]> {
    const faults: string[] = []
    const theirs = places.filter(({ as }) => as === visitor)
    const page = await browser.visit(visitor, theirs[0]?.path ?? '/', { lang })
    for (const place of theirs) {
      const tell = (told: readonly string[], where = '') =>
        faults.push(...told.map((it) => `${place.pattern} ${lang}${where} (${place.path}): ${it}`))
      await go(page, place)
      tell(await faultsOfForm(page, lang))
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme })
        await settled(page)
        tell(await violationsOn(page), ` ${theme}`)
        seen.views += 1
        if (theme === 'dark') await keep(page, place, lang)
      }
      await page.emulateMedia({ colorScheme: 'light' })
      // On a narrow screen the parts stand in another order, and some are folded away: axe looks again, in one language.
      tell(await faultsOfSize(page, narrow, lang === 'zh' ? violationsOn : undefined))
      if (lang === 'en') tell(await faultsOfSize(page, wide))
      tell(takeFaults(page).filter((it) => !isExpected(it)))
    }
    await page.close()
    return faults
  }

  async function walkInLargeType(visitor: string | null): Promise<string[]> {
    const faults: string[] = []
    const theirs = places.filter(({ as }) => as === visitor)
    const page = await browser.visit(visitor, theirs[0]?.path ?? '/', { lang: 'en', large: true })
    for (const place of theirs) {
      await go(page, place)
      const over = await excessOf(page)
      if (over > 0) faults.push(`${place.pattern} in large type: ${over} px too wide`)
      seen.sizes += 1
    }
    await page.close()
    return faults
  }

  async function faultsOfSize(
    page: Page,
    size: { width: number; height: number },
    look?: (page: Page) => Promise<string[]>,
  ): Promise<string[]> {
    await page.setViewportSize(size)
    await settled(page)
    const over = await excessOf(page)
    const told = [...(over > 0 ? [`${over} px too wide`] : []), ...((await look?.(page)) ?? [])]
    await page.setViewportSize(usual)
    seen.sizes += 1
    return told.map((it) => `at ${size.width} px: ${it}`)
  }
})

/** Within the console by its router; the public pages and the sign-in are read anew, as their links do. */
async function go(page: Page, { as, path }: Place): Promise<void> {
  if (as === null) await page.goto(path)
  else await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  await settled(page)
}

async function faultsOfForm(page: Page, lang: Language): Promise<string[]> {
  const form = (await page.evaluate(`({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    broken: document.querySelector('.problem') !== null && document.querySelector('.plain-page') !== null,
  })`)) as { lang: string; headings: number; mains: number; over: number; broken: boolean }
  return [
    form.lang !== tags[lang] && `the language is said to be ${form.lang}`,
    form.headings !== 1 && `${form.headings} headings of the first rank`,
    form.mains !== 1 && `${form.mains} main parts`,
    form.over > 0 && `${form.over} px too wide`,
    form.broken && 'the server refused the page',
  ].filter((it) => it !== false)
}

/** A picture of every route in both languages: Chinese in the light, English in the dark. */
async function keep(page: Page, { pattern }: Place, lang: Language): Promise<void> {
  const name = pattern
    .replace(/^\/$/, 'home')
    .replaceAll(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
  if (lang === 'zh') await page.emulateMedia({ colorScheme: 'light' })
  await settled(page)
  await picture(page, `screen-${name}-${lang}`)
}

/** The browser itself writes a line for every refusal; asking who is there before the sign-in is one. */
function isExpected(fault: string): boolean {
  return /status of 401 .*\/api\/parties\/me\)/.test(fault)
}
