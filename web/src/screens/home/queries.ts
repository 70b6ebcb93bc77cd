import { queryOptions } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { ItemOf, Reply } from '../../api/types.ts'

export type Matter = ItemOf<'/api/cases'>
export type Job = Reply<'/api/operate/jobs', 'get'>['items'][number]

const shown = 100
const jobsSeconds = 10

/** Open matters whose turn is an organisation's, least time left first. */
export const waitingQuery = (org: string) =>
  queryOptions({
    queryKey: ['cases', 'waiting', org],
    queryFn: () =>
      told(api.GET('/api/cases', { params: { query: { ended: false, waitingFor: org, limit: shown } } })),
  })

/** Open matters the reader may see, least time left first. */
export const openQuery = queryOptions({
  queryKey: ['cases', 'open'],
  queryFn: () => told(api.GET('/api/cases', { params: { query: { ended: false, limit: shown } } })),
})

/** What was refused last, newest first. */
export const denialsQuery = queryOptions({
  queryKey: ['ledger', 'denials'],
  queryFn: () =>
    told(
      api.GET('/api/ledger/entries', {
        params: { query: { kind: 'policy.denied', order: 'newest', limit: 20 } },
      }),
    ),
})

export const jobsQuery = queryOptions({
  queryKey: ['operate', 'jobs-home'],
  refetchInterval: jobsSeconds * 1000,
  queryFn: async () => (await told(api.GET('/api/operate/jobs'))).items,
})
