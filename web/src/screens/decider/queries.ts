import { queryOptions } from '@tanstack/react-query'
import { api, given, told } from '../../api/client.ts'
import { queryClient, resourceQuery } from '../../api/queries.ts'
import type { Body, Case, Line, Reply } from '../../api/types.ts'
import type { Page } from '../../parts/export.ts'
import { isWaiting } from './acts.ts'

export type Decision = Body<'/api/share/lines/{id}/decision', 'post'>
export type Terms = Pick<Extract<Decision, { decision: 'counter' }>, 'fields' | 'rows' | 'modes' | 'until'>
export type RowFilter = NonNullable<Line['rows']>
export type Shown = Reply<'/api/share/lines/{id}/preview', 'post'>
export type ScoreLine = Reply<'/api/cases/scorecard', 'get'>['items'][number]
export type Rule = Reply<'/api/rules/packs', 'get'>['items'][number]['rules'][number]

export const todayQuery = queryOptions({
  queryKey: ['health', 'today'],
  queryFn: async () => (await told(api.GET('/api/health'))).today,
})

export const scorecardQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['cases', 'scorecard', from, to],
    queryFn: () => told(api.GET('/api/cases/scorecard', { params: { query: { from, to } } })),
  })

export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'revisions', id],
    queryFn: () => told(api.GET('/api/catalog/resources/{id}/revisions', { params: { path: { id } } })),
  })

export const revisionQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: ['catalog', 'revision', id, n],
    queryFn: () =>
      told(api.GET('/api/catalog/resources/{id}/revisions/{n}', { params: { path: { id, n: String(n) } } })),
  })

/**
 * The entry as it is published, also for its provider, who is otherwise shown the revision at work: what is asked
 * for and agreed to is what stands published, with its grades and the masks of its data elements.
 */
export const publishedQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'published', id],
    queryFn: async () => {
      const resource = await queryClient.fetchQuery(resourceQuery(id))
      if (resource.state === 'published') return resource
      const { items } = await queryClient.fetchQuery(revisionsQuery(id))
      const n = items.find(({ state }) => state === 'published')?.n
      if (n === undefined) return resource
      const { entry } = await queryClient.fetchQuery(revisionQuery(id, n))
      return { ...resource, ...entry, revision: n, state: 'published' as const }
    },
  })

export const lineQuery = (id: string) =>
  queryOptions({
    queryKey: ['share', 'line', id],
    queryFn: () => told(api.GET('/api/share/lines/{id}', { params: { path: { id } } })),
  })

export interface LineFilter {
  readonly role: 'provider' | 'competent'
  readonly state?: 'open' | 'ended' | undefined
  readonly extension?: NonNullable<Line['extension']>['state'] | undefined
  readonly order?: 'newest' | 'timeLeft' | undefined
  readonly submission?: string | undefined
}

/** Lines in which the office has this part; each is known afterwards by its id, too. */
export async function readLines(
  filter: LineFilter,
  page: { cursor?: string; limit: number },
): Promise<Page<Line>> {
  const found = await told(api.GET('/api/share/lines', { params: { query: given({ ...filter, ...page }) } }))
  for (const line of found.items) queryClient.setQueryData(lineQuery(line.id).queryKey, line)
  return found
}

/** The line most pressing for the office, besides those just answered. */
export const nextLineQuery = (answered: readonly string[]) =>
  queryOptions({
    queryKey: ['share', 'next', answered],
    queryFn: async () => {
      const filter = { role: 'provider', state: 'open', order: 'timeLeft' } as const
      const { items } = await readLines(filter, { limit: 50 })
      return items.find((line) => isWaiting(line) && !answered.includes(line.id)) ?? null
    },
  })

export function dueOf(item: Case | null): string {
  return item?.clock?.dueOn ?? '9999'
}
