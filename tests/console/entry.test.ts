import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Client } from '../../cli/client.ts'
import { publishedOf, todayOf } from './asking.ts'
import { assertAccessible, assertFits, holds, picture, settled } from './browser.ts'
import { chooseAt, pressAt, typeAt } from './keyboard.ts'
import { openStage } from './stage.ts'

interface Matter {
  readonly id: string
  readonly subject: string
  readonly state: string
  readonly clock: { readonly rule: string; readonly startedOn: string } | null
}

describe('an entry that is refused, and one that must change, in a browser', () => {
  const { skip, city, browser } = openStage()
  const officer = 'sz.market.officer'
  let market: Client
  let today = ''

  before(async () => {
    if (skip) return
    market = await city.clientFor(officer)
    today = await todayOf(market)
  })

  const field = (page: Page, pointer: string) =>
    page.locator(`[data-pointer="${pointer}"]`).locator('input, textarea, select')

  test('a refused draft says so and is not sent again until it is changed', { skip }, async () => {
    const draft = { name: { zh: '年报公示', en: '' }, attribute: 'conditional', items: [] }
    const { id } = await market.post<{ id: string }>('/api/catalog/resources', draft)
    const page = await browser.visit(officer, `/provider/resources/${id}/entry`)
    const sent: string[] = []
    page.on('request', (it) => it.method() === 'PUT' && sent.push(it.url()))
    await page.getByRole('button', { name: '添加信息项' }).press('Enter')
    await page.getByText('还没填全，填全后自动保存').waitFor()
    await page.waitForTimeout(1_300)
    assert.equal(sent.length, 0, 'a row that is not whole is not sent')
    await page.getByLabel('字段名 1', { exact: true }).fill('1号')
    await page.getByLabel('中文名称 1', { exact: true }).fill('编号')
    await page.getByText('未保存：平台没有接受现在的内容').waitFor()
    const refused = sent.length
    await page.waitForTimeout(2_500)
    assert.equal(sent.length, refused, 'what was refused is not sent again as it stands')
    await assertAccessible(page)
    await picture(page, 'entry-refused-zh')
    await pressAt(page, '再次保存')
    await page.getByText('未保存：平台没有接受现在的内容').waitFor()
    assert.equal(sent.length, refused + 1)
    await page.getByLabel('字段名 1', { exact: true }).fill('no1')
    await page.getByText('草稿已保存').waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
    await page.close()
  })

  test('a refused submission calls each field as the page does, a row by its number', { skip }, async () => {
    const item = (name: string, element: string | null) => {
      return { name, title: { zh: '编号', en: '' }, type: 'string', element, grade: 1, nullable: true }
    }
    const draft = {
      name: { zh: '年报抽查', en: '' },
      attribute: 'conditional',
      items: [item('no1', null), item('no2', 'no-such')],
      basis: [],
    }
    const { id } = await market.post<{ id: string }>('/api/catalog/resources', draft)
    const told = { zh: ['报送审核', '信息项 2 · 数据元'], en: ['Submit for review', 'Item 2 · Data element'] }
    for (const lang of ['zh', 'en'] as const) {
      const [submit = '', field = ''] = told[lang]
      const page = await browser.visit(officer, `/provider/resources/${id}/entry`, { lang })
      await page.getByRole('button', { name: submit }).click()
      const dialogue = page.getByRole('dialog')
      await dialogue.locator('.ant-btn-primary').click()
      await dialogue.getByText(field).waitFor()
      assert.doesNotMatch((await dialogue.textContent()) ?? '', /\/items|\/cycle|\/basis/)
      await assertAccessible(page)
      await picture(page, `entry-submission-refused-${lang}`)
      await page.close()
    }
  })

  test('a draft that does not arrive stays on the page and is saved by a press', { skip }, async () => {
    const draft = { name: { zh: '信用承诺', en: '' }, attribute: 'conditional', items: [] }
    const { id } = await market.post<{ id: string }>('/api/catalog/resources', draft)
    const page = await browser.visit(officer, `/provider/resources/${id}/entry`, { lang: 'en' })
    await page.route(`**/api/catalog/resources/${id}`, async (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    )
    await typeAt(page, field(page, '/abstract'), '承诺与履行')
    await page.getByText('Not saved: it did not reach the platform').waitFor()
    await page.unroute(`**/api/catalog/resources/${id}`)
    await pressAt(page, 'Save again')
    await page.getByText('Draft saved').waitFor()
    const kept = await market.get<{ abstract: string }>(`/api/catalog/resources/${id}`)
    assert.equal(kept.abstract, '承诺与履行')
    await page.close()
  })

  test('a change that obliges an update is noted by keyboard and runs on its clock until the entry is submitted', {
    skip,
  }, async () => {
    const id = await publishedOf(market, 'sz.market')
    const page = await browser.visit(officer, `/provider/resources/${id}/entry`)
    await pressAt(page, '登记应更新的情形')
    const dialogue = page.getByRole('dialog')
    await dialogue.getByText('《政务数据共享条例》第十七条第二款').first().waitFor()
    await field(page, '/changedOn').fill('2099-01-01')
    await chooseAt(page, field(page, '/ground'), 'duties')
    await typeAt(page, field(page, '/what'), '登记职责划转')
    await pressAt(page, dialogue.getByRole('button', { name: '登记', exact: true }))
    await dialogue.getByText(/^应是 .* 至今日之间的日期$/).waitFor()
    await assertAccessible(page)
    await picture(page, 'entry-change-zh')
    await field(page, '/changedOn').fill(today)
    await pressAt(page, dialogue.getByRole('button', { name: '登记', exact: true }))
    const card = page.getByRole('region', { name: '目录更新：应更新并报送' })
    await card.getByText('《政务数据共享条例》第十七条第二款').waitFor()
    await card.getByText('登记职责划转').waitFor()
    await holds(page, 'document.activeElement?.id === "open-change"')
    assert.equal(await page.getByRole('button', { name: '已登记应更新的情形' }).isDisabled(), true)
    const change = await openChange(id)
    assert.deepEqual([change?.clock?.rule, change?.clock?.startedOn], ['catalog.change.submit', today])
    await assertAccessible(page)
    await picture(page, 'entry-changed-zh')
    await page.getByRole('link', { name: '概况' }).click()
    await card.waitFor()
    await settle(page, id)
    await submit(page, id, change?.id ?? '')
    await page.close()
  })

  /** In English, dark and narrow. */
  async function settle(page: Page, id: string): Promise<void> {
    const narrow = await browser.visit(officer, `/provider/resources/${id}/entry`, {
      ...{ lang: 'en', theme: 'dark', width: 320 },
    })
    await narrow.getByRole('region', { name: 'The entry is to be updated and submitted' }).waitFor()
    await assertAccessible(narrow)
    await assertFits(narrow)
    await picture(narrow, 'entry-changed-en-dark-320')
    await narrow.close()
    await page.getByRole('link', { name: '目录条目', exact: true }).click()
    await settled(page)
  }

  async function submit(page: Page, id: string, change: string): Promise<void> {
    await typeAt(page, field(page, '/abstract'), '职责划转后的摘要')
    await page.getByRole('button', { name: '保存为新修订' }).press('Enter')
    await page.getByText('草稿已保存').waitFor()
    await page.getByRole('button', { name: '报送审核' }).press('Enter')
    const dialogue = page.getByRole('dialog')
    await dialogue.getByText('修改条目并报送审核，即为办结').waitFor()
    await pressAt(page, dialogue.getByRole('button', { name: '确定' }))
    await page.waitForURL(/\/cases\/cas_/)
    assert.equal(await openChange(id), undefined)
    assert.equal((await market.get<Matter>(`/api/cases/${change}`)).state, 'submitted')
  }

  async function openChange(resource: string): Promise<Matter | undefined> {
    const query = `kind=catalog.change&subject=${resource}&ended=false`
    return (await market.get<{ items: Matter[] }>(`/api/cases?${query}`)).items[0]
  }
})
