import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fileApplication, type Line, publishedOf } from './asking.ts'
import { settled } from './browser.ts'
import { chooseAt, pressAt, tabTo, typeAt } from './keyboard.ts'
import { openStage } from './stage.ts'

/** The tasks of those whose own suites use the mouse; every other task is walked by keyboard where it is tried. */
describe('by keyboard alone', () => {
  const { skip, city, browser } = openStage()
  let register = ''
  let lines: readonly Line[] = []

  before(async () => {
    if (skip) return
    register = await publishedOf(await city.clientFor('ps.hr.officer'), 'sz.market')
    const fields = ['uscc', 'name', 'representative', 'mobile', 'division']
    const wanted = { resource: register, fields }
    const filed = ['稳岗补贴核验', '扩岗补助核验'].map((purpose) =>
      fileApplication(city, 'ps.hr', { purpose, lines: [wanted] }),
    )
    lines = (await Promise.all(filed)).flatMap((it) => it.lines)
  })

  test('a counter-offer leaves an item out, masks others, limits the rows, is looked at and made', {
    skip,
  }, async () => {
    const page = await browser.visit('sz.market.head', `/decide/lines/${lines[0]?.id}`)
    await page.getByRole('radio', { name: '还价' }).waitFor()
    await settled(page)
    await page.keyboard.press('o')
    await pressAt(page, '套用数据元规定的脱敏')
    await pressAt(page, page.getByRole('checkbox', { name: '提供: 法定代表人' }), 'Space')
    await pressAt(page, '增加一个限定')
    await chooseAt(page, page.getByLabel('信息项', { exact: true }), 'division')
    await typeAt(page, page.getByLabel('值', { exact: true }), '440310')
    await pressAt(page, /^预览/)
    const first = page.locator('.preview tbody tr').first()
    await first.waitFor()
    assert.match(await first.innerText(), /440310/)
    await typeAt(page, page.locator('.decision textarea'), '电话脱敏，仅提供坪山区企业')
    await pressAt(page, page.getByRole('button', { name: '还价', exact: true }))
    await page.getByRole('heading', { name: '答复结果' }).waitFor()
    const head = await city.clientFor('sz.market.head')
    assert.equal((await head.get<Line>(`/api/share/lines/${lines[0]?.id}`)).case?.state, 'offered')
    await page.close()
  })

  test('more time is asked for, and the competent department grants it', { skip }, async () => {
    const asking = await browser.visit('sz.market.head', `/decide/lines/${lines[1]?.id}`)
    await asking.getByRole('radio', { name: '还价' }).waitFor()
    await settled(asking)
    await asking.keyboard.press('e')
    await typeAt(asking, asking.locator('dialog[open] textarea'), '需要向区局核对历史数据')
    await pressAt(asking, asking.locator('dialog[open]').getByRole('button', { name: '申请延期' }))
    await asking.getByText('申请延长 5 个工作日').first().waitFor()
    await asking.close()

    const page = await browser.visit('sz.data.reviewer', '/decide/extensions')
    const row = page.locator('tbody tr', { hasText: '需要向区局核对历史数据' }).first()
    await row.waitFor()
    await settled(page)
    await pressAt(page, row.getByRole('button', { name: '批准', exact: true }))
    const dialogue = page.locator('dialog[open]')
    await typeAt(page, dialogue.locator('textarea'), '同意，限期答复')
    await pressAt(page, dialogue.getByRole('button', { name: '确定' }))
    await dialogue.waitFor({ state: 'detached' })
    await chooseAt(page, page.locator('select').first(), 'granted')
    await page.waitForURL(/shown=granted/)
    await page.getByText('已批准延长 5 个工作日').first().waitFor()
    await page.close()
  })

  test('a changed entry is returned with its reason, handed in again and published', { skip }, async () => {
    const page = await browser.visit('sz.data.reviewer', '/decide/reviews')
    const dialogue = page.locator('dialog[open]')
    const returned = await handIn('商事主体登记事项（按日更新）')
    await page.reload()
    await settled(page)
    await pressAt(page, page.locator(`a[href$="${returned}"]`))
    await page.getByRole('button', { name: '审核通过并发布' }).waitFor()
    await settled(page)
    await pressAt(page, '退回')
    await typeAt(page, dialogue.locator('textarea'), '摘要请写明统计口径')
    await pressAt(page, dialogue.getByRole('button', { name: '确定' }))
    await page.getByRole('button', { name: '审核通过并发布' }).waitFor({ state: 'detached' })

    const good = await handIn('商事主体登记事项，按登记机关统计，按日更新')
    await page.goto(`/decide/reviews/${good}`)
    await settled(page)
    await pressAt(page, '审核通过并发布')
    await pressAt(page, dialogue.getByRole('button', { name: '确定' }))
    await page.getByText('已发布').first().waitFor()
    await page.close()
  })

  test('a score is opened down to the rows behind it, and a whole row is read', { skip }, async () => {
    const page = await browser.visit('sz.market.officer', `/provider/resources/${register}/versions/1`)
    const items = page.getByRole('region', { name: '各信息项' })
    await items.getByRole('link').first().waitFor()
    await settled(page)
    await pressAt(page, items.getByRole('link').first())
    await page.waitForURL(/rejects/)
    await settled(page)
    const rows = page.locator('.list-scroll tbody tr')
    await tabTo(page, rows.first())
    await pressAt(page, rows.first().locator('summary'))
    await rows.first().locator('dd').first().waitFor()
    await page.close()
  })

  /** The officer changes the abstract of the register and hands it in; gives the review. */
  async function handIn(abstract: string): Promise<string> {
    const officer = await city.clientFor('sz.market.officer')
    const path = `/api/catalog/resources/${register}`
    const { id, state, publishedOn, revision, stamp, ...entry } =
      await officer.get<Record<string, unknown>>(path)
    await officer.put(path, { ...entry, abstract })
    return (await officer.post<{ id: string }>(`${path}/submission`)).id
  }
})
