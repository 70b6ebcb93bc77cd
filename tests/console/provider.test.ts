import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Client } from '../../cli/client.ts'
import { publishedOf } from './asking.ts'
import { assertAccessible, picture, settled } from './browser.ts'
import { chooseAt, pressAt, tabTo, typeAt } from './keyboard.ts'
import { openStage } from './stage.ts'

describe('providing data in a browser', () => {
  const { skip, city, browser } = openStage()
  const officer = 'ps.park.officer'
  let park: Client
  /** an entry written in this test */
  let entry = ''

  before(async () => {
    if (skip) return
    park = await city.clientFor(officer)
  })

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
    const demander = await city.clientFor('ps.hr.officer')
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

  interface Entry {
    readonly id: string
    readonly code: string
    readonly stamp: string
    readonly abstract: string
    readonly cycle: string | null
    readonly name: { zh: string; en: string }
  }

  /** A draft like the published entry of the parks, under a name and a code of its own. */
  async function draftLike(serial: number, change: object): Promise<Entry> {
    const published = await publishedOf(park, 'ps.park')
    const like = await park.get<Record<string, unknown>>(`/api/catalog/resources/${published}`)
    const { id: _id, state: _state, revision: _revision, stamp: _stamp, publishedOn: _on, ...entry } = like
    // A city that is already running keeps what an earlier run wrote.
    const code = `306081002/9${String(Date.now()).slice(-8)}${serial}`
    const body = { ...entry, name: { zh: `停车场 ${serial}`, en: `Car parks ${serial}` }, code, ...change }
    return park.post<Entry>('/api/catalog/resources', body)
  }

  test('by keyboard alone the gate’s fault is found and mended, and the entry submitted', {
    skip,
  }, async () => {
    const { id } = await draftLike(1, { cycle: null })
    const page = await browser.visit(officer, `/provider/resources/${id}/entry`)
    await pressAt(page, /未列明更新频率/)
    await chooseAt(page, page.locator('[data-pointer="/cycle"] select'), 'monthly')
    await page.getByText('草稿已保存').waitFor()
    await page.locator('.gate').getByText('可以报送').waitFor()
    await tabTo(page, '报送审核', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await pressAt(page, page.locator('dialog[open] .ant-btn-primary'), 'Space')
    await page.waitForURL(/\/cases\/cas_/)
    const kept = await park.get<{ state: string; cycle: string }>(`/api/catalog/resources/${id}`)
    assert.deepEqual([kept.state, kept.cycle], ['inReview', 'monthly'])
    await page.close()
  })

  test('by keyboard alone a file is handed in and its columns are bound', { skip }, async () => {
    const { id } = await draftLike(2, {})
    const page = await browser.visit(officer, `/provider/resources/${id}/deliveries`)
    const picker = await tabTo(page, page.locator('input[type="file"]'))
    const text =
      'uscc,name,park,area_m2,since,staff,street\n914403003MACK10XXT,甲,东园,12,2024-03-01,3,440310001\n914403003MACK10XXT,乙,东园,,2024-03-01,3,440310001\n'
    await picker.setInputFiles({ name: '停车场.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByText('停车场.csv').waitFor()
    await pressAt(page, '交付')
    await page.waitForURL(/\/provider\/deliveries\/dlv_/)
    await page.locator('.stages').getByText('第 1 版').waitFor()
    await pressAt(page, '列与数据元')
    await page.waitForURL(/columns$/)
    await settled(page)
    await chooseAt(page, /^park 的数据元$/, 'address')
    await pressAt(page, /^确认全部/, 'Space')
    await page.getByText('各列均已确认').waitFor()
    const { items } = await park.get<{ items: { item?: string; field?: string; element: string | null }[] }>(
      `/api/standards/bindings/${id}`,
    )
    assert.ok(items.some(({ element }) => element === 'address'))
    // Both rows of the one key are listed, whatever they were rejected for.
    await page.locator('.columns-after').getByText('查看质量').click({ timeout: 20_000 })
    await page.waitForURL(/versions\/1$/)
    await pressAt(page, /^准确性/)
    await pressAt(page, page.locator('[data-indicator="0303"] a').last())
    await page.waitForURL(/rule=key\.shared/)
    await settled(page)
    assert.deepEqual(await page.locator('tbody th').allTextContents(), ['1', '2'])
    await assertAccessible(page)
    await picture(page, 'provider-shared-keys-zh')
    await page.goto(`/provider/resources/${id}/versions/1`)
    await settled(page)
    await page.locator('section[aria-labelledby="items"] a[href*="value.absent"]').first().click()
    await settled(page)
    assert.deepEqual(await page.locator('tbody th').allTextContents(), ['2'])
    await page.close()
  })

  test('what a colleague wrote meanwhile is told and merged, and nothing typed is lost', {
    skip,
  }, async () => {
    const draft = await draftLike(3, {})
    const at = `/api/catalog/resources/${draft.id}`
    const page = await browser.visit(officer, `/provider/resources/${draft.id}/entry`, { lang: 'en' })
    // The colleague is quicker: what I typed is on its way while theirs is already kept.
    const first = Promise.withResolvers<void>()
    await page.route(`**${at}`, async (route) => {
      if (route.request().method() === 'PUT') await first.promise
      await route.continue()
    })
    await typeAt(page, page.locator('[data-pointer="/name/en"] input'), 'Parking')
    await typeAt(page, page.locator('[data-pointer="/abstract"] textarea'), '我写的')
    const { id: _id, ...read } = draft
    const theirs = { ...read, abstract: '同事写的', cycle: 'daily' }
    for (const name of ['state', 'revision', 'publishedOn']) delete (theirs as Record<string, unknown>)[name]
    await park.put(at, theirs)
    first.resolve()
    await page.getByRole('heading', { name: 'The entry was changed by 元专员' }).waitFor()
    await page.getByText('You both changed it; merging keeps yours').waitFor()
    await page.getByText('同事写的').waitFor()
    assert.equal(await page.locator('[data-pointer="/abstract"] textarea').inputValue(), '我写的')
    await assertAccessible(page)
    await picture(page, 'provider-conflict-en')
    await pressAt(page, 'Merge: take theirs in, keep mine')
    await page.getByText('Draft saved').waitFor()
    const kept = await park.get<Entry>(at)
    assert.deepEqual([kept.abstract, kept.cycle, kept.name.en], ['我写的', 'daily', 'Parking'])
    await page.close()
  })

  test('a published entry is withdrawn with a reason, unless an agreement on it is alive', {
    skip,
  }, async () => {
    const reviewer = await city.clientFor('ps.data.reviewer')
    const { id } = await draftLike(4, {})
    const review = await park.post<{ id: string }>(`/api/catalog/resources/${id}/submission`)
    await reviewer.post(`/api/cases/${review.id}/moves`, { move: 'publish' })
    const page = await browser.visit(officer, `/provider/resources/${id}/entry`)
    await pressAt(page, '撤下条目')
    await typeAt(page, page.locator('dialog[open] textarea'), '职责已划出')
    await assertAccessible(page)
    await picture(page, 'provider-withdraw-zh')
    await pressAt(page, page.locator('dialog[open] .ant-btn-primary'))
    await page.getByText('条目已撤下，只有本单位可见').waitFor()
    await page.getByText('职责已划出').waitFor()
    const { items } = await park.get<{ items: { resource: string; provider: string }[] }>(
      '/api/share/agreements',
    )
    const used = items.find(({ provider }) => provider === 'ps.park')?.resource
    await page.goto(`/provider/resources/${used}/entry`)
    await settled(page)
    await pressAt(page, '撤下条目')
    await typeAt(page, page.locator('dialog[open] textarea'), '职责已划出')
    await pressAt(page, page.locator('dialog[open] .ant-btn-primary'))
    await page.getByText(/还有有效的共享协议，不能撤下/).waitFor()
    await page.close()
  })

  test('an indicator opens down to the rows it was measured by, warnings apart from errors', {
    skip,
  }, async () => {
    const market = await city.clientFor('sz.market.officer')
    const id = await publishedOf(market, 'sz.market')
    const page = await browser.visit('sz.market.officer', `/provider/resources/${id}/versions/1`)
    await pressAt(page, /^规范性/)
    await pressAt(page, page.locator('[data-indicator="0105"] a').last())
    await page.waitForURL(/severity=warn/)
    await settled(page)
    const rule = new URL(page.url()).searchParams.get('rule')
    const { items } = await market.get<{ items: { row: number; original: string }[] }>(
      `/api/quality/${id}/1/faults?severity=warn&rule=${rule}&limit=50`,
    )
    const shown = await page.locator('tbody th').allTextContents()
    assert.deepEqual(
      shown.map((text) => Number(text.replace(',', ''))),
      items.map(({ row }) => row),
    )
    await assertAccessible(page)
    await picture(page, 'provider-warned-zh')
    await page.goto(`/provider/resources/${id}/versions/1`)
    await settled(page)
    await page.locator('[data-indicator]').first().waitFor({ state: 'attached' })
    for (const dimension of await page.locator('details.dimension > summary').all()) await dimension.click()
    // Each figure leads to its rows or says why it has none.
    const cells = await page.locator('[data-indicator] td:last-child').allTextContents()
    assert.equal(cells.length, 20)
    assert.ok(cells.every((text) => text.trim() !== ''))
    await assertAccessible(page)
    await picture(page, 'provider-indicators-zh')
    await page.goto(`/provider/resources/${id}/versions/1`)
    await settled(page)
    await pressAt(page, /^时效性/)
    await page.locator('[data-indicator="0501"]').getByText('未列明更新周期').waitFor()
    await page.close()
  })

  test('a provider sees who reads how much, as the server counts it', { skip }, async () => {
    const market = await city.clientFor('sz.market.officer')
    const id = await publishedOf(market, 'sz.market')
    const { items } = await market.get<{ items: { requests: number; agreement: string }[] }>(
      `/api/serve/reads?resource=${id}&limit=500`,
    )
    assert.ok(items.length > 0, 'the story ends with reads')
    const page = await browser.visit('sz.market.officer', `/provider/resources/${id}/reads`)
    const total = items.reduce((sum, { requests }) => sum + requests, 0)
    const told = await page
      .locator('section[aria-labelledby="readers"] tbody tr td:nth-of-type(2)')
      .allTextContents()
    assert.equal(
      told.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0),
      total,
    )
    assert.equal(
      await page.getByRole('table', { name: '逐日明细' }).locator('tbody tr').count(),
      items.length,
    )
    await page.close()
  })
})
