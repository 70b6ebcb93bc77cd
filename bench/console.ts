import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { writeRegister } from '../city/generate/registers.ts'
import { register } from '../city/resources.ts'
import { waitUntilLanded } from '../cli/collect.ts'
import { say, table } from '../cli/terminal.ts'
import { systemActor } from '../server/base/ctx.ts'
import { tx } from '../server/base/db/index.ts'
import { lastCheckpoint, recordMany } from '../server/ground/ledger/index.ts'
import type { House } from '../server/house.ts'
import { startChromium, stopChromium } from '../tests/console/chromium.ts'
import { type City, openCopy } from '../tests/console/city.ts'
import { settled, watch } from '../tests/console/page.ts'
import { atMost, type Figure, type Question } from './question.ts'
import { inDirectory } from './server.ts'

const rows = Number(process.env.ZHISHU_BENCH_LIST_ROWS ?? 1_000_000)
const times = 20
const budget = atMost(100)
const fields = ['uscc', 'name', 'industry', 'status', 'division', 'mobile']

/** From a press to the new rows on the screen, on lists behind which lie a million rows. */
export const interaction: Question = {
  name: 'console',
  asks: `press to painted rows in Chromium, on lists of ${rows.toLocaleString('en-US')}`,
  run: () =>
    inDirectory(async (directory) => {
      const city = await openCopy()
      try {
        const ofRows = await measureRows(city, await share(city, directory))
        await fillCases(city.house)
        const ofMatters = await measureMatters(city)
        await fillLedger(city.house)
        return [...ofRows, ...ofMatters, ...(await measureLedger(city))]
      } finally {
        await stopChromium()
        await city.close()
      }
    }),
}

interface Shared {
  readonly resource: string
  readonly agreement: string
}

/** Matters of one department, spread over states and days; through the real table, without their clocks. */
async function fillCases({ ctx }: House): Promise<void> {
  const batch = 50_000
  for (let from = 1; from <= rows; from += batch) {
    await sql`insert into cases.item (id, kind, subject, title_zh, title_en, opener, handler, competent, state, facts, opened_at, ended_at, due_on)
      select 'cas_' || lpad(i::text, 26, '0'), 'quality.fault', 'res_' || lpad((i % 5000)::text, 26, '0'),
        '质量问题 ' || i, 'Fault ' || i, 'sz.data', 'sz.market', 'sz.data',
        case when i % 3 = 0 then 'repaired' else 'open' end, '{}', now() - i * interval '1 second',
        case when i % 3 = 0 then now() end, current_date + (i % 300)
      from generate_series(${sql.lit(from)}, ${sql.lit(Math.min(rows, from + batch - 1))}) i`.execute(ctx.db)
  }
  await sql`analyze cases.item`.execute(ctx.db)
}

/** Through the ledger's own door, so that the tree is grown and signed. */
async function fillLedger({ ctx: house }: House): Promise<void> {
  const ctx = { ...house, actor: systemActor('ledger') }
  const batch = 4_000
  for (let n = 0; n < rows; n += batch) {
    const events = Array.from({ length: batch }, (_, i) => ({
      subject: `agr_${(n + i) % 40_000}`,
      rows: 1,
      bytes: 312,
    }))
    await tx(ctx, (ctx) => recordMany(ctx, 'serve.read', events))
    // The ledger refuses whoever runs ahead of it.
    while ((await lastCheckpoint(ctx)).size < n - 2 * batch) await new Promise((wake) => setTimeout(wake, 20))
  }
  while ((await lastCheckpoint(ctx)).size < rows) await new Promise((wake) => setTimeout(wake, 100))
  await sql`analyze ledger.entry`.execute(ctx.db)
}

