import { keepPreviousData, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { api, given, told } from './client.ts'
import { isSignedOut, ProblemError } from './problem.ts'

const minuteMs = 60_000

/** Called when the session has ended under the reader's hands. */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

/** What the server said, kept while it is fresh; refusals are never asked twice. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // Asked before anybody signed in, `me` is refused too; that the session ended it says only of one who was there.
      if (isSignedOut(error) && (query.queryKey[0] !== 'me' || query.state.data !== undefined)) onSignedOut()
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: minuteMs / 2,
      retry: (count, error) =>
        count < 2 && (!(error instanceof ProblemError) || [0, 503].includes(error.problem.status)),
    },
    mutations: { retry: false },
  },
})

/*
 * Query keys start with the room's name (`cases`, `share`, `catalog`, `collect`, …): an event of the
 * topic `cases.moved` makes everything under `cases` stale (api/live.ts).
 */

export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * minuteMs,
  queryFn: () => told(api.GET('/api/parties/me')),
})

export const orgQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'org', id],
    staleTime: 60 * minuteMs,
    queryFn: () => told(api.GET('/api/parties/orgs/{id}', { params: { path: { id } } })),
  })

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: () => told(api.GET('/api/cases/{id}', { params: { path: { id } } })),
  })

export interface CaseFilter {
  handler?: string | undefined
  opener?: string | undefined
  competent?: string | undefined
  waitingFor?: string | undefined
  kind?: string | undefined
  subject?: string | undefined
  ended?: boolean | undefined
  overdue?: boolean | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

export const casesQuery = (filter: CaseFilter) =>
  queryOptions({
    queryKey: ['cases', 'list', filter],
    queryFn: () => told(api.GET('/api/cases', { params: { query: given(filter) } })),
  })

/** Which kinds of matters a list holds, with their numbers. */
export const kindsQuery = (filter: Omit<CaseFilter, 'kind' | 'cursor' | 'limit'>) =>
  queryOptions({
    queryKey: ['cases', 'kinds', filter],
    queryFn: () => told(api.GET('/api/cases/kinds', { params: { query: given(filter) } })),
    placeholderData: keepPreviousData,
  })

export const submissionsQuery = (filter: { cursor?: string; limit?: number } = {}) =>
  queryOptions({
    queryKey: ['share', 'submissions', filter],
    queryFn: () => told(api.GET('/api/share/submissions', { params: { query: given(filter) } })),
  })

export const resourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'resource', id],
    queryFn: () => told(api.GET('/api/catalog/resources/{id}', { params: { path: { id } } })),
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalog', 'versions', id],
    queryFn: () => told(api.GET('/api/catalog/resources/{id}/versions', { params: { path: { id } } })),
  })

export const ownResourcesQuery = (department: string) =>
  queryOptions({
    queryKey: ['catalog', 'own', department],
    queryFn: () => told(api.GET('/api/catalog/search', { params: { query: { department, limit: 50 } } })),
  })

/** The law in force, by rule. */
export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  staleTime: 60 * minuteMs,
  queryFn: async () => {
    const { items } = await told(api.GET('/api/rules/packs'))
    return new Map(items.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)))
  },
})

export const elementsQuery = queryOptions({
  queryKey: ['standards', 'elements'],
  staleTime: 60 * minuteMs,
  queryFn: async () => (await told(api.GET('/api/standards/elements'))).items,
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

export const correctionQuery = (id: string) =>
  queryOptions({
    queryKey: ['share', 'correction', id],
    queryFn: () => told(api.GET('/api/share/corrections/{id}', { params: { path: { id } } })),
  })
