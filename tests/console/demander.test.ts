import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { agreementOn, type Line, nextYearOn, type Submission, todayOf } from './asking.ts'
import { assertAccessible, assertFits, picture, type Sight, settled } from './browser.ts'
import { chooseAt, pressAt, typeAt, typeDayAt } from './keyboard.ts'
import { openStage } from './stage.ts'

describe('finding, asking for and using data in a browser', () => {
  const { skip, city, browser } = openStage()
  const purpose = '稳岗返还第二批资格核验'
  /** What the walk hands on from one test to the next. */
  const walk = { submission: '', agreement: '' }

  async function lineOf(provider: string): Promise<Line> {
    const officer = await city.clientFor('ps.hr.officer')
    const { lines } = await officer.get<Submission>(`/api/share/submissions/${walk.submission}`)
    const line = lines.find((it) => it.provider === provider)
    assert.ok(line, `a line at ${provider}`)
    return line
  }

  async function look(page: Page, name: string): Promise<void> {
    await settled(page)
    await assertAccessible(page)
    await assertFits(page)
    await picture(page, `demander-${name}`)
  }

  test('the catalogue is searched by words and facets, and one basket takes resources of three levels', {
    skip,
  }, async () => {
    const page = await browser.visit('ps.hr.officer', '/demand/catalogue')
    await page.getByRole('searchbox').fill('企业')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await page.getByLabel('共享属性').selectOption('conditional')
    await page.waitForURL(/attribute=conditional/)
    await look(page, 'catalogue-found')
    await page.getByRole('button', { name: '清除筛选' }).click()
    await settled(page)
    for (const name of ['商事主体登记信息', '产业园区入驻企业信息', '纳税人信用与应纳税额信息']) {
      await page
        .getByRole('button', { name: `加入申请篮: ${name}` })
        .first()
        .focus()
      await page.keyboard.press('Enter')
    }
    await look(page, 'catalogue')
    await page.getByRole('link', { name: '商事主体登记信息' }).first().click()
    await page.getByRole('heading', { name: '共享属性与条件' }).waitFor()
    await look(page, 'entry')
    await page.getByRole('link', { name: '申请篮（3）' }).click()
    await page.waitForURL(/\/demand\/application/)
    await settled(page)
    assert.equal(await page.locator('.line-card').count(), 3)
    await apply(page)
  })

  /** Refused first, each fault beside its field; then filled in and sent for approval. */
  async function apply(page: Page): Promise<void> {
    const send = page.getByRole('button', { name: '起草并送负责人批准' })
    await send.click()
    await page.locator('.ant-form-item-explain-error').first().waitFor()
    await look(page, 'application-refused')
    await page.getByLabel('使用目的').fill(purpose)
    await page.getByLabel('使用依据').fill('《失业保险条例》及当年稳岗返还申报通知（演示用，以正式文件为准）')
    await page.getByLabel('使用场景').fill('受理企业申报时核验登记状态、园区入驻和纳税信用')
    await page.getByLabel('使用范围').fill('坪山区人力资源局稳岗返还经办岗位 12 人，仅限辖区企业')
    const today = await todayOf(await city.clientFor('ps.hr.officer'))
    await page.getByLabel('使用时限自').fill(today)
    await page.getByLabel('使用时限至').fill(nextYearOn(`${today.slice(5, 7)}-28`, today))
    const register = page.locator('.line-card').filter({ hasText: '商事主体登记信息' })
    for (const item of [
      '企业名称',
      '法定代表人',
      '登记状态',
      '行业代码',
      '行政区划代码',
      '联系电话',
      '注册资本',
    ])
      await register.locator('.demand-choices-list').getByText(item, { exact: true }).click()
    await register.getByLabel('只要符合条件的行').check()
    await register.getByLabel('值', { exact: true }).fill('440310')
    assert.match(await register.getByRole('status').last().innerText(), /行政区划代码 等于 440310/)
    const tenants = page.locator('.line-card').filter({ hasText: '产业园区入驻企业信息' })
    await tenants.getByRole('button', { name: '全选' }).click()
    await tenants.getByLabel('文件下载与批量交换').check()
    await look(page, 'application')
    await send.click()
    await page.waitForURL(/\/demand\/submissions\/sub_/)
    walk.submission = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await look(page, 'drafted')
    await page.close()
  }

  test('the head of the office finds the draft and approves it, and three lines start on their clocks', {
    skip,
  }, async () => {
    const page = await browser.visit('ps.hr.head', '/demand/submissions')
    const waiting = page.getByRole('region', { name: '等待批准' })
    await look(page, 'submissions-head')
    await waiting.getByRole('link', { name: purpose }).first().click()
    await page.getByRole('button', { name: '批准并提交' }).click()
    await page.getByRole('button', { name: '确定' }).click()
    await page.locator('.track .clock').first().waitFor()
    await look(page, 'filed')
    const table = page.getByRole('region', { name: '各条进度' }).locator('table')
    assert.equal(await table.locator('tbody .clock').count(), 3)
    await page.close()
  })

  test('a counter-offer is compared with what was asked and accepted; a supplement is sent; a line is withdrawn', {
    skip,
  }, async () => {
    const market = await city.clientFor('sz.market.head')
    const { id } = await lineOf('sz.market')
    await market.post(`/api/share/lines/${id}/extension`, { days: 5, reason: '需要会同登记科核对信息项' })
    await market.post(`/api/share/lines/${id}/decision`, {
      decision: 'counter',
      until: await nextJanuary(),
      modes: ['api'],
      fields: [
        { name: 'uscc', mask: null },
        { name: 'name', mask: null },
        { name: 'representative', mask: 'name' },
        { name: 'status', mask: null },
        { name: 'division', mask: null },
        { name: 'mobile', mask: 'mobile' },
      ],
      rows: { field: 'division', op: 'eq', value: '440310' },
      note: '法定代表人、电话脱敏；注册资本与核验无关',
    })
    const tax = await city.clientFor('gd.tax.head')
    await tax.post(`/api/share/lines/${(await lineOf('gd.tax')).id}/decision`, {
      decision: 'askSupplement',
      missing: ['请补充经办岗位名单', '请说明数据保存期限'],
    })
    const page = await browser.visit('ps.hr.officer', `/demand/submissions/${walk.submission}`)
    await page.getByRole('heading', { name: '还价与申请对照' }).waitFor()
    await look(page, 'offer')
    await page.getByRole('button', { name: '接受还价', exact: true }).click()
    await page.getByRole('button', { name: '确定' }).click()
    await page.getByRole('link', { name: '共享协议' }).last().waitFor()

    const table = page.getByRole('region', { name: '各条进度' }).locator('table')
    await table.getByRole('link', { name: '纳税人信用与应纳税额信息' }).click()
    await page.getByText('请说明数据保存期限').first().waitFor()
    await page.locator('.track').getByText('税处长').waitFor()
    await settled(page)
    assert.match(await page.locator('.track').innerText(), / · 国家税务总局广东省税务局 税处长\n/)
    await look(page, 'supplement')
    await page.getByRole('button', { name: '提交补充材料' }).click()
    await page.getByLabel('理由').fill('名单 12 人已附；数据保存至核验结束后 30 日')
    await page.getByRole('button', { name: '确定' }).click()
    await page.locator('.track-now').getByText('待答复').waitFor()
    await page.getByRole('button', { name: '撤回这一条' }).click()
    await page.getByLabel('理由').fill('纳税信用改由企业授权查询，不再需要')
    await page.getByRole('button', { name: '确定' }).click()
    await page.locator('.track').getByText('纳税信用改由企业授权查询').waitFor()
    await look(page, 'withdrawn')
    assert.equal((await lineOf('gd.tax')).case?.state, 'withdrawn')
    assert.ok((await lineOf('sz.market')).agreement)
    await page.close()
  })

  /** Within the term asked for, and shorter. */
  async function nextJanuary(): Promise<string> {
    return nextYearOn('01-15', await todayOf(await city.clientFor('ps.hr.officer')))
  }

  test('the data of an agreement are previewed, looked up, taken as a file, and a wrong cell is reported', {
    skip,
  }, async () => {
    const line = await lineOf('ps.park')
    await (await city.clientFor('ps.park.head')).post(`/api/share/lines/${line.id}/decision`, {
      decision: 'agree',
    })
    walk.agreement = await agreementOn(await city.clientFor('ps.hr.officer'), line.id)
    const page = await browser.visit('ps.hr.officer', '/demand/data')
    await look(page, 'my-data')
    await page.goto(`/demand/data/${walk.agreement}`)
    await settled(page)
    const first = page.locator('.list tbody tr').first()
    const key = (await first.locator('th').innerText()).trim()
    await page.getByLabel('统一社会信用代码 的值').fill(key)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '查到的记录' }).waitFor()
    // A street by its code, and the county that it belongs to by name.
    await page
      .getByText(/^\d{9}$/)
      .first()
      .waitFor()
    await page.locator('td .under').getByText('坪山区').first().waitFor()
    await look(page, 'rows')
    await first.getByRole('button').click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByLabel('哪一项').selectOption('park')
    await dialogue.getByLabel('理由').fill('该企业已搬离，实地核查不符')
    await assertAccessible(page)
    await picture(page, 'demander-report')
    await dialogue.getByRole('button', { name: '提交校核' }).click()
    await dialogue.getByRole('link', { name: '看这件校核' }).click()
    await page.waitForURL(/\/corrections\/cor_/)
    await look(page, 'correction')
    for (const [tab, name] of [
      ['信息项', 'columns'],
      ['版本', 'versions'],
      ['怎样取用', 'howto'],
      ['文件', 'files'],
    ] as const) {
      await page.goto(`/demand/data/${walk.agreement}`)
      await settled(page)
      await page.locator('.demand-tabs').getByRole('link', { name: tab, exact: true }).click()
      await look(page, name)
    }
    await page.getByRole('button', { name: '生成 CSV' }).click()
    const link = page.getByRole('link', { name: '下载', exact: true })
    await link.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    assert.match(download.suggestedFilename(), /^res_.*\.csv$/)
    await look(page, 'files-ready')
    await page.close()
  })

  test('an agreement is read in words, and the head of the office ends it with a reason', {
    skip,
  }, async () => {
    const page = await browser.visit('ps.hr.head', '/demand/agreements')
    await look(page, 'agreements')
    await page.goto(`/demand/agreements/${walk.agreement}`)
    await settled(page)
    await page.emulateMedia({ media: 'print' })
    await picture(page, 'demander-agreement-print')
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: '终止协议' }).click()
    await page.getByLabel('理由').fill('核验已经结束')
    await page.getByRole('button', { name: '确定' }).click()
    await page.getByText('核验已经结束').waitFor()
    await look(page, 'agreement-ended')
    await page.close()
  })

  describe('by keyboard alone', () => {
    const purpose = '键盘操作核验'
    const by = { submission: '', line: '', agreement: '' }

    test('data are found, put into the basket, applied for and sent to the head', { skip }, async () => {
      const page = await browser.visit('ps.hr.officer', '/demand/catalogue')
      await typeAt(page, '名称、摘要、信息项、代码', '商事主体')
      await page.keyboard.press('Enter')
      await page.waitForURL(/q=/)
      await settled(page)
      await pressAt(page, '加入申请篮: 商事主体登记信息', 'Space')
      await pressAt(page, '申请篮（1）')
      await page.waitForURL(/\/demand\/application/)
      await settled(page)
      await typeAt(page, '使用目的', purpose)
      await typeAt(page, '使用依据', '申报通知（演示用，以正式文件为准）')
      await typeAt(page, '使用场景', '受理申报时核验登记状态')
      await typeAt(page, '使用范围', '经办岗位 6 人，仅限辖区企业')
      const today = await todayOf(await city.clientFor('ps.hr.officer'))
      await typeDayAt(page, '使用时限自', today)
      await typeDayAt(page, '使用时限至', nextYearOn('06-30', today))
      await pressAt(page, /^企业名称/, 'Space')
      await pressAt(page, /^登记状态/, 'Space')
      await pressAt(page, '起草并送负责人批准')
      await page.waitForURL(/\/demand\/submissions\/sub_/)
      by.submission = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      await page.close()
    })

    test('the head of the office approves', { skip }, async () => {
      const page = await browser.visit('ps.hr.head', '/demand/submissions')
      await pressAt(page, purpose)
      await page.waitForURL(new RegExp(by.submission))
      await settled(page)
      await pressAt(page, '批准并提交')
      await pressAt(page, '确定')
      await page.locator('.track .clock').first().waitFor()
      const officer = await city.clientFor('ps.hr.officer')
      const { lines } = await officer.get<Submission>(`/api/share/submissions/${by.submission}`)
      by.line = lines[0]?.id ?? ''
      await page.close()
    })

    test('a counter-offer is accepted', { skip }, async () => {
      await (await city.clientFor('sz.market.head')).post(`/api/share/lines/${by.line}/decision`, {
        decision: 'counter',
        until: await nextJanuary(),
        modes: ['api'],
        fields: ['uscc', 'name'].map((name) => ({ name, mask: null })),
        rows: null,
        note: '登记状态另行查询',
      })
      const page = await browser.visit('ps.hr.officer', `/demand/submissions/${by.submission}`)
      await pressAt(page, '接受还价')
      await pressAt(page, '确定')
      await page.getByRole('link', { name: '共享协议' }).last().waitFor()
      await page.close()
      by.agreement = await agreementOn(await city.clientFor('ps.hr.officer'), by.line)
    })

    test('a value that is wrong is reported', { skip }, async () => {
      const page = await browser.visit('ps.hr.officer', `/demand/data/${by.agreement}`)
      await pressAt(page, /^提出校核: /)
      await chooseAt(page, '哪一项', 'name')
      await typeAt(page, '理由', '企业已经更名，实地核查不符')
      await pressAt(page, '提交校核')
      await pressAt(page, '看这件校核')
      await page.waitForURL(/\/corrections\/cor_/)
      await page.close()
    })

    test('an agreement is ended with its reason', { skip }, async () => {
      const page = await browser.visit('ps.hr.head', `/demand/agreements/${by.agreement}`)
      await pressAt(page, '终止协议')
      await typeAt(page, '理由', '键盘核验已经结束')
      await pressAt(page, '确定')
      await page.getByText('键盘核验已经结束').waitFor()
      await page.close()
    })
  })

  const sights: readonly (readonly [string, Sight])[] = [
    ['en-dark', { lang: 'en', theme: 'dark' }],
    ['320', { width: 320, height: 640 }],
    ['en-large', { lang: 'en', large: true }],
  ]
  for (const [name, sight] of sights) {
    test(`what came of the walk is accessible and fits: ${name}`, { skip }, async () => {
      const line = (await lineOf('sz.market')).id
      const usable = await (await city.clientFor('ps.hr.officer')).get<{ items: { agreement: string }[] }>(
        '/api/share/my-data',
      )
      for (const [title, path] of [
        ['submission', `submissions/${walk.submission}?line=${line}`],
        ['agreement', `agreements/${walk.agreement}`],
        ['howto', `data/${usable.items[0]?.agreement}?tab=howto`],
      ]) {
        const page = await browser.visit('ps.hr.officer', `/demand/${path}`, sight)
        await look(page, `${title}-${name}`)
        await page.close()
      }
    })
  }
})
