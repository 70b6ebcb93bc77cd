import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, clientOf } from '../../cli/client.ts'
import {
  assertAccessible,
  assertFits,
  type Browser,
  openBrowser,
  picture,
  settled,
  whyNotHere,
} from './browser.ts'
import { type City, openCity } from './city.ts'

describe('providing data in a browser', () => {
  const skip = whyNotHere()
  const officer = 'ps.park.officer'
  let city: City
  let browser: Browser
  let park: Client
  /** an entry written in this test */
  let entry = ''

  before(async () => {
    if (skip) return
    city = await openCity()
    browser = await openBrowser(city)
    park = await clientFor(officer)
  })

  after(async () => {
    if (skip) return
    await browser.close()
    await city.close()
  })

  async function clientFor(login: string): Promise<Client> {
    const password = city.passwordOf(login)
    const { token } = await clientOf(city.url).post<{ token: string }>('/api/parties/session', {
      login,
      password,
    })
    return clientOf(city.url, token)
  }

  async function publishedOf(client: Client, department: string): Promise<string> {
    const { items } = await client.get<{ items: { id: string; state: string }[] }>(
      `/api/catalog/search?department=${department}&limit=100`,
    )
    return items.find(({ state }) => state === 'published')?.id ?? ''
  }

  test('an entry is written by keyboard, and the gate cites the article beside each unlawful field', {
    skip,
  }, async () => {
    const page = await browser.visit(officer, '/provider/new')
    await page.getByLabel('信息资源名称（中文）').focus()
    await page.keyboard.type('园区充电桩')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Charging points of the parks')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/provider\/resources\/res_.+\/entry$/)
    entry = new URL(page.url()).pathname.split('/')[3] ?? ''
    await settled(page)
    const format = page.locator('[data-pointer="/format"]')
    await format.getByText('《政务数据共享条例》第十三条第二款').waitFor()
    await assertAccessible(page)
    await picture(page, 'provider-gate-zh')

    await format.locator('select').selectOption('spreadsheet')
    await format.locator('.fault-texts').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '添加信息项' }).focus()
    for (const [name, title] of [
      ['pile_no', '桩号'],
      ['opened_on', '启用日期'],
    ]) {
      const n = name === 'pile_no' ? 1 : 2
      await page.getByRole('button', { name: '添加信息项' }).press('Enter')
      await page.getByLabel(`字段名 ${n}`, { exact: true }).fill(name ?? '')
      await page.getByLabel(`中文名称 ${n}`, { exact: true }).fill(title ?? '')
    }
    await page.getByText('草稿已保存').waitFor()
    await page.locator('.gate').getByText('处不符合规定').waitFor()
    const kept = await park.get<{ items: unknown[]; format: string }>(`/api/catalog/resources/${entry}`)
    assert.deepEqual({ items: kept.items.length, format: kept.format }, { items: 2, format: 'spreadsheet' })

    await page.getByRole('button', { name: '报送审核' }).click()
    await page.getByRole('button', { name: '确定' }).click()
    await page.getByRole('dialog').getByText('未列明更新频率').waitFor()
    await page.close()
  })

  test('a file is handed in by the picker, its plan is shown, and its columns are confirmed', {
    skip,
  }, async () => {
    const page = await browser.visit(officer, `/provider/resources/${entry}/deliveries`)
    await assertAccessible(page)
    await page.locator('input[type="file"]').setInputFiles({
      name: '充电桩.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '\ufeff桩号,启用日期,备注\nA-01,2024-03-01,"a"\nA-02,2024-02-30,b\nA-03,2024/05/06,c\n',
      ),
    })
    await page.getByText('充电桩.csv').waitFor()
    await page.getByRole('button', { name: '交付', exact: true }).press('Enter')
    await page.waitForURL(/\/provider\/deliveries\/dlv_/)
    await page.getByText('文件开头有 utf-8 字节序标记').waitFor()
    await page.locator('.stages').getByText('第 1 版').waitFor()
    await page.locator('.name-unknown').getByText('备注').waitFor()
    await assertAccessible(page)
    await picture(page, 'provider-delivery-zh')

    await page.getByRole('link', { name: '列与数据元' }).click()
    await page.waitForURL(/columns$/)
    await settled(page)
    await page.getByText('建议，待确认').first().waitFor()
    await page.getByLabel('启用日期 的数据元').selectOption('date')
    await page.getByLabel('桩号 的数据元').selectOption('text')
    await assertAccessible(page)
    await picture(page, 'provider-columns-zh')
    await page.getByRole('button', { name: /^确认全部/ }).press('Enter')
    await page.getByText('各列均已确认').waitFor()
    await page.locator('.columns-after').getByText('查看质量').click({ timeout: 20_000 })
    await page.waitForURL(/versions\/1$/)
    await page.getByRole('link', { name: /1 行/ }).first().click()
    await page.waitForURL(/rejects\?/)
    await page.getByRole('cell', { name: '2024-02-30' }).waitFor()
    await assertAccessible(page)
    await page.close()
  })

  test('a file is handed in by dropping it', { skip }, async () => {
    const page = await browser.visit(officer, `/provider/resources/${entry}/deliveries`, { lang: 'en' })
    const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['桩号,启用日期\\nA-01,2024-03-01\\n'], 'second.csv', { type: 'text/csv' }))
    return transfer
  })()`)
    await page.locator('.drop-place').dispatchEvent('drop', { dataTransfer: dropped })
    await page.getByText('second.csv').waitFor()
    await page.getByRole('button', { name: 'Hand in', exact: true }).click()
    await page.waitForURL(/\/provider\/deliveries\/dlv_/)
    await page.locator('.stages').getByText('Version 2').waitFor()
    await assertAccessible(page)
    await page.close()
  })

  test('a correction asked of us is answered on its clock, the value kept with a reason', {
    skip,
  }, async () => {
    const demander = await clientFor('ps.hr.officer')
    const { items } = await demander.get<{
      items: { id: string; provider: string; endedAt: string | null }[]
    }>('/api/share/agreements?limit=100')
    const agreement = items.find(({ provider, endedAt }) => provider === 'ps.park' && endedAt === null)
    assert.ok(agreement, 'the story leaves an agreement of the parks in force')
    const { rows } = await demander.get<{ rows: Record<string, unknown>[] }>(
      `/api/data/${agreement.id}/rows?limit=1`,
    )
    const asked = await demander.post<{ id: string }>('/api/share/corrections', {
      agreement: agreement.id,
      key: String(rows[0]?.uscc),
      field: 'name',
      seen: String(rows[0]?.name),
      reason: '与实地核查不符',
    })
    const page = await browser.visit(officer, `/corrections/${asked.id}`)
    await page.locator('.clock').first().waitFor()
    await page.getByRole('button', { name: '核实无误' }).press('Enter')
    const dialogue = page.locator('dialog[open]')
    await dialogue.locator('textarea').fill('登记簿与现场一致，数据无误')
    await assertAccessible(page)
    await picture(page, 'provider-correction-zh')
    await dialogue.getByRole('button', { name: '核实无误' }).press('Enter')
    await dialogue.waitFor({ state: 'detached' })
    await page.getByText('登记簿与现场一致，数据无误').first().waitFor()
    const { case: matter } = await park.get<{ case: { state: string } }>(`/api/share/corrections/${asked.id}`)
    assert.equal(matter.state, 'kept')
    await page.close()
  })

  const sights = [
    { name: 'zh', sight: {}, only: /./ },
    {
      name: 'en-dark',
      sight: { lang: 'en', theme: 'dark' },
      only: /resources|overview|columns|quality|profile|entry/,
    },
    {
      name: '320',
      sight: { width: 320, height: 640, lang: 'en' },
      only: /resources|overview|deliveries|columns|quality|profile|entry/,
    },
  ] as const

  for (const { name, sight, only } of sights) {
    test(`every screen of a provider is accessible and fits: ${name}`, { skip }, async () => {
      const id = await publishedOf(await clientFor('sz.market.officer'), 'sz.market')
      const at = `/provider/resources/${id}`
      const paths = {
        resources: '/provider',
        overview: at,
        deliveries: `${at}/deliveries`,
        columns: `${at}/columns`,
        quality: `${at}/versions/1`,
        rejects: `${at}/versions/1/rejects`,
        profile: `${at}/versions/1/profile`,
        changes: `${at}/versions/2/changes`,
        entry: `${at}/entry`,
        opening: `${at}/opening`,
        corrections: '/corrections',
      }
      for (const [screen, path] of Object.entries(paths)) {
        if (!only.test(screen)) continue
        const page = await browser.visit('sz.market.officer', path, sight)
        await assertAccessible(page)
        await assertFits(page)
        await picture(page, `provider-${screen}-${name}`)
        await page.close()
      }
    })
  }
})
