import { tenants } from '../../city/resources.ts'
import { until } from '../../city/story/people.ts'
import type { Client } from '../../cli/client.ts'
import { waitUntilLanded } from '../../cli/collect.ts'
import { generate } from '../../server/ground/standards/index.ts'
import { agreementOn, fileApplication } from './asking.ts'
import type { City } from './city.ts'

export const script = '<script>document.title="executed"</script>'
export const image = '<img src=x onerror=\'document.title="executed"\'>'
export const reversed = '\u202egnp.exe\u2066'
export const formula = "=cmd|' /C calc'!A0"
/** One cell each; a value is never anything but text. */
const attacks: readonly string[] = [
  script,
  formula,
  reversed,
  image,
  '@SUM(1+1)*cmd|calc',
  '零\u200b宽\u200d字\ufeff符\u2060在\u00ad此',
  '👩‍👩‍👧‍👦🏴‍☠️🇨🇳',
  '𠮷𫝆𮧵𰻞䶮',
  '{{constructor.constructor("alert(1)")()}} $t(signOut)',
  'javascript:alert(1)',
  '../../etc/passwd',
  'A\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030d\u030e\u030f',
  '长'.repeat(2_000),
  'مرحبا שלום 123 <b>',
]
/** What no text may hold: the row is refused, and its value stands among the rejects. */
const controls = '\u0001\u0007\u001b[31m红\u007f\u0085'
const columnCount = 300
export const columns = Array.from({ length: columnCount }, (_, i) => `c${String(i).padStart(3, '0')}`)
const titles = columns.map((name, i) => (i === 0 ? `${script}甲` : `${name} <b>&amp;\u202e${i}`))
const keyTitle = tenants.items[0]?.title.zh ?? ''
const fields = ['uscc', ...columns]
const goodRows = 30
/** Just below and above the longest record that is read (10 MB). */
const longCell = 'x'.repeat(9_900_000)
const tooLongCell = 'y'.repeat(10_600_000)

/** All that is asked of a city here. */
type Clients = Pick<City, 'clientFor'>

export interface Hostile {
  readonly resource: string
  readonly delivery: string
  readonly review: string
  readonly submission: string
  readonly line: string
  readonly agreement: string
}

/** A lawful entry whose every text is an attack, taken the whole way through the API: handed in, published, opened, asked for. */
export async function makeHostile(
  city: Clients,
  { beforeAnswer }: { beforeAnswer(line: string): Promise<void> },
): Promise<Hostile> {
  const cells = columns.map((_, i) => attacks[i] ?? `v${i}`)
  const rows = Array.from({ length: goodRows }, (_, i) => [generate('uscc', 100 + i), ...cells])
  rows.push([generate('uscc', 299), controls, ...cells.slice(1)])
  rows.push([generate('uscc', 300), longCell, ...cells.slice(1)])
  rows.push([generate('uscc', 301), tooLongCell, ...cells.slice(1)])
  const { resource, delivery, review } = await openHostile(city, rows)
  const { id: submission, lines } = await fileApplication(city, 'ps.hr', {
    purpose: `${script}${reversed}{{count}} $t(signOut)`,
    basis: `${image}《条例》`,
    scenario: formula,
    scope: [controls, ...attacks.slice(5, 9)].join(' '),
    lines: [{ resource, fields }],
  })
  const line = lines[0]?.id ?? ''
  await beforeAnswer(line)
  const head = await city.clientFor('ps.park.head')
  await head.post(`/api/share/lines/${line}/decision`, { decision: 'agree' })
  const agreement = await agreementOn(await city.clientFor('ps.hr.officer'), line)
  return { resource, delivery, review, submission, line, agreement }
}

/** Such an entry handed in with these rows (a credit code, then a cell a column), published and opened to the public. */
export async function openHostile(
  city: Clients,
  rows: readonly (readonly string[])[],
): Promise<Pick<Hostile, 'resource' | 'delivery' | 'review'>> {
  const officer = await city.clientFor('ps.park.officer')
  const { id: resource } = await officer.post<{ id: string }>('/api/catalog/resources', entry())
  const delivery = await handIn(officer, resource, rows)
  const bindings = [keyTitle, ...titles].map((column, i) => ({ column, element: i === 0 ? 'uscc' : 'text' }))
  await officer.post(`/api/standards/bindings/${resource}`, { bindings })
  await until('the check', async () => {
    const { items } = await officer.get<{ items: { state: string }[] }>(
      `/api/catalog/resources/${resource}/versions`,
    )
    return items.find(({ state }) => state === 'checked' || state === 'served')
  })
  const { id: review } = await officer.post<{ id: string }>(`/api/catalog/resources/${resource}/submission`)
  await (await city.clientFor('ps.data.reviewer')).post(`/api/cases/${review}/moves`, { move: 'publish' })
  await (await city.clientFor('ps.park.head')).post(`/api/open/resources/${resource}/opening`, { fields })
  await until('the public page', async () => {
    const { version } = await officer.get<{ version: number | null }>(`/api/open/resources/${resource}`)
    return version ?? undefined
  })
  return { resource, delivery, review }
}

function entry() {
  const text = (name: string, i: number) => ({
    name,
    title: { zh: titles[i], en: titles[i] },
    type: 'string',
    element: 'text',
    grade: 1,
    nullable: true,
  })
  return {
    ...tenants,
    name: { zh: `${script}恶意𠮷𫝆👩‍👩‍👧‍👦数据`, en: `${script}Hostile ${reversed}` },
    code: `306081002/${Date.now()}`,
    abstract: `${script}{words}${reversed}${image}`,
    openConditions: `注明来源 javascript:alert(1) ${reversed}`,
    items: [tenants.items[0], ...columns.map(text)],
  }
}

async function handIn(
  officer: Client,
  resource: string,
  rows: readonly (readonly string[])[],
): Promise<string> {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  const query = new URLSearchParams({ resource, mode: 'replace', name: `${script}${reversed}.csv` })
  const answer = await officer.fetch(`/api/collect/deliveries?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: new TextEncoder().encode([[keyTitle, ...titles], ...rows].map(line).join('\r\n')),
  })
  const { id } = (await answer.json()) as { id: string }
  await waitUntilLanded(officer, { id }, () => undefined)
  return id
}
