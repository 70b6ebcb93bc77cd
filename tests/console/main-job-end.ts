import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { tenants } from '../../city/resources.ts'
import { verifyReceipts } from '../../city/story/end.ts'
import { heads } from '../../city/story/scene.ts'
import { CommandFailed } from '../../cli/terminal.ts'
import { ledgerKeyAt } from './asking.ts'
import { demander, demanderHead } from './main-job-share.ts'
import { confirm, fieldOf, goAs, patternOf, readTable, see, settled, type Walk } from './main-job-walk.ts'

const auditor = 'sz.audit.auditor'
const administrator = 'sz.data.admin'
const operator = 'sz.cloud.operator'
const cli = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
/** The browser writes a line of its own for what the data page is refused. */
const stopped = /status of 4(03|10) .*\/api\/data\//
/** From the click to the refusal, over the API and on the demander's screen. */
const refusalLimitMs = 1_000
const screenLimitMs = 5_000

/** 9. Suspended, then ended; the auditor proves it, the public reads what is open, the administrator sees the house. */
export async function end(walk: Walk): Promise<void> {
  await suspend(walk)
  await endAsDemander(walk)
  await audit(walk)
  await readAsPublic(walk)
  await administer(walk)
}

async function suspend(walk: Walk): Promise<void> {
  const { decider: w } = walk.words
  const { register: agreement } = walk.agreements
  const reader = await goAs(walk, demander, `/demand/data/${agreement}`)
  const page = await goAs(walk, heads.register, `/decide/agreements/${agreement}`)
  await see(walk, page, '9-agreement')
  await page.getByRole('button', { name: w.agreements.suspend }).click()
  const dialogue = page.getByRole('dialog')
  await fieldOf(dialogue, w.agreements.reason).fill('发现超范围使用，限期整改')
  await fieldOf(dialogue, w.agreements.rectifyBy).fill('2099-12-31')
  await see(walk, page, '9-suspend')
  await holdRefused(walk, reader, () => dialogue.getByRole('button', { name: w.agreements.suspend }).click())
  await dialogue.waitFor({ state: 'hidden' })
  await page.getByText(walk.words.terms.agreement.suspended).first().waitFor()
  await see(walk, page, '9-suspended')
  await see(walk, reader, '9-refused', stopped)
}

/**
 * From the press on, the API refuses within a second; the page that stands open hears of it, says so in words and
 * keeps no row in sight. The browser's own drawing is not the channel: it has longer on a busy machine.
 */
async function holdRefused(walk: Walk, reader: Page, press: () => Promise<void>): Promise<void> {
  const begun = performance.now()
  await press()
  const [api, screen] = await Promise.all([refusalOfApi(walk), refusalOnScreen(reader)])
  console.log(
    `    refused: over the API ${Math.round(api - begun)} ms, on the screen ${Math.round(screen - begun)} ms`,
  )
  assert.ok(api - begun < refusalLimitMs, `the API refuses after ${Math.round(api - begun)} ms`)
  assert.ok(screen - begun < screenLimitMs, `the screen refuses after ${Math.round(screen - begun)} ms`)
  await reader.getByRole('table').first().waitFor({ state: 'detached' })
}

async function refusalOfApi({ city, agreements }: Walk): Promise<number> {
  const client = await city.clientFor(demander)
  for (const until = performance.now() + 10 * refusalLimitMs; performance.now() < until; ) {
    try {
      await client.get(`/api/data/${agreements.register}/rows?limit=1`)
    } catch (error) {
      if (error instanceof CommandFailed && error.problem.status === 403) return performance.now()
      throw error
    }
  }
  throw new Error('the API goes on answering')
}

async function refusalOnScreen(reader: Page): Promise<number> {
  await reader.getByRole('alert').first().waitFor()
  return performance.now()
}

async function endAsDemander(walk: Walk): Promise<void> {
  const { demander: w } = walk.words
  const { register: agreement } = walk.agreements
  const page = await goAs(walk, demanderHead, `/demand/agreements/${agreement}`)
  await confirm(walk, page, page.getByRole('button', { name: w.agreements.end }), '核验已经结束')
  await page.getByText(walk.words.terms.agreement.ended).first().waitFor()
  await see(walk, page, '9-ended')
  const reader = await goAs(walk, demander, `/demand/data/${agreement}`)
  await reader.getByRole('alert').first().waitFor()
  await see(walk, reader, '9-ended-data', stopped)
}

