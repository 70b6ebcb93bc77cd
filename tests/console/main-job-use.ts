import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Download, Locator, Page } from 'playwright-core'
import { register } from '../../city/resources.ts'
import { until } from '../../city/story/people.ts'
import { heads, holdings, type Profile } from '../../city/story/scene.ts'
import { demander } from './main-job-share.ts'
import {
  fieldOf,
  filled,
  goAs,
  idIn,
  patternOf,
  readTable,
  see,
  settled,
  type Walk,
  windowOf,
} from './main-job-walk.ts'

const agreed = ['uscc', 'name', 'representative', 'industry', 'status', 'division', 'mobile']

/** 存续 and 注销 in the code table of registration states */
const [inBusiness, revoked] = ['1', '4']

/** 7. The same rows on the screen, by key, as a file and by Delta Sharing: the agreed items, masked, and no more. */
export async function use(walk: Walk): Promise<void> {
  const { lang, words } = walk
  const w = words.demander
  await delivered(walk)
  const page = await goAs(walk, demander, '/demand/data')
  await see(walk, page, '7-my-data')
  await page.getByRole('link', { name: register.name[lang] }).click()
  await page.waitForURL(new RegExp(walk.agreements.register))
  await settled(page)
  await holdAgreed(walk, page)
  await see(walk, page, '7-rows')
  await lookUp(walk, page, walk.cell.key)
  await see(walk, page, '7-key')
  await page.getByRole('link', { name: w.data.tabs.howto, exact: true }).click()
  for (const way of [w.howto.curl, w.howto.pandas, w.howto.spark]) {
    const text = await page.getByRole('region', { name: way }).getByRole('code').last().innerText()
    assert.ok(text.includes(walk.agreements.register), `${way}: ${text}`)
  }
  await see(walk, page, '7-howto')
  await takeFiles(walk, page)
}

/** The applicant's part of every line comes to its end by itself. */
async function delivered(walk: Walk): Promise<void> {
  const client = await walk.city.clientFor(demander)
  await until('delivery', async () => {
    const { items } = await client.get<{ items: { served: unknown }[] }>('/api/share/my-data')
    return items.filter(({ served }) => served).length === holdings.length || undefined
  })
}

/** Seven items, the district's rows alone, two of them masked; the first of the rows is the firm of this walk. */
async function holdAgreed({ lang, words, cell }: Walk, page: Page): Promise<void> {
  const w = words.demander
  const heads = await page
    .getByRole('table', { name: w.data.rowsTitle })
    .getByRole('columnheader')
    .allInnerTexts()
  const titles = register.items.filter(({ name }) => agreed.includes(name)).map(({ title }) => title[lang])
  assert.deepEqual(
    heads
      .slice(0, -1)
      .map((it) => it.split(' · ')[0])
      .sort(),
    [...titles].sort(),
  )
  assert.equal(heads.filter((it) => it.includes(w.offer.masked)).length, 2)
  const rows = await readTable(page, w.data.rowsTitle)
  assert.ok(rows.length > 5, `${rows.length} rows`)
  const at = (name: string) =>
    heads.findIndex((it) =>
      it.startsWith(register.items.find((item) => item.name === name)?.title[lang] ?? ''),
    )
  for (const row of rows) {
    assert.equal(row[at('division')], '440310\n坪山区')
    assert.match(row[at('mobile')] ?? '', new RegExp(`^(\\d{3}\\*{4}\\d{4}|${words.parts.cell.absent})$`))
  }
  cell.key = rows[0]?.[0]?.trim() ?? ''
  cell.before = codeIn(rows[0]?.[at('status')])
  cell.after = cell.before === revoked ? inBusiness : revoked
}

/** The code of a cell that says its name beside it. */
function codeIn(cell = ''): string {
  return cell.split('\n')[0] ?? ''
}

/** Asks for one firm; what is found stands in the section of the look-up. */
async function lookUp({ lang, words }: Walk, page: Page, key: string): Promise<Locator> {
  const w = words.demander.data
  const title = register.items[0]?.title[lang] ?? ''
  await page.getByLabel(filled(w.lookupLabel, { field: title })).fill(key)
  await page.getByRole('button', { name: w.lookupDo, exact: true }).click()
  await page.getByRole('heading', { name: w.lookupFound }).waitFor()
  const found = page.getByRole('region', { name: w.lookup })
  await found.getByText(key, { exact: true }).first().waitFor()
  return found
}

/** A CSV made to order holds as many rows as it says; the profile opens Delta Sharing to a program. */
async function takeFiles(walk: Walk, page: Page): Promise<void> {
  const w = walk.words.demander.data
  await page.getByRole('link', { name: w.tabs.files, exact: true }).click()
  await page.getByRole('button', { name: filled(w.batchOrder, { format: 'CSV' }) }).click()
  const link = page.getByRole('link', { name: w.download, exact: true })
  await link.waitFor()
  const csv = await readDownload(page, () => link.click())
  const [, , , rows = ''] = (await readTable(page, w.batchTitle))[0] ?? []
  const lines = csv.trim().split('\n')
  assert.equal(lines.length - 1, Number(rows.replaceAll(/\D/g, '')))
  assert.ok(csv.includes(walk.cell.key))
  const profile = JSON.parse(
    await readDownload(page, () => page.getByRole('button', { name: w.profileDo }).click()),
  ) as Profile
  assert.equal(profile.endpoint, `${walk.city.url}/delta-sharing`)
  await see(walk, page, '7-files')
  assert.equal((await readShares(profile)).status, 200)
  assert.deepEqual(await tablesOf(profile, walk.agreements.register), [walk.resources.register])
}

