import { until } from '../../city/story/people.ts'
import { type Client, clientOf } from '../../cli/client.ts'
import type { City } from './city.ts'

/** One line of an application, as far as tests ask for it. */
export interface Line {
  readonly id: string
  readonly resource: string
  readonly provider: string
  readonly agreement: string | null
  readonly case: { readonly id: string; readonly state: string } | null
}

export interface Submission {
  readonly id: string
  readonly lines: readonly Line[]
}

/** What an application says of itself, but for its term, and what it asks for, resource by resource. */
interface Wanted {
  readonly purpose: string
  readonly basis?: string
  readonly scenario?: string
  readonly scope?: string
  readonly lines: readonly { readonly resource: string; readonly fields: readonly string[] }[]
}

const usual = {
  basis: '申报通知（演示用，以正式文件为准）',
  scenario: '受理申报时核验登记状态，不再要求企业提交证明',
  scope: '经办岗位 6 人，仅限辖区企业',
}

/** Drafted by the officer of a department, from today to the middle of next year; approved by the head of the same. */
export async function fileApplication(
  { clientFor }: Pick<City, 'clientFor'>,
  org: string,
  { lines, ...said }: Wanted,
): Promise<Submission> {
  const officer = await clientFor(`${org}.officer`)
  const today = await todayOf(officer)
  const { id } = await officer.post<Submission>('/api/share/submissions', {
    ...{ ...usual, ...said, period: { from: today, until: nextYearOn('06-30', today) } },
    lines: lines.map((line) => ({ ...line, modes: ['api', 'file'] })),
  })
  return (await clientFor(`${org}.head`)).post<Submission>(`/api/share/submissions/${id}/approval`)
}

/** The city's day, 'YYYY-MM-DD'. */
export async function todayOf(client: Client): Promise<string> {
  return (await client.get<{ today: string }>('/api/health')).today
}

/** A day ('MM-DD') of the year after a day. */
export function nextYearOn(day: string, today: string): string {
  return `${Number(today.slice(0, 4)) + 1}-${day}`
}

/** The first entry of a department that is published. */
export async function publishedOf(client: Client, department: string): Promise<string> {
  const { items } = await client.get<{ items: { id: string; state: string }[] }>(
    `/api/catalog/search?department=${department}&limit=100`,
  )
  return items.find(({ state }) => state === 'published')?.id ?? ''
}

/** Waits until the provider's part of a line is done; gives its agreement. */
export async function agreementOn(client: Client, line: string): Promise<string> {
  return until('delivery', async () => {
    const found = await client.get<Line>(`/api/share/lines/${line}`)
    return found.case?.state === 'delivered' ? (found.agreement ?? undefined) : undefined
  })
}

/** The ledger's key, for whoever checks a proof: here the test is the other way by which an auditor gets it. */
export async function ledgerKeyAt(url: string): Promise<string> {
  const { keys } = await clientOf(url).get<{ keys: { verifier: string }[] }>('/api/ledger/keys')
  return keys[0]?.verifier ?? ''
}