/** A register of a million firms: landed, checked, published, asked for; previewed by the provider, then agreed and cut. */
async function share(city: City, directory: string): Promise<Shared> {
  const officer = await city.clientFor('sz.market.officer')
  const { id: resource } = await officer.post<{ id: string }>('/api/catalog/resources', {
    ...register,
    code: `306021001/${Date.now()}`,
  })
  const path = join(directory, 'register.csv')
  await writeRegister(path, rows)
  const query = new URLSearchParams({ resource, mode: 'replace', name: 'register.csv' })
  const sent = await officer.fetch(`/api/collect/deliveries?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(path)) as unknown as ReadableStream,
    duplex: 'half',
  })
  await waitUntilLanded(officer, (await sent.json()) as { id: string }, () => undefined)
  const bindings = register.items.map(({ title, element }) => ({ column: title.zh, element }))
  await officer.post(`/api/standards/bindings/${resource}`, { bindings })
  await comes(async () => {
    const { items } = await officer.get<{ items: { state: string }[] }>(
      `/api/catalog/resources/${resource}/versions`,
    )
    return ['checked', 'served'].includes(items[0]?.state ?? '')
  })
  const review = await officer.post<{ id: string }>(`/api/catalog/resources/${resource}/submission`)
  await (await city.clientFor('sz.data.reviewer')).post(`/api/cases/${review.id}/moves`, { move: 'publish' })
  const asking = await city.clientFor('ps.hr.officer')
  const { today } = await asking.get<{ today: string }>('/api/health')
  const draft = await asking.post<{ id: string }>('/api/share/submissions', {
    purpose: '全市企业核验',
    basis: '申报通知（演示用）',
    scenario: '受理申报时核验登记状态',
    scope: '经办岗位 6 人',
    period: { from: today, until: `${Number(today.slice(0, 4)) + 1}-06-30` },
    lines: [{ resource, fields, modes: ['api'] }],
  })
  const head = await city.clientFor('ps.hr.head')
  const filed = await head.post<{ lines: { id: string }[] }>(`/api/share/submissions/${draft.id}/approval`)
  const line = filed.lines[0]?.id ?? ''
  const answering = await city.clientFor('sz.market.head')
  await answering.post(`/api/share/lines/${line}/decision`, { decision: 'agree' })
  let agreement = ''
  await comes(async () => {
    const found = await asking.get<{ agreement: string | null; case: { state: string } }>(
      `/api/share/lines/${line}`,
    )
    agreement = found.agreement ?? ''
    return found.case.state === 'delivered'
  })
  // The picture of the columns is drawn in the background and wants the same engine.
  await officer.get(`/api/quality/${resource}/1/profile`)
  return { resource, agreement }
}

async function comes(ask: () => Promise<boolean>): Promise<void> {
  for (const until = performance.now() + 300_000; !(await ask()); ) {
    if (performance.now() > until) throw new Error('never came to hold')
    await new Promise((wake) => setTimeout(wake, 250))
  }
}

const next: Act = (page) => page.locator('.list button').filter({ hasText: 'Next' }).first().click()

function choose(values: readonly string[]): Act {
  return async (page, n) => {
    const field = page.locator('select').filter({ has: page.locator(`option[value="${values[0]}"]`) })
    await field.first().selectOption(values[n % values.length] ?? '')
    const search = page.locator('form.search-form button[type="submit"]')
    if ((await search.count()) > 0) await search.click()
  }
}

async function measureRows(city: City, { resource, agreement }: Shared): Promise<Figure[]> {
  const rejects = `/provider/resources/${resource}/versions/1/rejects`
  return [
    ...(await look(city, 'ps.hr.officer', `/demand/data/${agreement}`, {
      'rows of an agreement: next page': next,
    })),
    ...(await look(city, 'sz.market.officer', rejects, { 'rejects of a version: next page': next })),
  ]
}

function measureMatters(city: City): Promise<Figure[]> {
  return look(city, 'sz.market.officer', '/cases', {
    'matters: next page': next,
    'matters: filter by state': choose(['ended', 'open']),
  })
}

async function measureLedger(city: City): Promise<Figure[]> {
  return [
    ...(await look(city, 'sz.audit.auditor', '/audit/entries', {
      'ledger: next page': next,
      'ledger: filter by kind': choose(['serve', 'share', 'cases', 'catalog', 'parties', 'quality']),
      'ledger: sort': choose(['oldest', '']),
    })),
    ...(await look(city, 'sz.audit.auditor', '/audit/entries?size=200', {
      'ledger: next page of 200': next,
    })),
  ]
}

async function look(
  city: City,
  who: string,
  path: string,
  acts: Readonly<Record<string, Act>>,
): Promise<Figure[]> {
  const page = await visit(city, who, path)
  const figures: Figure[] = []
  for (const [what, act] of Object.entries(acts)) figures.push(...(await measure(page, what, act)))
  await page.close()
  for (const { what, value, note } of figures) process.stderr.write(`… ${what}: ${value} ms; ${note}\n`)
  return figures
}

type Act = (page: Page, n: number) => Promise<unknown>

async function visit(city: City, login: string, path: string): Promise<Page> {
  const context = await (await startChromium()).newContext({ baseURL: city.url, locale: 'en-GB' })
  await context.request.post('/api/parties/session', {
    headers: { origin: city.url },
    data: { login, password: city.passwordOf(login), keep: 'cookie' },
  })
  await context.addInitScript(observe)
  const page = await context.newPage()
  watch(page)
  await page.goto(path)
  await settled(page)
  return page
}

/**
 * The time of the last press, of the browser's own answer to it (Event Timing), of the frame with the first screen
 * of new rows, and of the frame with the last of them.
 */
const observe = `(() => {
  const seen = { pressedAt: 0, rowsAt: 0, allRowsAt: 0, eventMs: 0 }
  window.pressed = seen
  for (const type of ['pointerup', 'change', 'submit'])
    addEventListener(type, (event) => { seen.pressedAt = event.timeStamp; seen.rowsAt = 0; seen.eventMs = 0 }, true)
  new PerformanceObserver((list) => {
    for (const it of list.getEntries()) seen.eventMs = Math.max(seen.eventMs, it.duration)
  }).observe({ type: 'event', durationThreshold: 16 })
  const painted = () => requestAnimationFrame(() => setTimeout(() => {
    seen.allRowsAt = performance.now()
    seen.rowsAt ||= seen.allRowsAt
  }))
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.closest?.('tbody') || target.querySelector?.('tbody'))) painted()
  }).observe(document, { subtree: true, childList: true, characterData: true })
})()`

async function measure(page: Page, what: string, act: Act): Promise<Figure[]> {
  const painted: number[] = []
  const whole: number[] = []
  const events: number[] = []
  const server: number[] = []
  page.on('requestfinished', (it) => {
    if (/\/api\//.test(it.url())) server.push(it.timing().responseEnd)
  })
  for (let n = 0; n < times; n++) {
    await act(page, n)
    await settled(page)
    const seen = (await page.evaluate('({ ...window.pressed })')) as Record<
      'pressedAt' | 'rowsAt' | 'allRowsAt' | 'eventMs',
      number
    >
    if (seen.rowsAt > seen.pressedAt) {
      painted.push(seen.rowsAt - seen.pressedAt)
      whole.push(seen.allRowsAt - seen.pressedAt)
    }
    events.push(seen.eventMs)
  }
  if (painted.length === 0) throw new Error(`${what}: no rows were painted`)
  const figure = (values: readonly number[]) => `${at(values, 0.5)} ms (p95 ${at(values, 0.95)})`
  const note = `${painted.length} presses; p95 ${at(painted, 0.95)} ms; the rows below too ${figure(whole)}; browser's answer to the press ${figure(events)}; of it server and wire ${figure(server)}`
  return [{ what, value: at(painted, 0.5), unit: 'ms', budget, note }]
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

if (import.meta.main) {
  const figures = await interaction.run()
  say(
    table(
      ['what', 'median', 'note'],
      figures.map(({ what, value, note }) => [what, `${value} ms`, note ?? '']),
    ),
  )
  process.exit(0)
}
