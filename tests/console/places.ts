import { tenants } from '../../city/resources.ts'
import { fileApplication, publishedOf } from './asking.ts'
import type { City } from './city.ts'

/** All that is asked of a city here. */
type Clients = Pick<City, 'clientFor'>

/** Who goes where to see one route. */
export interface Place {
  readonly pattern: string
  readonly as: string | null
  readonly path: string
}

interface Item {
  id: string
  resource: string
  provider: string
  state: string
  agreement: string
}
interface Found {
  items: Item[]
}

const market = 'sz.market.officer'
const marketHead = 'sz.market.head'
const park = 'ps.park.officer'
const demander = 'ps.hr.officer'
const reviewer = 'sz.data.reviewer'
const auditor = 'sz.audit.auditor'
const admin = 'sz.data.admin'
const parkHead = 'ps.park.head'
const operator = 'sz.cloud.operator'
/** Everybody who has a place below; null is the public. */
export const visitors = [
  null,
  market,
  parkHead,
  demander,
  marketHead,
  reviewer,
  auditor,
  admin,
  operator,
] as const

/** What stands open in the city when the story is over: nothing. So that lists and forms are seen filled, one of each is begun. */
export interface Begun {
  /** awaits the provider's answer, and a longer period was asked for */
  readonly line: string
  readonly submission: string
  /** awaits the parks' answer */
  readonly correction: string
  readonly review: string
}

/** An application to the market bureau, a correction to the parks and a changed entry for review. */
export async function beginMatters(city: Clients): Promise<Begun> {
  const resource = await registerOf(city)
  const { id, lines } = await fileApplication(city, 'ps.hr', {
    purpose: '一次性扩岗补助核验',
    lines: [{ resource, fields: ['uscc', 'name', 'mobile', 'division'] }],
  })
  const line = lines[0]?.id ?? ''
  const answering = await city.clientFor(marketHead)
  await answering.post(`/api/share/lines/${line}/extension`, { days: 5, reason: '需要会同登记科核对信息项' })
  return { submission: id, line, correction: await report(city), review: await handIn(city) }
}

async function report(city: Clients): Promise<string> {
  const officer = await city.clientFor(demander)
  const { items } = await officer.get<Found>('/api/share/agreements?limit=100')
  const agreement = items.find(({ provider, state }) => provider === 'ps.park' && state === 'inForce')?.id
  const { rows } = await officer.get<{ rows: Record<string, unknown>[] }>(
    `/api/data/${agreement}/rows?limit=1`,
  )
  const { uscc, park: seen } = rows[0] ?? {}
  const asked = { agreement, key: String(uscc), field: 'park', seen: String(seen), reason: '与实地核查不符' }
  return (await officer.post<Item>('/api/share/corrections', asked)).id
}

async function handIn(city: Clients): Promise<string> {
  const officer = await city.clientFor(market)
  const id = await registerOf(city)
  const kept = await officer.get<Record<string, unknown>>(`/api/catalog/resources/${id}`)
  const { id: _, state, publishedOn, revision, stamp, ...entry } = kept
  await officer.put(`/api/catalog/resources/${id}`, { ...entry, abstract: `${entry.abstract}每日更新。` })
  return (await officer.post<Item>(`/api/catalog/resources/${id}/submission`)).id
}

async function registerOf(city: Clients): Promise<string> {
  return publishedOf(await city.clientFor(market), 'sz.market')
}

