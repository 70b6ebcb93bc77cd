import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { register } from '../../city/resources.ts'
import { type Holding, heads, holdings } from '../../city/story/scene.ts'
import { nextYearOn, todayOf } from './asking.ts'
import {
  citationOf,
  confirm,
  drafts,
  fieldOf,
  filled,
  goAs,
  idIn,
  patternOf,
  readTable,
  see,
  settled,
  type Walk,
} from './main-job-walk.ts'

export const demander = 'ps.hr.officer'
export const demanderHead = 'ps.hr.head'
/** 坪山区, whose firms alone the applicant has business with */
const district = '440310'

/** What is asked for, resource by resource; of the tax service the rows of the district alone. */
const wanted = {
  register: {
    items: 'name representative capital founded_on industry status address division mobile'.split(' '),
    modes: ['api', 'file', 'delta'],
    rows: undefined,
  },
  tenants: { items: ['name', 'park', 'staff', 'street'], modes: ['api', 'file'], rows: undefined },
  taxpayers: { items: ['nsrmc', 'xzqh', 'nsxydj', 'qsye'], modes: ['api', 'delta'], rows: district },
} as const

const purpose = '稳岗返还资格核验'
const contents = {
  purpose,
  basis: '《失业保险条例》及当年稳岗返还申报通知（演示用，以正式文件为准）',
  scenario: '受理企业申报时核验登记状态、园区入驻和纳税信用，不再要求企业提交证明',
  scope: '坪山区人力资源局稳岗返还经办岗位 12 人，仅限辖区企业',
}

/** 5. Three resources of three levels in one basket, one application, approved by the head: three clocks. */
export async function apply(walk: Walk): Promise<void> {
  const page = await fillBasket(walk)
  await writeContents(walk, page)
  for (const it of holdings) await writeLine(walk, page, it)
  await see(walk, page, '5-application')
  await page.getByRole('button', { name: walk.words.demander.application.draft }).click()
  await page.waitForURL(/\/demand\/submissions\/sub_/)
  walk.submission = idIn(page, /(sub_\w+)/)
  await see(walk, page, '5-drafted')
  await approve(walk)
}

async function fillBasket(walk: Walk): Promise<Page> {
  const { lang, words } = walk
  const w = words.demander.catalogue
  const page = await goAs(walk, demander, '/demand/catalogue')
  await page.getByRole('searchbox', { name: w.search }).fill('企业')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await settled(page)
  await see(walk, page, '5-found')
  await page.getByRole('button', { name: words.parts.table.clear }).click()
  for (const it of holdings) {
    const name = drafts[it].name[lang]
    await page.getByRole('button', { name: `${w.add}: ${name}`, exact: true }).click()
  }
  await see(walk, page, '5-catalogue')
  await page.getByRole('link', { name: filled(w.basket_other, { count: holdings.length }) }).click()
  await page.waitForURL(/\/demand\/application/)
  await settled(page)
  return page
}

async function writeContents(walk: Walk, page: Page): Promise<void> {
  const w = walk.words.demander.application
  for (const [name, text] of Object.entries(contents))
    await fieldOf(page, w[name as keyof typeof contents]).fill(text)
  const today = await todayOf(await walk.city.clientFor(demander))
  await fieldOf(page, w.from).fill(today)
  await fieldOf(page, w.until).fill(nextYearOn(today.slice(5).replace('-29', '-28'), today))
}

async function writeLine({ lang, words }: Walk, page: Page, it: Holding): Promise<void> {
  const w = words.demander
  const { name, items } = drafts[it]
  const card = page.getByRole('region', { name: name[lang] })
  const { items: names, modes, rows } = wanted[it]
  for (const { title, grade } of items.filter(({ name }) => (names as readonly string[]).includes(name)))
    await card
      .getByRole('checkbox', { name: patternOf(`${title[lang]} ${words.terms.grade[`general-${grade}`]}`) })
      .check()
  for (const mode of modes)
    await card.getByRole('checkbox', { name: words.terms.mode[mode], exact: true }).check()
  if (!rows) return
  await card.getByRole('radio', { name: w.rule.limited }).check()
  await card.getByLabel(w.rule.value, { exact: true }).fill(rows)
}

async function approve(walk: Walk): Promise<void> {
  const { demander: w, parts } = walk.words
  const page = await goAs(walk, demanderHead, '/demand/submissions')
  await see(walk, page, '5-waiting')
  const waiting = page.getByRole('region', { name: w.submissions.waiting })
  await waiting.getByRole('link', { name: purpose }).click()
  await page.waitForURL(/\/demand\/submissions\/sub_/)
  await confirm(walk, page, page.getByRole('button', { name: w.submissions.approve }))
  const lines = page.getByRole('table', { name: w.submission.lines })
  await lines
    .getByText(patternOf(parts.clock.daysLeft_other))
    .nth(holdings.length - 1)
    .waitFor()
  const told = await readTable(page, w.submission.lines)
  assert.equal(told.length, holdings.length)
  for (const [, , , clock = ''] of told)
    assert.ok(
      clock.split('\n').some((it) => patternOf(parts.clock.due).test(it)),
      `a day on which the answer is due: ${clock}`,
    )
  await see(walk, page, '5-filed')
  await rememberLines(walk)
}

async function rememberLines(walk: Walk): Promise<void> {
  const client = await walk.city.clientFor(demander)
  const { lines: filed } = await client.get<{ lines: { id: string; resource: string }[] }>(
    `/api/share/submissions/${walk.submission}`,
  )
  for (const it of holdings)
    walk.lines[it] = filed.find(({ resource }) => resource === walk.resources[it])?.id ?? ''
}