async function readDownload(page: Page, press: () => Promise<void>): Promise<string> {
  const coming: Promise<Download> = page.waitForEvent('download')
  await press()
  const file = await coming
  assert.equal(await file.failure(), null)
  return readFile(await file.path(), 'utf8')
}

/** As any client of Delta Sharing: with nothing but the profile. */
function readShares({ endpoint, bearerToken }: Profile, path = '/shares'): Promise<Response> {
  return fetch(`${endpoint}${path}`, { headers: { authorization: `Bearer ${bearerToken}` } })
}

async function tablesOf(profile: Profile, agreement: string): Promise<string[]> {
  const answer = await readShares(profile, `/shares/${agreement}/all-tables`)
  const { items } = (await answer.json()) as { items: { name: string }[] }
  return items.map(({ name }) => name)
}

/** 8. A wrong value is reported where it was seen, and answered with the right one; both versions can be read. */
export async function correct(walk: Walk): Promise<void> {
  await report(walk)
  await answer(walk)
  await readBothVersions(walk)
}

async function report(walk: Walk): Promise<void> {
  const { demander: w } = walk.words
  const { key, before, after } = walk.cell
  const page = await goAs(walk, demander, `/demand/data/${walk.agreements.register}`)
  await page
    .getByRole('button', { name: `${w.report.title}: ${key}` })
    .first()
    .click()
  const dialogue = page.getByRole('dialog')
  await fieldOf(dialogue, w.report.field).selectOption('status')
  await dialogue.getByText(before, { exact: true }).waitFor()
  await fieldOf(dialogue, w.report.proposed).fill(after)
  await fieldOf(dialogue, w.report.reason).fill('该企业登记状态与实地核查不符')
  await see(walk, page, '8-report')
  await dialogue.getByRole('button', { name: w.report.send }).click()
  await page.getByRole('link', { name: w.report.open }).click()
  await page.waitForURL(/\/corrections\/cor_/)
  await see(walk, page, '8-reported')
  walk.cell.correction = idIn(page, /(cor_\w+)/)
}

async function answer(walk: Walk): Promise<void> {
  const { correct: w, parts } = walk.words
  const page = await goAs(walk, heads.register, '/corrections')
  await page.getByText(patternOf(parts.clock.daysLeft_other)).first().waitFor()
  await see(walk, page, '8-corrections')
  await page.getByRole('table', { name: w.title }).getByRole('rowheader').getByRole('link').first().click()
  await page.waitForURL(`${walk.city.url}/corrections/${walk.cell.correction}`)
  // The list it came from stands a moment longer than its address, and answers too.
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${w.one}:`) }).waitFor()
  await page.getByRole('button', { name: w.correct, exact: true }).click()
  const dialogue = page.getByRole('dialog')
  assert.equal(await fieldOf(dialogue, w.newValue).inputValue(), walk.cell.after)
  await see(walk, page, '8-answer')
  await dialogue.getByRole('button', { name: w.correct, exact: true }).click()
  await dialogue.waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: filled(w.inVersion, { n: 2 }) }).waitFor()
  await see(walk, page, '8-corrected')
}

async function readBothVersions(walk: Walk): Promise<void> {
  const { data: w } = walk.words.demander
  const { key, before, after } = walk.cell
  const page = await windowOf(walk, demander)
  // By itself: the demander's page learns that the matter is over.
  await page.getByRole('link', { name: filled(walk.words.correct.inVersion, { n: 2 }) }).click()
  await page.getByRole('row', { name: new RegExp(`^2.*${RegExp.escape(w.newest)}`) }).waitFor()
  await see(walk, page, '8-versions')
  await page.getByRole('link', { name: patternOf(`${w.read} 2`) }).click()
  const found = await lookUp(walk, page, key)
  await found.getByText(after, { exact: true }).waitFor()
  await see(walk, page, '8-version-2')
  await page.getByRole('link', { name: w.tabs.versions, exact: true }).click()
  await page.getByRole('link', { name: new RegExp(`${RegExp.escape(w.read)}\\s+1$`) }).click()
  await page.getByText(filled(w.versionShown, { n: 1 })).waitFor()
  await page.getByText(w.older, { exact: true }).waitFor()
  await settled(page)
  const row = (await readTable(page, w.rowsTitle)).find(([first]) => first?.trim() === key)
  assert.ok(row?.map(codeIn).includes(before), `version 1 still says ${before}: ${row?.join()}`)
  await see(walk, page, '8-version-1')
}
