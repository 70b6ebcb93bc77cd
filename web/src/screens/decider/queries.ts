import { queryOptions } from '@tanstack/react-query'
import { api, given, told } from '../../api/client.ts'
import { queryClient } from '../../api/queries.ts'
import type { Body, Case, ItemOf, Line, Reply } from '../../api/types.ts'
import type { Page } from '../../parts/export.ts'
import { isWaiting } from './acts.ts'

export type Correction = ItemOf<'/api/share/corrections'>
export type Decision = Body<'/api/share/lines/{id}/decision', 'post'>
export type Terms = Pick<Extract<Decision, { decision: 'counter' }>, 'fields' | 'rows' | 'modes' | 'until'>
export type RowFilter = NonNullable<Line['rows']>
export type Shown = Reply<'/api/share/lines/{id}/preview', 'post'>
export type ScoreLine = Reply<'/api/cases/scorecard', 'get'>['items'][number]
export type Rule = Reply<'/api/rules/packs', 'get'>['items'][number]['rules'][number]

const always = { staleTime: Number.POSITIVE_INFINITY } as const

/** The law in force, by rule. */
export const rulesQuery = queryOptions({
  queryKey: ['rules', 'packs'],
  ...always,
  queryFn: async () => {
    const { items } = await told(api.GET('/api/rules/packs'))
    return new Map(items.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)))
  },
})

export const todayQuery = queryOptions({
  queryKey: ['health', 'today'],
  queryFn: async () => (await told(api.GET('/api/health'))).today,
})

export const scorecardQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['cases', 'scorecard', from, to],
    queryFn: () => told(api.GET('/api/cases/scorecard', { params: { query: { from, to } } })),
  })

export const elementsQuery = queryOptions({
  queryKey: ['standards', 'elements'],
  ...always,
  queryFn: async () => {
    const { items } = await told(api.GET('/api/standards/elements'))
    return new Map(items.map((element) => [element.id, element]))
  },
})

export const lineQuery = (id: string) =>
  queryOptions({
    queryKey: ['share', 'line', id],
    queryFn: () => told(api.GET('/api/share/lines/{id}', { params: { path: { id } } })),
  })

export const submissionQuery = (id: string) =>
  queryOptions({
    queryKey: ['share', 'submission', id],
    queryFn: () => told(api.GET('/api/share/submissions/{id}', { params: { path: { id } } })),
  })

export const agreementQuery = (id: string) =>
  queryOptions({
    queryKey: ['share', 'agreement', id],
    queryFn: () => told(api.GET('/api/share/agreements/{id}', { params: { path: { id } } })),
  })

export const gateQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'gate', id],
    queryFn: () => told(api.GET('/api/catalog/resources/{id}/gate', { params: { path: { id } } })),
  })

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'history', id],
    queryFn: () => told(api.GET('/api/catalog/resources/{id}/history', { params: { path: { id } } })),
  })

/** Lines by id: the newest come in one answer, older ones one by one. */
async function readLines(ids: readonly string[]): Promise<Map<string, Line>> {
  const { items } = await told(api.GET('/api/share/lines', { params: { query: { limit: 200 } } }))
  const found = new Map(items.map((line) => [line.id, line]))
  const rest = ids.filter((id) => !found.has(id))
  const read = rest.map((id) => told(api.GET('/api/share/lines/{id}', { params: { path: { id } } })))
  for (const line of await Promise.all(read)) found.set(line.id, line)
  for (const line of found.values()) queryClient.setQueryData(lineQuery(line.id).queryKey, line)
  return found
}

interface PageAsked {
  cursor?: string
  limit: number
}
type CaseQuery = NonNullable<Parameters<typeof readCases>[0]>

function readCases(query: {
  kind?: string | undefined
  handler?: string | undefined
  competent?: string | undefined
  ended?: boolean | undefined
  overdue?: boolean | undefined
  cursor?: string | undefined
  limit?: number | undefined
}) {
  return told(api.GET('/api/cases', { params: { query: given(query) } }))
}

/** Lines whose case matches, least time left first as the server sorts cases. */
export async function readBundle(filter: CaseQuery, page: PageAsked): Promise<Page<Line>> {
  const cases = await readCases({ kind: 'share.answer', ...filter, ...page })
  const lines = await readLines(cases.items.map(({ subject }) => subject))
  const items = cases.items.flatMap((item) => {
    const line = lines.get(item.subject)
    return line ? [{ ...line, case: item }] : []
  })
  return { items, next: cases.next }
}

/** The lines of one submission that the own office answers, least time left first. */
export async function readSubmissionLines(submission: string, page: PageAsked): Promise<Page<Line>> {
  const { items, next } = await told(
    api.GET('/api/share/lines', { params: { query: { submission, ...page } } }),
  )
  return { items: [...items].sort((a, b) => dueOf(a.case).localeCompare(dueOf(b.case))), next }
}

/** The line most pressing for the office, besides those just answered. */
export const nextLineQuery = (handler: string, answered: readonly string[]) =>
  queryOptions({
    queryKey: ['share', 'next', handler, answered],
    queryFn: async () => {
      const { items } = await readBundle({ handler, ended: false }, { limit: 50 })
      return items.find((line) => isWaiting(line) && !answered.includes(line.id)) ?? null
    },
  })

/** Correction requests whose case matches, least time left first. */
export async function readCorrections(filter: CaseQuery, page: PageAsked): Promise<Page<Correction>> {
  const cases = await readCases({ kind: 'share.correction', ...filter, ...page })
  const items = await Promise.all(
    cases.items.map(({ subject: id }) =>
      told(api.GET('/api/share/corrections/{id}', { params: { path: { id } } })),
    ),
  )
  return { items, next: cases.next }
}

export function dueOf(item: Case | null): string {
  return item?.clock?.dueOn ?? '9999'
}
