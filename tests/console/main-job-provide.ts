import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { register, unlawful } from '../../city/resources.ts'
import { type Holding, holdings, officers } from '../../city/story/scene.ts'
import { picture } from './browser.ts'
import { setElements, writeEntry } from './main-job-entry.ts'
import {
  citationOf,
  confirm,
  drafts,
  fieldOf,
  filled,
  goAs,
  patternOf,
  readTable,
  see,
  settled,
  type Walk,
  windowOf,
} from './main-job-walk.ts'

type Item = (typeof register)['items'][number]

/** Slow enough that the bar of the upload is seen to move. */
const uploadBytesPerSecond = 40_000

/** 1. Three officers write their entries; a dirty CSV, a workbook and a table of another database come in. */
export async function collect(walk: Walk): Promise<void> {
  await Promise.all(
    holdings.map(async (it) => {
      const page = await windowOf(walk, officers[it])
      walk.resources[it] = await writeEntry(walk, page, it === 'tenants' ? unlawful : drafts[it])
      await see(walk, page, `1-entry-${it}`)
    }),
  )
  await handInCsv(walk)
  await Promise.all([handInWorkbook(walk), pullFromDatabase(walk)])
}

async function handInCsv(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await windowOf(walk, officers.register)
  await page.getByRole('link', { name: w.aspects.deliveries, exact: true }).click()
  await page.getByLabel(w.handIn.choose).setInputFiles(walk.city.register)
  await see(walk, page, '1-chosen')
  const line = await page.context().newCDPSession(page)
  const limits = { offline: false, latency: 0, downloadThroughput: -1 }
  await line.send('Network.emulateNetworkConditions', { ...limits, uploadThroughput: uploadBytesPerSecond })
  await page.getByRole('button', { name: w.handIn.send, exact: true }).click()
  await page.getByRole('progressbar', { name: w.handIn.sending }).waitFor()
  await picture(page, `main-job-1-sending-${walk.lang}`)
  const told = await sizesTold(page)
  assert.ok(told.length > 2, `the bar tells how much has left: ${told.join()}`)
  await line.send('Network.emulateNetworkConditions', { ...limits, uploadThroughput: -1 })
  await line.detach()
  await hasLanded(walk, page)
  await page.getByText(filled(w.plan.columns_other, { count: register.items.length })).waitFor()
  await see(walk, page, '1-csv')
}

/** What the bar of the upload says, until the page of the delivery takes its place. */
async function sizesTold(page: Page): Promise<number[]> {
  const told = new Set<number>()
  while (new URL(page.url()).pathname.endsWith('/deliveries')) {
    const value = await page.evaluate('document.querySelector("progress")?.value ?? 0')
    if (Number(value) > 0) told.add(Number(value))
    await page.waitForTimeout(40)
  }
  return [...told]
}

/** By itself the page of a delivery goes from received to the first version. */
async function hasLanded(walk: Walk, page: Page): Promise<void> {
  const w = walk.words.provider
  await page.waitForURL(/\/provider\/deliveries\/dlv_/)
  await page
    .getByRole('list')
    .getByText(filled(w.version.n, { n: 1 }))
    .waitFor()
}

async function handInWorkbook(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await windowOf(walk, officers.tenants)
  await page.getByRole('link', { name: w.aspects.deliveries, exact: true }).click()
  await page.getByLabel(w.handIn.choose).setInputFiles(walk.city.tenants)
  await page.getByLabel(w.handIn.sheet).fill('入驻企业')
  await page.getByRole('button', { name: w.handIn.send, exact: true }).click()
  await hasLanded(walk, page)
  await see(walk, page, '1-workbook')
}

async function pullFromDatabase(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await windowOf(walk, officers.taxpayers)
  await page.getByRole('link', { name: w.aspects.deliveries, exact: true }).click()
  await page.getByRole('button', { name: w.sources.register }).click()
  const { host, port, database, user, password } = walk.city.taxSystem
  const written = { host, port, database, user, password, schema: 'hx', table: 'dj_nsrxx' }
  for (const [name, value] of Object.entries(written))
    await fieldOf(page, w.sources[name as keyof typeof written]).fill(String(value))
  await see(walk, page, '1-source')
  await page.getByRole('button', { name: w.sources.save, exact: true }).click()
  await page.getByText('hx.dj_nsrxx').waitFor()
  await confirm(walk, page, page.getByRole('button', { name: w.sources.pull }))
  await hasLanded(walk, page)
  await see(walk, page, '1-pulled')
}

/** 2. The house proposes what each column is, its owner decides; then rows are judged, and rejects are told. */
export async function standardise(walk: Walk): Promise<void> {
  await Promise.all(holdings.map((it) => bindColumns(walk, it)))
  await readRejects(walk)
}

