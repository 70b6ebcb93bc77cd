import { queryOptions } from '@tanstack/react-query'
import { api, given, told } from '../../api/client.ts'
import { queryClient } from '../../api/queries.ts'
import type { ItemOf, Reply } from '../../api/types.ts'

/*
 * A key begins with the room whose news makes it stale: a submission and a correction change with their
 * cases (`cases.moved`), an agreement with its plan (`policy.changed`), data with what is served.
 */

export type MyDataItem = ItemOf<'/api/share/my-data'>
export type Correction = ItemOf<'/api/share/corrections'>
export type Served = Reply<'/api/data/{agreement}', 'get'>
export type Batch = Reply<'/api/data/{agreement}/batches/{batch}', 'get'>
export type CatalogueFilter = {
  readonly quality?: 'high' | 'middle' | 'low' | 'none' | undefined
  readonly q?: string | undefined
  readonly department?: string | undefined
  readonly level?: 'nation' | 'province' | 'city' | 'county' | 'town' | 'village' | undefined
  readonly attribute?: 'unconditional' | 'conditional' | 'withheld' | undefined
  readonly grade?: 'general-1' | 'general-2' | 'general-3' | 'general-4' | 'important' | 'core' | undefined
  readonly cycle?:
    | 'realtime'
    | 'daily'
    | 'weekly'
    | 'monthly'
    | 'quarterly'
    | 'yearly'
    | 'irregular'
    | undefined
}

/** Rows read are recorded as read: they are not read again by themselves, whatever happens around. */
export const rowsKey = 'rows'
queryClient.setQueryDefaults([rowsKey], {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
})

export const facetsQuery = (filter: CatalogueFilter) =>
  queryOptions({
    queryKey: ['catalog', 'facets', filter],
    queryFn: () =>
      told(api.GET('/api/catalog/search', { params: { query: { ...given(filter), limit: 1 } } })),
  })

export const scoresQuery = (resource: string) =>
  queryOptions({
    queryKey: ['quality', 'scores', resource],
    queryFn: () => told(api.GET('/api/quality/{resource}', { params: { path: { resource } } })),
  })

export const servedQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['serve', 'served', agreement],
    queryFn: () => told(api.GET('/api/data/{agreement}', { params: { path: { agreement } } })),
  })

export const servedVersionsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['serve', 'versions', agreement],
    queryFn: () => told(api.GET('/api/data/{agreement}/versions', { params: { path: { agreement } } })),
  })

const batchWaitMs = 1_000

export const batchQuery = (agreement: string, batch: string) =>
  queryOptions({
    queryKey: ['serve', 'batch', agreement, batch],
    queryFn: () =>
      told(api.GET('/api/data/{agreement}/batches/{batch}', { params: { path: { agreement, batch } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? batchWaitMs : false),
  })

export type Row = Readonly<Record<string, string | number | boolean | null>>

/** One page of agreed rows; `receipt` of the read stands in the ledger. */
export async function readRows(
  agreement: string,
  query: { version?: number | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: readonly Row[]; next?: string }> {
  const answer = await told(
    api.GET('/api/data/{agreement}/rows', { params: { path: { agreement }, query: given(query) } }),
  )
  const { rows, next } = answer as { rows: readonly Row[]; next?: string }
  return { items: rows, ...(next !== undefined && { next }) }
}

/** The row of a key, as served newest. */
export async function readRow(agreement: string, key: string): Promise<Row> {
  return (await told(
    api.GET('/api/data/{agreement}/rows/{key}', { params: { path: { agreement, key } } }),
  )) as Row
}