async function audit(walk: Walk): Promise<void> {
  const { audit: w } = walk.words
  const page = await goAs(walk, auditor, '/audit/entries')
  await page.getByLabel(w.ledger.kindGroup).selectOption('share')
  await page.getByLabel(w.ledger.subject, { exact: true }).fill(walk.agreements.register)
  await page.keyboard.press('Enter')
  await page.waitForURL(/subject=agr_/)
  const ended = page.getByRole('link', { name: w.kinds['share-ended'] })
  await ended.waitFor()
  await see(walk, page, '9-ledger')
  await ended.click()
  await page.waitForURL(/\/audit\/entries\/led_/)
  const key = await ledgerKeyAt(walk.city.url)
  await page.getByLabel(w.key.field).fill(key)
  await page.getByRole('button', { name: w.check.run }).click()
  await page.getByText(w.check.overall.holds).waitFor()
  const steps = await readTable(page, w.check.title)
  assert.ok(
    steps.length >= 6 && steps.every(([outcome]) => outcome?.trim() === w.check.result.holds),
    String(steps),
  )
  await see(walk, page, '9-proof')
  await verifyOffline(walk, page, key)
}

/** The bundle holds before the command line, which asks no server; a receipt of every step does too. */
async function verifyOffline(walk: Walk, page: Page, key: string): Promise<void> {
  const { audit: w } = walk.words
  await page.goto('/audit/proofs')
  await settled(page)
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: w.proofs.download }).click()
  const bundle = join(walk.city.directory, 'ledger.ndjson')
  await (await coming).saveAs(bundle)
  const { stdout } = await promisify(execFile)(process.execPath, [
    cli,
    'ledger',
    'verify',
    bundle,
    '--key',
    key,
  ])
  assert.match(stdout, /✓ .*the ledger is sound/)
  const { resources, lines, agreements, submission, cell, city } = walk
  const receipts = await verifyReceipts({
    ...{ url: city.url, directory: city.directory, telling: '1', firms: 0, as: city.clientFor },
    ...{ resources, lines, agreements, submission, key: cell.key },
    proofs: [
      ['collect.landed', resources.register],
      ['standards.bound', resources.register],
      ['quality.checked', resources.register],
      ['catalog.published', resources.register],
      ['share.filed', submission],
      ['share.agreed', agreements.register],
      ['serve.read', agreements.register],
      ['share.corrected', cell.correction],
      ['share.ended', agreements.register],
    ],
  })
  assert.equal(receipts.filter((it) => it.includes('✓')).length, 9)
  await see(walk, page, '9-proofs')
}

/** Nobody is signed in: the open entry is found, previewed and taken, and the catalogue speaks DCAT. */
async function readAsPublic(walk: Walk): Promise<void> {
  const { lang, words } = walk
  const w = words.open
  const page = await walk.browser.visit(null, '/open', { lang })
  await page.getByLabel(w.search).fill('园区')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await see(walk, page, '9-public')
  await page.getByRole('link', { name: tenants.name[lang] }).click()
  await page.waitForURL(/\/open\/resources\/res_/)
  const preview = page.getByRole('table', { name: w.previewCaption })
  await preview.locator('tbody tr').first().waitFor()
  const heads = await preview.getByRole('columnheader').allInnerTexts()
  const opened = tenants.items.filter(({ name }) => !['area_m2', 'staff'].includes(name))
  assert.deepEqual(heads.sort(), opened.map(({ title }) => title[lang]).sort())
  await see(walk, page, '9-open-entry')
  const address = await page.getByRole('link', { name: w.dcat }).first().getAttribute('href')
  const answer = await page.request.get(String(address))
  assert.match(answer.headers()['content-type'] ?? '', /^application\/ld\+json/)
  assert.ok(
    (await answer.text()).includes(walk.resources.tenants),
    'the entry stands in the catalogue for machines',
  )
  await page.context().close()
}

/** Organisations, the separation of duties that holds against the administrator too, rules, jobs and storage. */
async function administer(walk: Walk): Promise<void> {
  const { lang, words } = walk
  const w = words.admin
  const page = await goAs(walk, administrator, '/admin/orgs')
  await page.getByRole('link', { name: lang === 'zh' ? '深圳市审计局' : 'Shenzhen Audit Bureau' }).waitFor()
  await see(walk, page, '9-orgs')
  await page.goto('/admin/orgs/sz.market/persons/sz.market.officer')
  await settled(page)
  await fieldOf(page, w.people.role).selectOption('auditor')
  await page.getByRole('button', { name: w.people.grant }).click()
  const refusal = page.getByRole('alert')
  await refusal.waitFor()
  assert.match(await refusal.innerText(), lang === 'zh' ? /起担任“数据专员”（管理）/ : /data officer.*manag/i)
  await page.getByText(patternOf(w.people.closed)).first().waitFor()
  await see(walk, page, '9-separation', /status of 4(09|22) .*\/api\/parties\/roles/)
  await page.goto('/admin/rules')
  await page.getByText(patternOf(w.rules.known)).waitFor()
  await see(walk, page, '9-rules')
  const desk = await goAs(walk, operator, '/admin/operation')
  await desk.getByRole('table', { name: w.operation.jobs }).locator('tbody tr').first().waitFor()
  assert.ok((await readTable(desk, w.operation.storage)).length > 5)
  await see(walk, desk, '9-operation')
}
