import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible, assertFits, picture, settled } from './browser.ts'
import { pressAt } from './keyboard.ts'
import { openStage } from './stage.ts'

describe('the first page of each role', () => {
  const { skip, city, browser } = openStage()
  interface Page {
    items: { id: string; title: { zh: string }; waitsFor: string | null }[]
  }

  const withTurns = ['ps.park.officer', 'sz.market.head', 'sz.data.reviewer', 'ps.hr.officer', 'ps.hr.head']

  test('what waits for an organisation stands first, the most pressing on top, and leads to where it is done', {
    skip,
  }, async () => {
    for (const login of withTurns) {
      const client = await city.clientFor(login)
      const org = login.slice(0, login.lastIndexOf('.'))
      const { items } = await client.get<Page>(`/api/cases?ended=false&waitingFor=${org}&limit=100`)
      const page = await browser.visit(login, '/')
      const panel = page.getByRole('region', { name: '等待本单位办理' })
      const shown = await panel.locator('tbody th a').allTextContents()
      assert.deepEqual(
        shown,
        items.map(({ title }) => title.zh),
        login,
      )
      if (items.length === 0)
        await page.getByRole('region', { name: '可以办理' }).locator('a').first().waitFor()
      await assertAccessible(page)
      await picture(page, `home-${login}-zh`)
      await page.close()
    }
  })

  test('whoever has no matters of their own finds what to do next', { skip }, async () => {
    for (const login of ['sz.audit.auditor', 'sz.cloud.operator', 'sz.data.admin']) {
      const page = await browser.visit(login, '/', { lang: 'en', theme: 'dark' })
      const next = page.getByRole('region', { name: 'What you can do' }).locator('a')
      for (const address of await next.evaluateAll((links) => links.map((it) => it.getAttribute('href')))) {
        await page.goto(String(address))
        await settled(page)
        assert.equal(await page.locator('.problem').count(), 0, `${login} ${address}`)
      }
      await page.goto('/')
      await settled(page)
      await assertAccessible(page)
      await picture(page, `home-${login}-en-dark`)
      await page.close()
    }
    const page = await browser.visit('sz.data.admin', '/', { width: 320, height: 640 })
    await assertFits(page)
    await picture(page, 'home-admin-320')
    await page.close()
  })

  test('the list of matters shows only what waits for us, and the address keeps it', { skip }, async () => {
    const page = await browser.visit('ps.park.officer', '/cases')
    const all = await page.locator('tbody tr').count()
    await pressAt(page, '只看等待本单位办理', 'Space')
    await page.waitForURL(/waiting=true/)
    await settled(page)
    const client = await city.clientFor('ps.park.officer')
    const { items } = await client.get<Page>('/api/cases?waitingFor=ps.park&limit=50')
    assert.equal(await page.locator('tbody tr').count(), items.length)
    assert.ok(items.length > 0 && items.length < all, `${items.length} of ${all}`)
    await page.close()
  })

  test('the kinds of a list stand in its filter with their numbers, and one of them narrows it', {
    skip,
  }, async () => {
    const page = await browser.visit('sz.market.officer', '/cases?size=20')
    const client = await city.clientFor('sz.market.officer')
    const { items: kinds } = await client.get<{
      items: { kind: string; title: { zh: string }; cases: number }[]
    }>('/api/cases/kinds')
    const filter = page.locator('select', { has: page.locator('option[value="quality.fault"]') })
    await filter.waitFor()
    assert.deepEqual((await filter.locator('option').allInnerTexts()).slice(1), [
      ...kinds.map(({ title, cases }) => `${title.zh} (${cases})`),
    ])
    const [first] = kinds
    assert.ok(first && kinds.length > 1, 'matters of several kinds')
    await filter.selectOption(first.kind)
    await page.waitForURL((url) => url.searchParams.get('kind') === first.kind)
    await settled(page)
    assert.equal(await page.locator('tbody tr').count(), first.cases)
    await page.close()
  })
})
