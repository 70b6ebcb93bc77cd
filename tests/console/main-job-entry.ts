import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { tenants, unlawful } from '../../city/resources.ts'
import { heads, holdings, officers, reviewers } from '../../city/story/scene.ts'
import type { ResourceDraft } from '../../server/ground/catalog/index.ts'
import { citationOf, confirm, fieldOf, filled, goAs, idIn, see, settled, type Walk } from './main-job-walk.ts'

/** Writes an entry field by field, its items still without data elements; gives its id once it was saved. */
export async function writeEntry(walk: Walk, page: Page, draft: ResourceDraft): Promise<string> {
  const w = walk.words.provider
  await page.goto('/provider')
  await page.getByRole('link', { name: w.resources.new }).click()
  await fieldOf(page, w.entry.nameZh).fill(draft.name.zh)
  await fieldOf(page, w.entry.nameEn).fill(draft.name.en)
  await fieldOf(page, w.field.attribute).selectOption(draft.attribute)
  await page.getByRole('button', { name: w.newEntry.begin }).click()
  await page.waitForURL(/\/provider\/resources\/res_\w+\/entry$/)
  await settled(page)
  await writeItems(walk, page, draft)
  await writeTexts(walk, page, draft)
  await writeGrounds(walk, page, draft)
  await page.getByText(w.entry.saved).waitFor()
  return idIn(page, /(res_\w+)/)
}

async function writeItems(
  { words: { provider: w } }: Walk,
  page: Page,
  { items }: ResourceDraft,
): Promise<void> {
  for (const [at, { name, title, type, grade, key = false, nullable }] of items.entries()) {
    await page.getByRole('button', { name: w.entry.addItem }).click()
    const cell = (label: string) => page.getByLabel(`${label} ${at + 1}`, { exact: true })
    await cell(w.entry.itemName).fill(name)
    await cell(w.entry.titleZh).fill(title.zh)
    await cell(w.entry.titleEn).fill(title.en)
    if (type !== 'string') await cell(w.entry.type).selectOption(type)
    if (grade !== 1) await cell(w.field.grade).selectOption(String(grade))
    await cell(w.entry.key).setChecked(key)
    await cell(w.entry.nullable).setChecked(nullable)
  }
}

async function writeTexts({ words: { provider: w } }: Walk, page: Page, draft: ResourceDraft): Promise<void> {
  const { code, abstract, classification, line, conditions, openConditions } = draft
  for (const [label, text] of [
    [w.field.code, code],
    [w.field.abstract, abstract],
    [w.field.classification, classification],
    [w.field.line, line],
    [w.entry.scope, conditions?.scope],
    [w.entry.purpose, conditions?.purpose],
    [w.field.openConditions, openConditions],
  ] as const)
    if (text) await fieldOf(page, label).fill(text)
}

async function writeGrounds(
  { words: { provider: w, terms } }: Walk,
  page: Page,
  draft: ResourceDraft,
): Promise<void> {
  const { format, cycle, grade, regionField, secrecyAssessedOn, impactAssessedOn, modes = [], open } = draft
  for (const [label, value] of [
    [w.field.format, format],
    [w.field.cycle, cycle],
    [w.field.grade, grade],
    [w.field.regionField, regionField],
  ] as const)
    if (value) await fieldOf(page, label).selectOption(value)
  for (const mode of modes) await page.getByRole('checkbox', { name: terms.mode[mode] }).check()
  if (open) await page.getByRole('checkbox', { name: w.entry.isOpen }).check()
  await fieldOf(page, w.field.secrecyAssessedOn).fill(secrecyAssessedOn ?? '')
  await fieldOf(page, w.field.impactAssessedOn).fill(impactAssessedOn ?? '')
  for (const [at, { level, title, article }] of (draft.basis ?? []).entries()) {
    await page.getByRole('button', { name: w.entry.addBasis }).click()
    await page.getByLabel(`${w.entry.basisLevel} ${at + 1}`).selectOption(level)
    await page.getByLabel(`${w.entry.basisTitle} ${at + 1}`).fill(title)
    await page.getByLabel(`${w.entry.basisArticle} ${at + 1}`).fill(article)
  }
}

/** Names in the entry the data element of each item, as it was confirmed for its column. */
export async function setElements(
  { words: { provider: w } }: Walk,
  page: Page,
  draft: ResourceDraft,
): Promise<void> {
  for (const [at, { element }] of draft.items.entries())
    await page.getByLabel(`${w.columns.element} ${at + 1}`, { exact: true }).selectOption(element ?? '')
  await page.getByText(w.entry.saved).waitFor()
}

