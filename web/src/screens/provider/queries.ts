import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, given, told } from '../../api/client.ts'
import type { ItemOf, Reply } from '../../api/types.ts'

export type Delivery = Reply<'/api/collect/deliveries/{id}', 'get'>
export type Plan = NonNullable<Reply<'/api/collect/deliveries/{id}/plan', 'get'>['plan']>
export type Source = Reply<'/api/collect/sources', 'get'>['items'][number]
export type Binding = Reply<'/api/standards/bindings/{resource}', 'get'>['items'][number]
export type Element = Reply<'/api/standards/elements', 'get'>['items'][number]
export type Gate = Reply<'/api/catalog/resources/{id}/gate', 'get'>
export type Revision = Reply<'/api/catalog/resources/{id}/history', 'get'>['items'][number]
export type Fault = Reply<'/api/quality/{resource}/{n}/faults', 'get'>['items'][number]
export type Pack = Reply<'/api/rules/packs', 'get'>['items'][number]

const hourMs = 3_600_000

const ofResource = (id: string) => ({ params: { path: { id } } })

export const bindingsQuery = (resource: string) =>
  queryOptions({
    queryKey: ['standards', 'bindings', resource],
    queryFn: async () =>
      (await told(api.GET('/api/standards/bindings/{resource}', { params: { path: { resource } } }))).items,
  })

export const deliveriesQuery = (resource: string) =>
  queryOptions({
    queryKey: ['collect', 'deliveries', resource],
    queryFn: async () =>
      (await told(api.GET('/api/collect/deliveries', { params: { query: { resource } } }))).items,
    // Whatever is still being read goes on without us.
    refetchInterval: (query) => (query.state.data?.some(({ endedAt }) => endedAt === null) ? 2_000 : false),
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['collect', 'delivery', id],
    queryFn: () => told(api.GET('/api/collect/deliveries/{id}', ofResource(id))),
  })

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['collect', 'plan', id],
    queryFn: async () => (await told(api.GET('/api/collect/deliveries/{id}/plan', ofResource(id)))).plan,
  })

export const sourcesQuery = (resource: string) =>
  queryOptions({
    queryKey: ['collect', 'sources', resource],
    queryFn: async () =>
      (await told(api.GET('/api/collect/sources', { params: { query: { resource } } }))).items,
  })

/** Scores version by version; new ones come with `catalog.version.checked`. */
export const scoresQuery = (resource: string) =>
  queryOptions({
    queryKey: ['catalog', 'scores', resource],
    queryFn: async () =>
      (await told(api.GET('/api/quality/{resource}', { params: { path: { resource } } }))).items,
  })

export const verdictQuery = (resource: string, n: string) =>
  queryOptions({
    queryKey: ['quality', 'verdict', resource, n],
    queryFn: () => told(api.GET('/api/quality/{resource}/{n}', { params: { path: { resource, n } } })),
  })

/** Open matters about the quality of what this organisation provides, by resource. */
export const faultCasesQuery = (handler: string) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'faults', handler],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/api/cases', {
          params: {
            query: given({ handler, kind: 'quality.fault', ended: false, limit: 200, cursor: pageParam }),
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  })

export type Profile = Reply<'/api/quality/{resource}/{n}/profile', 'get'>
export type Changes = Reply<'/api/quality/{resource}/{n}/changes', 'get'>
export type OpenPage = Reply<'/api/open/resources/{id}', 'get'>

/** The picture of the columns as far as it is drawn; asked again until it is whole. */
export const profileQuery = (resource: string, n: string) =>
  queryOptions({
    queryKey: ['catalog', 'profile', resource, n],
    staleTime: hourMs,
    queryFn: () =>
      told(
        api.GET('/api/quality/{resource}/{n}/profile', {
          params: { path: { resource, n }, query: { wait: 1 } },
        }),
      ),
    refetchInterval: (query) => (query.state.data?.waiting.length ? 500 : false),
  })

export const changesQuery = (resource: string, n: string, against: number | undefined) =>
  queryOptions({
    queryKey: ['quality', 'changes', resource, n, against],
    staleTime: hourMs,
    queryFn: () =>
      told(
        api.GET('/api/quality/{resource}/{n}/changes', {
          params: { path: { resource, n }, query: given({ against }) },
        }),
      ),
  })

export type ReadCount = ItemOf<'/api/serve/reads'>

const readsPage = 500
const mostReads = 5_000

/** Reads of a resource by agreement, channel and day, to the end or to five thousand (`isCut`). */
export const readsQuery = (
  resource: string,
  filter: { readonly from?: string; readonly until?: string; readonly agreement?: string },
) =>
  queryOptions({
    queryKey: ['serve', 'reads', resource, filter],
    queryFn: async () => {
      const items: ReadCount[] = []
      let cursor: string | undefined
      do {
        const query = { resource, limit: readsPage, ...filter, ...given({ cursor }) }
        const page = await told(api.GET('/api/serve/reads', { params: { query } }))
        items.push(...page.items)
        cursor = page.next
      } while (cursor !== undefined && items.length < mostReads)
      return { items, isCut: cursor !== undefined }
    },
  })
