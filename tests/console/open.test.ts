import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { tenants } from '../../city/resources.ts'
import { clientOf } from '../../cli/client.ts'
import { generate } from '../../server/ground/standards/index.ts'
import { ledgerKeyAt } from './asking.ts'
import { assertAccessible, assertFits, holds, picture, settled } from './browser.ts'
import { columns, formula, image, openHostile, reversed, script } from './hostile-set.ts'
import { chooseAt, pressAt, typeAt } from './keyboard.ts'
import { openStage } from './stage.ts'

describe('the public pages in a browser', () => {
  const { skip, city, browser } = openStage()
  let told: string
  let opening: Promise<string> | undefined

  before(async () => {
    if (skip) return
    const { items } = await clientOf(city.url).get<{ items: { id: string; name: { zh: string } }[] }>(
      '/api/open/resources',
    )
    told = items.find(({ name }) => name.zh === tenants.name.zh)?.id ?? ''
  })

  /** Longer than the element of free text allows: it never reaches the public. */
  const tooLong = '长'.repeat(20_000)

  /** Three rows that may be opened, and one that may not; opened once and by whoever needs it first. */
  function hostileOnce(): Promise<string> {
    const longCell = '长'.repeat(2_000)
    const cells = columns.map((_, i) => [script, formula, reversed, longCell, image][i] ?? `v${i}`)
    const rows = [11, 12, 13].map((seed) => [generate('uscc', seed), ...cells])
    rows.push([generate('uscc', 14), tooLong, ...cells.slice(1)])
    opening ??= openHostile(city, rows).then(({ resource }) => resource)
    return opening
  }

  for (const [name, sight] of [
    ['320', { width: 320, height: 640 }],
    ['4k', { width: 3840, height: 2160 }],
    ['large', { large: true, width: 800, height: 900 }],
  ] as const) {
    test(`the public pages fit with a hostile entry among them: ${name}`, { skip }, async () => {
      for (const path of ['/open', `/open/resources/${await hostileOnce()}`]) {
        const page = await browser.visit(null, path, sight)
        await assertFits(page)
        if (name !== '4k') await assertAccessible(page)
        await picture(page, `open-${path === '/open' ? 'catalogue' : 'resource'}-hostile-${name}`)
        await page.context().close()
      }
    })
  }

  test('by keyboard alone somebody finds, narrows, opens, filters and downloads, and the address tells it all', {
    skip,
  }, async () => {
    const page = await browser.visit(null, '/open', { lang: 'zh' })
    await typeAt(page, page.locator('#q'), '园区 入驻日期')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await settled(page)
    await pressAt(page, /县（区）/)
    await page.waitForURL(/level=county/)
    await settled(page)
    await page.goBack()
    await settled(page)
    assert.equal(new URL(page.url()).searchParams.get('level'), null)
    await pressAt(page, page.locator('.open-hit h2 a').first())
    await page.waitForURL(/\/open\/resources\/res_/)
    await settled(page)
    await page.goto(`/open/resources/${told}`)
    await settled(page)
    await chooseAt(page, page.getByRole('combobox', { name: '信息项' }), 'park')
    await typeAt(page, page.getByRole('textbox', { name: '值' }), '坑梓产业园')
    await page.keyboard.press('Enter')
    await page.waitForURL(/field=park/)
    await settled(page)
    await page.reload()
    await settled(page)
    const parks = await page
      .locator('.open-card table')
      .nth(1)
      .locator('tbody td:nth-child(3)')
      .allTextContents()
    assert.deepEqual([...new Set(parks)], ['坑梓产业园'])
    const coming = page.waitForEvent('download')
    await pressAt(page, page.locator('.open-download a').first())
    assert.equal(await (await coming).failure(), null)
    await page.context().close()
  })

  test('a long catalogue is turned page by page, each with its address', { skip }, async () => {
    await hostileOnce()
    const page = await browser.visit(null, '/open?limit=1', { lang: 'en' })
    const first = await page.locator('.open-hit').allTextContents()
    await page.getByRole('link', { name: 'Next page' }).click()
    await page.waitForURL(/cursor=.*page=2/)
    await settled(page)
    assert.match((await page.getByRole('status').first().textContent()) ?? '', /, page 2$/)
    assert.notDeepEqual(await page.locator('.open-hit').allTextContents(), first)
    await page.getByRole('link', { name: 'Back to the first page' }).click()
    await settled(page)
    assert.deepEqual(await page.locator('.open-hit').allTextContents(), first)
    await page.context().close()
  })

  test('the file comes as an attachment of the size that was told', { skip }, async () => {
    const page = await browser.visit(null, `/open/resources/${told}`, { lang: 'en' })
    await holds(page, 'document.querySelector(".open-download").textContent.includes("kB")')
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download all data (CSV)' }).click()
    const file = await coming
    assert.match(file.suggestedFilename(), /\.csv$/)
    assert.equal(await file.failure(), null)
    await page.context().close()
  })

  test('whoever answers for the data and the competent department are named for a report', {
    skip,
  }, async () => {
    const page = await browser.visit(null, `/open/resources/${told}`, { lang: 'zh' })
    const faults = page.locator('.open-card').filter({ hasText: '发现错误怎么办' })
    const text = await faults.textContent()
    assert.match(text ?? '', /坪山区产业园区服务中心.*坪山区政务服务和数据管理局/)
    await page.emulateMedia({ media: 'print' })
    await picture(page, 'open-resource-print')
    await page.context().close()
  })

  test('the checkpoint, the keys and the proof of growth are shown as the server signs them', {
    skip,
  }, async () => {
    const page = await browser.visit(null, '/open/verify', { lang: 'en' })
    const shown = await page.locator('main').textContent()
    assert.ok(shown?.includes(`--key '${await ledgerKeyAt(city.url)}'`))
    await page.getByLabel('Number of entries then').fill('1')
    await page.getByRole('button', { name: 'Get the proof' }).click()
    await page.getByText(/Proof from 1 to/).waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('language, theme and type size are chosen on the page and kept', { skip }, async () => {
    const page = await browser.visit(null, '/open?lang=en')
    assert.equal(await page.locator('h1').textContent(), 'Open public data')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByLabel('明暗').selectOption('dark')
    await page.getByRole('button', { name: '大字' }).click()
    const shown = `[document.documentElement.lang, document.documentElement.dataset.mode,
    document.documentElement.style.fontSize, location.search].join()`
    assert.equal(await page.evaluate(shown), 'zh-CN,dark,18px,')
    await page.context().close()
  })

  test('a resource that was never opened says so', { skip }, async () => {
    const page = await browser.visit(null, '/open/resources/res_00000000000000000000000000', { lang: 'zh' })
    assert.equal(await page.locator('h1').textContent(), '没有这个页面')
    assert.match((await page.locator('main').textContent()) ?? '', /没有这项开放数据/)
    await page.context().close()
  })

  for (const width of [1440, 320]) {
    test(`hostile data is text: scripts, formulas, direction marks, a long cell, 300 columns, ${width}`, {
      skip,
    }, async () => {
      const hostile = await hostileOnce()
      const page = await browser.visit(null, `/open/resources/${hostile}`, { lang: 'en', width })
      assert.match(
        await page.title(),
        /^<script>document\.title="executed"<\/script>Hostile ⟨U\+202E⟩gnp\.exe⟨U\+2066⟩ · Zhishu$/,
      )
      assert.equal(await page.locator('main script, main img, main b').count(), 0)
      const cells = await page
        .locator('.open-card table')
        .nth(1)
        .locator('tbody tr')
        .first()
        .locator('td')
        .allTextContents()
      assert.deepEqual(cells.slice(1, 4), [script, formula, '⟨U+202E⟩gnp.exe⟨U+2066⟩'])
      assert.ok((cells[4]?.length ?? 0) < 200)
      assert.equal(cells.length, 12)
      assert.equal(await page.locator('.open-card table').nth(1).locator('tbody tr').count(), 3)
      await page
        .getByRole('button', { name: /Show all \(2,000 characters\)/ })
        .first()
        .click()
      await page.getByRole('link', { name: 'Later columns' }).click()
      await page.waitForURL(/from=11/)
      await settled(page)
      assert.match((await page.locator('main').textContent()) ?? '', /columns 12–23 of 301/)
      await assertFits(page)
      await assertAccessible(page)
      const file = await (await fetch(`${city.url}/api/open/resources/${hostile}/file.csv`)).text()
      assert.equal(file.split(',"\'=cmd|').length + file.split(",'=cmd|").length - 2, 3)
      assert.ok(!file.includes(tooLong))
      await page.goto(`/open/resources/${hostile}`)
      await settled(page)
      await picture(page, `open-hostile-${width}`)
      await page.context().close()
    })
  }
})