/** 6. The park agrees, the market bureau offers less, the tax service asks once for a supplement and then agrees. */
export async function decide(walk: Walk): Promise<void> {
  await Promise.all([agree(walk, 'tenants', '6-agree'), counter(walk), askSupplement(walk)])
  await answerAsApplicant(walk)
  await conclude(walk)
}

/** With the supplement the tax service agrees: three agreements. */
async function conclude(walk: Walk): Promise<void> {
  await agree(walk, 'taxpayers', '6-agree-tax')
  const client = await walk.city.clientFor(demander)
  for (const it of holdings) {
    const { agreement } = await client.get<{ agreement: string | null }>(`/api/share/lines/${walk.lines[it]}`)
    assert.ok(agreement, `an agreement on ${it}`)
    walk.agreements[it] = agreement
  }
}

/** From the list of what waits for this office to the line, its request and the answers the law allows. */
async function openLine(walk: Walk, it: Holding): Promise<Page> {
  const { decider: w } = walk.words
  const page = await goAs(walk, heads[it], '/decide/lines')
  await see(walk, page, `6-waiting-${it}`)
  await page.getByRole('table', { name: w.bundle.title }).getByRole('rowheader').getByRole('link').click()
  await page.waitForURL(new RegExp(`/decide/lines/${walk.lines[it]}`))
  await page.getByText(purpose).first().waitFor()
  await settled(page)
  return page
}

async function agree(walk: Walk, it: Holding, step: string): Promise<void> {
  const { decider: w } = walk.words
  const page = await openLine(walk, it)
  await page.getByRole('radio', { name: patternOf(w.act.agree) }).check()
  await page.getByRole('button', { name: patternOf(w.preview.look) }).click()
  await page.getByRole('table', { name: w.preview.title }).locator('tbody tr').first().waitFor()
  await see(walk, page, step)
  await page.getByRole('button', { name: w.act.agree, exact: true }).click()
  await page.getByRole('heading', { name: w.outcome.title }).waitFor()
  await page.getByRole('table', { name: w.outcome.title }).getByRole('link', { name: /agr_/ }).waitFor()
  await see(walk, page, `${step}d`)
}

/** Fewer items, two of them masked, the district's firms alone: weighed on the very rows the applicant would see. */
async function counter(walk: Walk): Promise<void> {
  const { lang, words } = walk
  const w = words.decider
  const page = await openLine(walk, 'register')
  await page.getByRole('radio', { name: patternOf(w.act.counter) }).check()
  const title = (name: string) => register.items.find((it) => it.name === name)?.title[lang] ?? name
  for (const name of ['capital', 'founded_on', 'address'])
    await page.getByRole('checkbox', { name: `${w.terms.give}: ${title(name)}`, exact: true }).uncheck()
  for (const [name, mask] of [
    ['representative', 'name'],
    ['mobile', 'mobile'],
  ] as const)
    await page.getByLabel(`${w.terms.mask}: ${title(name)}`, { exact: true }).selectOption(mask)
  await page.getByRole('button', { name: w.terms.add }).click()
  await page.getByLabel(w.terms.field, { exact: true }).selectOption('division')
  await page.getByLabel(w.terms.value, { exact: true }).fill(district)
  await page.getByLabel(w.form.note).fill('仅提供坪山区企业；法定代表人、电话脱敏；住所、资本与核验无关')
  await page.getByRole('button', { name: patternOf(w.preview.look) }).click()
  await page.getByRole('table', { name: w.preview.title }).locator('tbody tr').first().waitFor()
  const shown = await readTable(page, w.preview.title)
  assert.ok(
    shown.every((row) => row.length === 7 && row.includes(`${district}\n坪山区`)),
    'seven items, one district by its code and name',
  )
  await see(walk, page, '6-counter')
  await page.getByRole('button', { name: w.act.counter, exact: true }).click()
  await page.getByRole('heading', { name: w.outcome.title }).waitFor()
  await see(walk, page, '6-countered')
}

async function askSupplement(walk: Walk): Promise<void> {
  const { decider: w } = walk.words
  const page = await openLine(walk, 'taxpayers')
  await page.getByRole('radio', { name: patternOf(w.act.askSupplement) }).check()
  await page.getByLabel(w.form.missing).fill('请补充经办岗位名单\n请说明数据保存期限')
  await page.getByText(citationOf(walk, 'share.supplement.once')).first().waitFor()
  await see(walk, page, '6-ask')
  await page.getByRole('button', { name: w.act.askSupplement, exact: true }).click()
  await page.getByRole('heading', { name: w.outcome.title }).waitFor()
}

/** What the applicant is asked stands on its own page: a counter-offer to weigh, a supplement to send. */
async function answerAsApplicant(walk: Walk): Promise<void> {
  const { demander: w } = walk.words
  const address = `/demand/submissions/${walk.submission}`
  const page = await goAs(walk, demander, `${address}?line=${walk.lines.register}`)
  const compared = await readTable(page, w.offer.title)
  const words = compared.map((row) => row.at(-1))
  assert.equal(words.filter((it) => it === w.offer.masked).length, 2, words.join())
  assert.equal(words.filter((it) => it === w.offer.notOffered).length, 3, words.join())
  await see(walk, page, '6-offer')
  await confirm(walk, page, page.getByRole('button', { name: w.offer.accept, exact: true }))
  await page.getByRole('main').getByRole('link', { name: w.submission.agreement }).waitFor()
  await page.goto(`${address}?line=${walk.lines.taxpayers}`)
  await page.getByText('请说明数据保存期限').first().waitFor()
  await see(walk, page, '6-supplement')
  const send = page.getByRole('button', { name: w.submission.supplement })
  await confirm(walk, page, send, '名单 12 人已附；数据保存至核验结束后 30 日')
  await send.waitFor({ state: 'detached' })
  await see(walk, page, '6-supplied')
}
