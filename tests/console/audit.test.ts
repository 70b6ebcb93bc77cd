import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { clientOf } from '../../cli/client.ts'
import { ledgerKeyAt } from './asking.ts'
import { assertAccessible, holds, picture, settled } from './browser.ts'
import { chooseAt, pressAt, tabTo, typeAt } from './keyboard.ts'
import { openStage } from './stage.ts'

describe('the ledger and the administration in a browser', () => {
  const { skip, city, browser } = openStage()
  const auditor = 'sz.audit.auditor'
  const admin = 'sz.data.admin'
  /** Ids of this run, so that a city that is already running can be tried again. */
  const run = `t${Date.now().toString(36)}`

  interface Entry {
    id: string
    kind: string
    subject: string
    actor: string
  }

  const ledgerKey = () => ledgerKeyAt(city.url)

  async function oneEntry(query: string): Promise<Entry> {
    const { items } = await (await city.clientFor(auditor)).get<{ items: Entry[] }>(
      `/api/ledger/entries?${query}&limit=1`,
    )
    assert.ok(items[0], query)
    return items[0]
  }

  test('an auditor finds an entry by keyboard and proves it in the browser with their own key', {
    skip,
  }, async () => {
    const page = await browser.visit(auditor, '/audit/entries')
    await page.getByLabel('类别（按业务）').selectOption('share')
    await page.getByLabel('类别前缀').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/group=share/)
    await settled(page)
    const kinds = await page.locator('tbody th code').allTextContents()
    assert.ok(kinds.length > 0 && kinds.every((kind) => kind.startsWith('share.')), kinds.join())
    await picture(page, 'audit-ledger-zh')
    await tabTo(page, page.locator('tbody tr').first())
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/audit\/entries\/led_/)
    await settled(page)
    const { actor } = JSON.parse((await page.locator('.exact').first().textContent()) ?? '') as Entry
    assert.match(actor, /^person:/)
    await page.locator('.facts bdi').first().waitFor()
    const facts = await page.locator('.facts').first().innerText()
    assert.match(facts, new RegExp(`人员 \\p{Script=Han}{3} ${actor.slice('person:'.length)}\\n`, 'u'))

    await pressAt(page, '核验这一条目')
    assert.equal(await outcomeOf(page), 'open')
    assert.deepEqual(await stepsOf(page), {
      leaf: 'holds',
      named: 'holds',
      body: 'holds',
      path: 'holds',
      signature: 'holds',
      key: 'open',
    })
    await assertAccessible(page)
    await typeAt(page, page.getByLabel('您所持的密钥或指纹'), await ledgerKey())
    await holds(page, `document.querySelector('.check .outcome-holds') !== null`)
    assert.equal(await outcomeOf(page), 'holds')
    await assertAccessible(page)
    await picture(page, 'audit-entry-zh')
    await page.getByLabel('您所持的密钥或指纹').fill((await ledgerKey()).slice(0, -9))
    await holds(page, `document.querySelector('[data-trust="malformed"]') !== null`)
    await page.close()
  })

  test('a page of a hundred entries stands whole, and the next one is read from its top', {
    skip,
  }, async () => {
    const page = await browser.visit(auditor, '/audit/entries?size=100', { lang: 'en' })
    const shown = () =>
      page
        .locator('.list-scroll tbody th a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    await page.locator('.list-scroll tbody tr').nth(99).waitFor()
    const first = await shown()
    await page.locator('.list-scroll').evaluate((list) => list.scrollTo({ top: 5_000 }))
    await page.getByRole('button', { name: 'Next' }).click()
    await page.waitForURL(/page=2/)
    await settled(page)
    const second = await shown()
    assert.equal(second.length, 100)
    assert.deepEqual(
      second.filter((row) => first.includes(row)),
      [],
    )
    assert.equal(await page.locator('.list-scroll').evaluate((list) => list.scrollTop), 0)
    await page.close()
  })

  test('a server that shows another body, another path or another key is found out', { skip }, async () => {
    const { id } = await oneEntry('kindPrefix=share.agreed')
    const lies: Record<string, { step: string; address: string; tell(answer: Lie): void }> = {
      body: {
        step: 'body',
        address: '**/api/ledger/entries/led_*',
        tell: (it) => (it.body = { reason: '无' }),
      },
      entry: {
        step: 'path',
        address: '**/api/ledger/entries/led_*',
        tell: (it) => (it.entry = it.entry.replace('share.agreed', 'share.denied')),
      },
      path: { step: 'path', address: '**/api/ledger/inclusion/*', tell: (it) => it.path.reverse() },
      root: {
        step: 'signature',
        address: '**/api/ledger/inclusion/*',
        tell: (it) => (it.checkpoint = it.checkpoint.replace(/\n\d+\n/, '\n1\n')),
      },
    }
    for (const [name, lie] of Object.entries(lies)) {
      const page = await browser.visit(auditor, '/audit/entries', { lang: 'en' })
      await page.route(lie.address, async (route) => {
        const answer = await route.fetch()
        const told = (await answer.json()) as Lie
        lie.tell(told)
        await route.fulfill({ response: answer, json: told })
      })
      await page.goto(`/audit/entries/${id}`)
      await settled(page)
      await page.getByLabel('The key or fingerprint you hold').fill(await ledgerKey())
      await page.getByRole('button', { name: 'Check this entry' }).click()
      await holds(page, `document.querySelector('tr[data-step]') !== null`)
      assert.equal((await stepsOf(page))[lie.step], 'fails', name)
      assert.equal(await outcomeOf(page), 'fails', name)
      if (name === 'body') await picture(page, 'audit-forged-en')
      await page.close()
    }
  })

  interface Lie {
    body: unknown
    entry: string
    path: string[]
    checkpoint: string
  }

  test('an auditor keeps a checkpoint, sees that the ledger only grew, and hashes the whole of it', {
    skip,
  }, async () => {
    const page = await browser.visit(auditor, '/audit/proofs')
    await page.getByLabel('您所持的密钥或指纹').fill(await ledgerKey())
    await page.getByRole('button', { name: '在本浏览器留存' }).click()
    await page.getByRole('button', { name: '已留存' }).waitFor()
    const kept = await page.locator('.growth-form textarea').first().inputValue()
    // A sign-in is recorded, and the tree grows.
    await city.clientFor('ps.hr.officer')
    await holds(page, `document.querySelectorAll('.growth-form textarea').length === 2`)
    await page.waitForTimeout(1_200)
    await page.reload()
    await settled(page)
    await page.getByLabel('您所持的密钥或指纹').fill(await ledgerKey())
    await holds(page, `document.querySelector('[data-trust="trusted"]') !== null`)
    assert.equal(await page.locator('.growth-form textarea').first().inputValue(), kept)
    assert.notEqual(await page.locator('.growth-form textarea').nth(1).inputValue(), kept)
    await page.getByRole('button', { name: '核验增长' }).click()
    await page.getByText('台账从前者到后者只增不改').waitFor()
    await page.getByRole('button', { name: '读取全本并核验' }).click()
    await page.locator('[data-bundle="holds"]').waitFor()
    await page.getByText(`--key '${await ledgerKey()}'`).waitFor()
    await assertAccessible(page)
    await picture(page, 'audit-proofs-zh')
    await page.close()
  })

  test('who read what is counted by agreement, organisation and person', { skip }, async () => {
    const page = await browser.visit(auditor, '/audit/reads?party=ps.hr', { lang: 'en' })
    const row = page.locator('section.card').first().locator('tbody tr').filter({ hasText: 'ps.hr.officer' })
    await row.first().waitFor()
    const reads = await row.first().locator('td.end').first().textContent()
    assert.ok(Number(reads) > 0, String(reads))
    await row.first().getByText('仁专员').waitFor()
    assert.match(await row.first().innerText(), /仁专员 ps\.hr\.officer/)
    await assertAccessible(page)
    await picture(page, 'audit-reads-en')
    await page.close()
  })

  test('no button an auditor can press anywhere changes anything', { skip }, async () => {
    const entry = await oneEntry('kindPrefix=serve.read')
    const { items: cases } = await (await city.clientFor(auditor)).get<{ items: Entry[] }>(
      '/api/cases?limit=1',
    )
    const { items: agreements } = await (await city.clientFor(auditor)).get<{ items: Entry[] }>(
      '/api/share/agreements',
    )
    const page = await browser.visit(auditor, '/')
    const writes: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') writes.push(`${request.method()} ${request.url()} on ${page.url()}`)
    })
    const links = await page.locator('#side-nav a').all()
    const shown = await Promise.all(links.map((link) => link.getAttribute('href')))
    const places = [
      ...shown.map(String),
      `/audit/entries/${entry.id}`,
      `/cases/${cases[0]?.id}`,
      `/audit/agreements/${agreements[0]?.id}`,
    ]
    assert.ok(places.includes('/audit/entries') && !places.includes('/admin/orgs'), places.join())
    for (const place of places) {
      await page.goto(place)
      await settled(page)
      const buttons = page.locator('main button:enabled')
      for (let at = 0; at < (await buttons.count()); at++) {
        await buttons.nth(at).click({ timeout: 10_000 })
        assert.equal(await page.locator('dialog[open]').count(), 0, `a dialogue on ${place}`)
      }
    }
    assert.deepEqual(writes, [])
    await page.close()
  })

  test('by keyboard an administrator registers a unit and a person, and is told why one person cannot manage and audit', {
    skip,
  }, async () => {
    const page = await browser.visit(admin, '/admin/orgs')
    await page.getByRole('link', { name: '深圳市审计局' }).waitFor()
    await assertAccessible(page)
    await picture(page, 'admin-orgs-zh')
    await page.goto('/admin/orgs/ps')
    await settled(page)
    await pressAt(page, '登记下级单位')
    const dialogue = page.locator('dialog[open]')
    await typeAt(page, dialogue.getByLabel('标识', { exact: true }), `ps.${run}`)
    await typeAt(page, dialogue.getByLabel('中文名称'), '坪山区数据服务站')
    await typeAt(page, dialogue.getByLabel('英文名称'), 'Pingshan Data Desk')
    await chooseAt(page, dialogue.getByLabel('层级'), 'county')
    await chooseAt(page, dialogue.getByLabel('类型'), 'unit')
    await typeAt(page, dialogue.getByLabel('行政区划代码'), '44031')
    await assertAccessible(page)
    await page.keyboard.press('Enter')
    await dialogue.locator('.labelled[data-fault] .audit-fault').first().waitFor()
    await typeAt(page, dialogue.getByLabel('行政区划代码'), '440310')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '坪山区数据服务站' }).first().waitFor()
    await page.goto(`/admin/orgs/ps.${run}`)
    await settled(page)

    await pressAt(page, '登记人员')
    await typeAt(page, dialogue.getByLabel('标识', { exact: true }), `ps.${run}.officer`)
    await typeAt(page, dialogue.getByLabel('姓名'), '数专员')
    await typeAt(page, dialogue.getByLabel('职务（中文）'), '数据专员')
    await typeAt(page, dialogue.getByLabel('职务（英文）'), 'data officer')
    await typeAt(page, dialogue.getByLabel('登录名'), `ps.${run}.officer`)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '数专员' }).waitFor()
    await pressAt(page, '数专员')
    await page.waitForURL(/persons/)
    await settled(page)
    await chooseAt(page, '角色', 'data-officer')
    await pressAt(page, '授予角色')
    await page.locator('[data-family="manage"] strong').waitFor()
    await chooseAt(page, '角色', 'auditor')
    await pressAt(page, '授予角色', 'Space')
    const refusal = page.locator('.problem')
    await refusal.waitFor()
    assert.match(String(await refusal.textContent()), /自 \d{4}-\d{2}-\d{2} 起担任“数据专员”（管理）/)
    assert.match(String(await page.locator('[data-family="audit"]').textContent()), /现任“数据专员”（管理）/)
    await assertAccessible(page)
    await picture(page, 'admin-person-zh')

    await page.getByRole('button', { name: '解除“数据专员”' }).click()
    await dialogue.getByRole('button', { name: '确定' }).click()
    await page.locator('[data-family="manage"]').getByText('本列无任职').waitFor()
    await page.getByLabel('角色', { exact: true }).selectOption('auditor')
    await page.getByRole('button', { name: '授予角色' }).click()
    await page.locator('[data-family="audit"] strong').waitFor()

    await page.getByRole('button', { name: '调任' }).click()
    await dialogue.getByLabel('调入单位标识').fill(`ps.${run}`)
    await page.keyboard.press('Enter')
    await dialogue.locator('.problem').waitFor()
    await dialogue.getByLabel('调入单位标识').fill('ps.hr')
    await page.keyboard.press('Enter')
    await page.waitForURL(/orgs\/ps\.hr\/persons/)
    await page.locator('[data-family="audit"]').getByText('本列无任职').waitFor()
    await page.getByRole('heading', { name: '历任单位' }).waitFor()
    await page.locator('.rows').getByText('坪山区数据服务站').waitFor()
    await settled(page)
    await assertAccessible(page)
    await page.close()
  })

  test('a system’s secret is shown once, and leaves with the page', { skip }, async () => {
    const page = await browser.visit(admin, '/admin/clients', { lang: 'en' })
    await page.getByLabel('Id of the system').fill(`ps.hr.${run}`)
    await page.getByLabel('Id of its organisation').fill('ps.hr')
    await page.getByLabel('Name of the system').fill('核验系统')
    await page.keyboard.press('Enter')
    const secret = String(await page.locator('[data-secret]').textContent())
    await assertAccessible(page)
    const { token } = await clientOf(city.url).post<{ token: string }>('/api/parties/token', {
      client_id: `ps.hr.${run}`,
      client_secret: secret,
    })
    assert.ok(token.length > 20)
    await page.reload()
    await settled(page)
    assert.equal((await page.content()).includes(secret), false)
    await pressAt(page, `End ps.hr.${run}`)
    await assertAccessible(page)
    await pressAt(page, page.locator('dialog[open] .ant-btn-primary'))
    await page
      .locator('tr', { hasText: `ps.hr.${run}` })
      .getByText(/^ended/)
      .waitFor()
    const exchange = { client_id: `ps.hr.${run}`, client_secret: secret }
    await assert.rejects(clientOf(city.url).post('/api/parties/token', exchange))
    await page.close()
  })

  test('somebody changes their own password; each refusal stands beside its field', { skip }, async () => {
    const login = `ps.hr.${run}.own`
    const [first, next] = ['琴书 马灯 麦田 风铃 石阶 云杉', '竹影 渡口 青砖 雨燕 灯芯 芦苇']
    await (await city.clientFor(admin)).post('/api/parties/persons', {
      ...{ id: login, org: 'ps.hr', login, name: '新来者', password: first },
      title: { zh: '数据专员', en: 'data officer' },
    })
    const page = await browser.visit(null, '/sign-in')
    await typeAt(page, '登录名', login)
    await typeAt(page, '口令', first)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${city.url}/`)
    await settled(page)
    await pressAt(page, /我的账号/)
    await page.waitForURL(/account$/)
    await settled(page)
    const change = async (present: string, wanted: string) => {
      await typeAt(page, '现用口令', present)
      await typeAt(page, '新口令', wanted)
      await typeAt(page, '再次输入新口令', wanted)
      await page.keyboard.press('Enter')
    }
    const besides = (label: string) => page.locator('.ant-form-item', { hasText: label }).first()
    await change('不是这个口令', next)
    await besides('现用口令').getByText('与现用口令不符').waitFor()
    await change(first, 'password')
    await besides('新口令').getByText('口令不符合要求').waitFor()
    await assertAccessible(page)
    await picture(page, 'account-refused-zh')
    await change(first, next)
    await page.getByText('口令已修改').waitFor()
    const session = (password: string) => clientOf(city.url).post('/api/parties/session', { login, password })
    await assert.rejects(session(first))
    await session(next)
    await page.context().close()
  })

  test('a resource’s stewards stand in three columns, and one organisation cannot stand in two', {
    skip,
  }, async () => {
    const page = await browser.visit(admin, '/admin/stewards', { lang: 'en' })
    await page.locator('.audit-choice').first().click()
    await page.waitForURL(/resource=/)
    await page.getByLabel('Id of the organisation').fill(`ps.housing`)
    await page.getByLabel('Duty', { exact: true }).selectOption('operate')
    await page.keyboard.press('Enter')
    await page.locator('[data-family="operate"]').getByText('ps.housing').first().waitFor()
    await page.getByLabel('Id of the organisation').fill(`ps.housing`)
    await page.getByLabel('Duty', { exact: true }).selectOption('audit')
    await page.getByRole('button', { name: 'Name a steward' }).click()
    await page
      .locator('.problem')
      .getByText(/managed, operated and audited by three/)
      .waitFor()
    await assertAccessible(page)
    await picture(page, 'admin-stewards-en')
    await page
      .getByRole('button', { name: 'End the duty of Pingshan Housing and Construction to operate' })
      .click()
    await page
      .locator('dialog[open]')
      .getByRole('button', { name: 'Confirm' })
      .or(page.locator('dialog[open] .ant-btn-primary'))
      .first()
      .click()
    await holds(
      page,
      `!document.querySelector('[data-family="operate"]')?.textContent?.includes('ps.housing')`,
    )
    await page.close()
  })

  test('the operator sees jobs and storage renewed by themselves', { skip }, async () => {
    const page = await browser.visit('sz.cloud.operator', '/admin/operation')
    const at = () => page.locator('.card-head time').first().getAttribute('datetime')
    const first = await at()
    await holds(
      page,
      `document.querySelector('.card-head time')?.getAttribute('datetime') !== ${JSON.stringify(first)}`,
    )
    const heads = await page.locator('tbody th').allTextContents()
    const ids = await page.locator('tbody th .under code').allTextContents()
    // Every job and every part of the database has a name; the sum of all parts alone has no id.
    assert.ok(ids.length > 20)
    assert.deepEqual(
      heads.filter((head) => !ids.some((id) => head !== id && head.endsWith(id))),
      ['合计'],
    )
    await page.close()
  })

  async function outcomeOf(page: Page): Promise<string | undefined> {
    const box = page.locator('.check .outcome').first()
    await box.waitFor()
    return /outcome-(\w+)/.exec(String(await box.getAttribute('class')).replace('outcome ', ''))?.[1]
  }

  async function stepsOf(page: Page): Promise<Record<string, string>> {
    const rows = await page.locator('tr[data-step]').all()
    const pairs = rows.map(async (row) => [
      await row.getAttribute('data-step'),
      await row.getAttribute('data-outcome'),
    ])
    return Object.fromEntries(await Promise.all(pairs))
  }
})
