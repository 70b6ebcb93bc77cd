import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible, holds, type Language, picture, settled } from './browser.ts'
import { openStage } from './stage.ts'

describe('signing in and the desk in a browser', () => {
  const { skip, city, browser } = openStage()
  const headings: Record<Language, { home: string; title: string }> = {
    zh: { home: '待办', title: '待办 · 治数' },
    en: { home: 'To do', title: 'To do · Zhishu' },
  }

  for (const lang of ['zh', 'en'] as const) {
    test(`an officer signs in with one click and sees what waits, ${lang}`, { skip }, async () => {
      const page = await browser.visit(null, '/', { lang })
      assert.equal(new URL(page.url()).pathname, '/sign-in')
      await assertAccessible(page)
      await picture(page, `sign-in-${lang}`)

      await page.locator('[data-login="sz.market.officer"]').click()
      await page.waitForURL(`${city.url}/`)
      await settled(page)
      const shown = { home: await page.locator('h1').textContent(), title: await page.title() }
      assert.deepEqual(shown, headings[lang])
      assert.equal(await page.locator('html').getAttribute('lang'), lang === 'zh' ? 'zh-CN' : 'en')
      await page.locator('.clock').first().waitFor()
      await assertAccessible(page)
      await picture(page, `home-provider-${lang}`)
      await page.context().close()
    })
  }

  test('a list is walked with j, k and Enter, and the focus goes to the heading of the case', {
    skip,
  }, async () => {
    const page = await browser.visit('ps.hr.officer', '/cases')
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/cases\/cas_/)
    await page.locator('.track').waitFor()
    await holds(page, 'document.activeElement?.tagName === "H1"')
    await assertAccessible(page)
    await picture(page, 'case')
    await page.close()
  })

  test('an address that leads nowhere says so', { skip }, async () => {
    const page = await browser.visit('ps.hr.officer', '/no/such/page')
    assert.equal(await page.locator('h1').textContent(), '没有这个页面')
    await assertAccessible(page)
    await page.close()
  })

  test('a hostile purpose is shown as text, its direction marks made visible', { skip }, async () => {
    const officer = await city.clientFor('ps.hr.officer')
    const { items } = await officer.get<{ items: { id: string }[] }>(
      '/api/catalog/search?attribute=unconditional',
    )
    await officer.post('/api/share/submissions', {
      purpose: '<img src=x onerror="document.title=1">\u202e{{count}} $t(signOut)',
      basis: '依据',
      scenario: '场景',
      scope: '范围',
      period: { from: '2098-01-01', until: '2099-01-01' },
      lines: [{ resource: items[0]?.id, fields: ['uscc'], modes: ['api'] }],
    })
    const page = await browser.visit('ps.hr.officer', '/')
    const shown = page.getByText('<img src=x onerror="document.title=1">⟨U+202E⟩{{count}} $t(signOut)')
    await shown.first().waitFor()
    assert.equal(await page.title(), '待办 · 治数')
    await page.close()
  })

  test('what another department files appears by itself, with its clock', { skip }, async () => {
    const page = await browser.visit('ps.park.officer', '/')
    const before = await page.locator('tbody tr').count()
    const officer = await city.clientFor('ps.hr.officer')
    const { items } = await officer.get<{ items: { id: string; provider: string; state: string }[] }>(
      '/api/share/agreements',
    )
    const agreement = items.find(({ provider, state }) => provider === 'ps.park' && state === 'inForce')?.id
    const data = await officer.get<{ rows: Record<string, string>[] }>(`/api/data/${agreement}/rows?limit=1`)
    const key = data.rows[0]?.uscc
    await officer.post('/api/share/corrections', {
      agreement,
      key,
      field: 'name',
      proposed: '更正',
      reason: '名称与营业执照不符',
    })
    await page.locator('tbody tr').nth(before).waitFor()
    assert.equal(await page.locator('tbody tr').count(), before + 1)
    await page.close()
  })

  test('while the server refuses the news, a page stays and asks ever more rarely', { skip }, async () => {
    const page = await browser.visit('ps.housing.officer', '/cases')
    const asked = { events: 0, me: 0 }
    page.on('request', (it) => {
      const what = /\/api\/(?:parties\/)?(events|me)$/.exec(it.url())?.[1]
      if (what === 'events' || what === 'me') asked[what]++
    })
    await page.route('**/api/events', (route) => route.fulfill({ status: 502, body: '' }))
    await page.clock.install()
    await page.reload()
    await page.locator('h1').waitFor()
    // Each refusal is answered by asking who is signed in; by then the next time is set.
    const refused = async (times: number) => {
      for (let triesLeft = 400; triesLeft > 0 && asked.me <= times; triesLeft--) await page.waitForTimeout(25)
      assert.deepEqual(asked, { events: times, me: times + 1 })
    }
    await refused(1)
    for (const [n, waitSeconds] of [5, 10, 20, 40, 80].entries()) {
      await page.clock.runFor(waitSeconds * 500)
      // Time goes on by itself too, so the first few seconds prove nothing.
      if (waitSeconds >= 20) assert.equal(asked.events, n + 1, `asked again before ${waitSeconds} s`)
      await page.clock.runFor(waitSeconds * 500)
      await refused(n + 2)
    }
    assert.equal(new URL(page.url()).pathname, '/cases')
    await page.close()
  })

  test('a page whose session is ended elsewhere goes to the sign-in by itself, and back to its place after it', {
    skip,
  }, async () => {
    const page = await browser.visit('ps.housing.head', '/cases')
    const administrator = await city.clientFor('sz.data.admin')
    await administrator.fetch('/api/parties/persons/ps.housing.head/sessions', { method: 'DELETE' })
    await page.waitForURL(/\/sign-in\?/, { timeout: 10_000 })
    await page.getByText('登录已失效').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('to'), '/cases')
    await page.close()
  })
})