/** An example of every route: its pattern, who has business there, and the address with ids of this city. */
export async function findPlaces(city: Clients, begun: Begun): Promise<Place[]> {
  const register = await registerOf(city)
  const first = async (as: string, path: string) =>
    (await (await city.clientFor(as)).get<Found>(path)).items[0]?.id
  const delivery = await first(market, `/api/collect/deliveries?resource=${register}`)
  const matter = await first(market, '/api/cases?limit=1')
  const mine = await (await city.clientFor(demander)).get<Found>('/api/share/my-data')
  const agreement = mine.items[0]?.agreement
  const made = await first(marketHead, '/api/share/agreements?limit=1')
  const entry = await first(auditor, '/api/ledger/entries?limit=1')
  const { items: opened } = await (await city.clientFor(park)).get<{
    items: { id: string; name: { zh: string } }[]
  }>('/api/open/resources')
  const open = opened.find(({ name }) => name.zh === tenants.name.zh)?.id
  const at = (as: string | null, paths: Record<string, string>): Place[] =>
    Object.entries(paths).map(([pattern, path]) => ({ pattern, as, path: path || pattern }))
  const resource = `/provider/resources/${register}`
  return [
    ...at(null, {
      '/sign-in': '',
      '/open': '',
      '/open/verify': '',
      '/open/resources/$id': `/open/resources/${open}`,
      'no public page': '/open/nowhere',
    }),
    ...at(market, {
      '/': '',
      '/cases': '',
      '/cases/$id': `/cases/${matter}`,
      'no page': '/no/such/page',
      '/provider': '',
      '/provider/new': '',
      '/provider/resources/$id': resource,
      '/provider/resources/$id/deliveries': `${resource}/deliveries`,
      '/provider/deliveries/$id': `/provider/deliveries/${delivery}`,
      '/provider/resources/$id/columns': `${resource}/columns`,
      '/provider/resources/$id/versions/$n': `${resource}/versions/1`,
      '/provider/resources/$id/versions/$n/rejects': `${resource}/versions/1/rejects`,
      '/provider/resources/$id/versions/$n/profile': `${resource}/versions/1/profile`,
      '/provider/resources/$id/versions/$n/changes': `${resource}/versions/2/changes`,
      '/provider/resources/$id/entry': `${resource}/entry`,
      '/provider/resources/$id/reads': `${resource}/reads`,
      '/account': '',
    }),
    ...at(parkHead, {
      '/provider/resources/$id/opening': `/provider/resources/${open}/opening`,
      '/corrections': '',
      '/corrections/$id': `/corrections/${begun.correction}`,
    }),
    ...at(demander, {
      '/demand/catalogue': '',
      '/demand/catalogue/$id': `/demand/catalogue/${register}`,
      '/demand/application': '',
      '/demand/submissions': '',
      '/demand/submissions/$id': `/demand/submissions/${begun.submission}?line=${begun.line}`,
      '/demand/agreements': '',
      '/demand/agreements/$id': `/demand/agreements/${agreement}`,
      '/demand/data': '',
      '/demand/data/$id': `/demand/data/${agreement}`,
    }),
    ...at(marketHead, {
      '/decide/lines': '/decide/lines?grouped=true',
      '/decide/lines/$id': `/decide/lines/${begun.line}?act=counter`,
      '/decide/lines/$id/letter': `/decide/lines/${begun.line}/letter`,
      '/decide/agreements': '',
      '/decide/agreements/$id': `/decide/agreements/${made}`,
    }),
    ...at(reviewer, {
      '/decide/reviews': '',
      '/decide/reviews/$id': `/decide/reviews/${begun.review}`,
      '/decide/extensions': '',
      '/decide/territory': '',
    }),
    ...at(auditor, {
      '/audit/entries': '',
      '/audit/entries/$id': `/audit/entries/${entry}`,
      '/audit/reads': '',
      '/audit/proofs': '',
      '/audit/agreements': '',
      '/audit/agreements/$id': `/audit/agreements/${made}`,
    }),
    ...at(admin, {
      '/admin/orgs': '',
      '/admin/orgs/$id': '/admin/orgs/sz.market',
      '/admin/orgs/$id/persons/$person': `/admin/orgs/sz.market/persons/${marketHead}`,
      '/admin/roles': '',
      '/admin/stewards': `/admin/stewards?resource=${register}`,
      '/admin/clients': '',
      '/admin/duties': '',
      '/admin/rules': '',
    }),
    ...at(operator, { '/admin/operation': '' }),
  ]
}