async function bindColumns(walk: Walk, it: Holding): Promise<void> {
  const w = walk.words.provider
  const page = await goAs(walk, officers[it], `/provider/resources/${walk.resources[it]}/columns`)
  const { items } = drafts[it]
  await page.getByText(w.columns.suggested, { exact: true }).nth(2).waitFor()
  const choiceFor = (column: string) =>
    page.getByLabel(filled(w.columns.elementOf, { column }), { exact: true })
  const [key] = items
  assert.equal(
    await choiceFor(columnOf(it, key)).inputValue(),
    key?.element,
    'what the house takes the key for',
  )
  await page.getByText(w.columns.waits).waitFor()
  if (it === 'register') await see(walk, page, '2-columns')
  for (const item of items) {
    const choice = choiceFor(columnOf(it, item))
    const element = item.element ?? ''
    if ((await choice.inputValue()) !== element) await choice.selectOption(element)
  }
  await page.getByRole('button', { name: patternOf(w.columns.confirmAll_other) }).click()
  await page.getByText(w.columns.settled).waitFor()
  await page.getByRole('link', { name: w.stage.quality }).waitFor()
  await see(walk, page, `2-bound-${it}`)
}

/** The tax system names its columns as the entry names its items; the files have headings in Chinese. */
function columnOf(it: Holding, item: Item | undefined): string {
  return (it === 'taxpayers' ? item?.name : item?.title.zh) ?? ''
}

/** Each reject is told with row, field, rule and original text; the file that is downloaded holds the same. */
async function readRejects(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await windowOf(walk, officers.register)
  await page.getByRole('link', { name: w.stage.quality }).click()
  await page.getByRole('link', { name: w.rejects.title, exact: true }).click()
  await page.waitForURL(/\/versions\/1\/rejects/)
  await page.getByRole('table', { name: w.rejects.title }).locator('tbody tr').first().waitFor()
  await see(walk, page, '2-rejects')
  const rejects = await readTable(page, w.rejects.title)
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: w.rejects.csv }).click()
  const file = await readFile(await (await coming).path(), 'utf8')
  const told = rejects.find(([, , original]) => /^\S{3,}$/.test(original ?? ''))
  assert.ok(told, 'a reject with its original text')
  const [row = '', field = '', original = '', reason = ''] = told
  const rule = reason.split('\n').at(-1) ?? ''
  assert.match(rule, /^[\w-]+(\.[\w-]+)*$/, 'the rule is named')
  const line = file.split('\n').find((it) => it.includes(original) && it.includes(field) && it.includes(rule))
  assert.ok(line?.startsWith(row.replaceAll(/\D/g, '')), `row ${row} of the file: ${line}`)
  const handedIn = (await readFile(walk.city.register, 'utf8')).split('\r\n')
  assert.ok(
    handedIn.some((it) => it.includes(original)),
    `${original} stands in what was handed in`,
  )
}

/** 3. The score opens down to the rows behind it; what is wrong is a matter on its clock. */
export async function measure(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await goAs(
    walk,
    officers.register,
    `/provider/resources/${walk.resources.register}/versions/1`,
  )
  const score = Number(
    await page.getByRole('region', { name: w.quality.score }).getByRole('strong').innerText(),
  )
  assert.ok(score > 0 && score <= 100, `a score of ${score}`)
  await page.getByRole('group').first().locator('summary').click()
  await see(walk, page, '3-score')
  await readFaultCase(walk, page)
  const verdicts = page.getByRole('region', { name: w.quality.items })
  const link = verdicts.getByRole('link', { name: patternOf(`{{count}} ${w.version.rows_other}`) }).last()
  const count = Number((await link.innerText()).replaceAll(/\D/g, ''))
  await link.click()
  await page.waitForURL(/rejects\?.*rule=/)
  await settled(page)
  assert.equal(
    (await readTable(page, w.rejects.title)).length,
    Math.min(count, 50),
    'every row behind a count',
  )
  await see(walk, page, '3-rows')
  await Promise.all(
    holdings.map(async (it) => {
      const page = await goAs(walk, officers[it], `/provider/resources/${walk.resources[it]}/entry`)
      await setElements(walk, page, drafts[it])
    }),
  )
}

async function readFaultCase(walk: Walk, page: Page): Promise<void> {
  const { provider: w, parts } = walk.words
  const box = page.getByRole('region', { name: w.faultCase.title })
  await box.getByText(citationOf(walk, 'share.correction')).first().waitFor()
  await box.getByText(patternOf(parts.clock.daysLeft_other)).waitFor()
  const address = page.url()
  await box.getByRole('heading').getByRole('link').click()
  await page.waitForURL(/\/cases\/cas_/)
  await page
    .getByRole('region', { name: parts.track.title })
    .getByText(citationOf(walk, 'share.correction'))
    .first()
    .waitFor()
  await see(walk, page, '3-fault-case')
  await page.goto(address)
  await settled(page)
}