/** 4. The gate refuses the unlawful entry by its article; mended, it is reviewed and published like the others. */
export async function publish(walk: Walk): Promise<void> {
  await meetTheGate(walk)
  await Promise.all(
    holdings.map(async (it) => {
      const page = await goAs(walk, officers[it], `/provider/resources/${walk.resources[it]}/entry`)
      await confirm(walk, page, page.getByRole('button', { name: walk.words.provider.entry.submit }))
      await page.waitForURL(/\/cases\/cas_/)
      await see(walk, page, `4-submitted-${it}`)
    }),
  )
  await Promise.all(holdings.map((it) => review(walk, reviewers[it], walk.resources[it], it)))
  await openToThePublic(walk)
}

/** Withheld on the word of a department's own document: refused on the screen, and again when it is handed in. */
async function meetTheGate(walk: Walk): Promise<void> {
  const { provider: w, parts } = walk.words
  const page = await goAs(walk, officers.tenants, `/provider/resources/${walk.resources.tenants}/entry`)
  const gate = page.getByRole('region', { name: parts.gate.title })
  await gate.getByText(citationOf(walk, 'catalog.withheld.basis')).first().waitFor()
  await see(walk, page, '4-gate')
  await page.getByRole('button', { name: w.entry.submit }).click()
  const dialogue = page.getByRole('dialog')
  await dialogue.getByText(w.entry.submitFaulty).waitFor()
  await dialogue.getByRole('button', { name: parts.confirm.yes }).click()
  await dialogue.getByRole('alert').getByText(citationOf(walk, 'catalog.withheld.basis')).first().waitFor()
  await see(walk, page, '4-refused', /status of 422 .*\/submission/)
  await dialogue.getByRole('button', { name: parts.confirm.no }).click()
  await mend(walk, page)
  await gate.getByText(parts.gate.may.submit).waitFor()
  assert.equal(await gate.getByRole('listitem').filter({ hasText: 'withheld' }).count(), 0)
  await see(walk, page, '4-mended')
}

/** Shared without conditions, opened, and on the basis that there is. */
async function mend({ words: { provider: w } }: Walk, page: Page): Promise<void> {
  assert.notEqual(unlawful.attribute, tenants.attribute)
  await fieldOf(page, w.entry.nameZh).fill(tenants.name.zh)
  await fieldOf(page, w.entry.nameEn).fill(tenants.name.en)
  await fieldOf(page, w.field.attribute).selectOption(tenants.attribute)
  const [basis] = tenants.basis ?? []
  await page.getByLabel(`${w.entry.basisLevel} 1`).selectOption(basis?.level ?? '')
  await page.getByLabel(`${w.entry.basisTitle} 1`).fill(basis?.title ?? '')
  await page.getByLabel(`${w.entry.basisArticle} 1`).fill(basis?.article ?? '')
  await page.getByRole('checkbox', { name: w.entry.isOpen }).check()
  await fieldOf(page, w.field.openConditions).fill(tenants.openConditions ?? '')
  await page.getByText(w.entry.saved).waitFor()
}

/** The competent department sees the entry as it will be published and what the gate says, and publishes it. */
async function review(walk: Walk, login: string, resource: string, step: string): Promise<void> {
  const { decider: w, parts } = walk.words
  const page = await goAs(walk, login, '/decide/reviews')
  await see(walk, page, `4-reviews-${step}`)
  await page.getByRole('table', { name: w.reviews.title }).getByRole('link').click()
  await page.waitForURL(/\/decide\/reviews\/cas_/)
  await page.getByText(parts.gate.may.publish).waitFor()
  await see(walk, page, `4-review-${step}`)
  await confirm(walk, page, page.getByRole('button', { name: w.reviews.publish }))
  await page.getByText(walk.words.provider.entryState.published).first().waitFor()
  await see(walk, page, `4-published-${step}`)
  const client = await walk.city.clientFor(login)
  const { state } = await client.get<{ state: string }>(`/api/catalog/resources/${resource}`)
  assert.equal(state, 'published')
}

async function openToThePublic(walk: Walk): Promise<void> {
  const w = walk.words.provider
  const page = await goAs(walk, heads.tenants, `/provider/resources/${walk.resources.tenants}/opening`)
  for (const { name } of tenants.items.filter(({ name }) => ['area_m2', 'staff'].includes(name)))
    await page.getByRole('checkbox', { name }).uncheck()
  await see(walk, page, '4-opening')
  const count = tenants.items.length - 2
  await confirm(walk, page, page.getByRole('button', { name: filled(w.opening.open_other, { count }) }))
  await page.getByRole('heading', { name: w.opening.openNow }).waitFor()
  await see(walk, page, '4-opened')
}
