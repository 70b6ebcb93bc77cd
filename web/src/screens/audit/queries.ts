import { queryOptions } from '@tanstack/react-query'
import { api, given, told } from '../../api/client.ts'
import type { ItemOf, LedgerEntry, Reply } from '../../api/types.ts'

export type Inclusion = Reply<'/api/ledger/inclusion/{id}', 'get'>
export type OrgForms = Reply<'/api/parties/orgs/{id}', 'get'>
export type OrgBranch = Reply<'/api/parties/orgs/{id}/children', 'get'>['items'][number]
export type RosterPerson = ItemOf<'/api/parties/persons'>
export type GrantRecord = Reply<'/api/parties/persons/{id}/grants', 'get'>['items'][number]
export type RoleCard = Reply<'/api/policy/roles', 'get'>['items'][number]
export type Steward = Reply<'/api/parties/stewards', 'get'>['items'][number]
export type Duty = ItemOf<'/api/duties'>
export type Pack = Reply<'/api/rules/packs', 'get'>['items'][number]
export type Family = RosterPerson['roles'][number]['family']
export type Level = OrgBranch['level']

export const families: readonly Family[] = ['manage', 'operate', 'audit']
export const levels: readonly Level[] = ['nation', 'province', 'city', 'county', 'town', 'village']

const minuteMs = 60_000
const ofId = (id: string) => ({ params: { path: { id } } })

export interface EntryFilter {
  readonly kind?: string | undefined
  readonly kindPrefix?: string | undefined
  readonly subject?: string | undefined
  readonly actor?: string | undefined
  readonly party?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly order?: 'oldest' | 'newest' | undefined
}

/** One page of entries; newest first unless asked otherwise. */
export function loadEntries(filter: EntryFilter, page: { cursor?: string; limit: number }) {
  const query = given({ order: 'newest' as const, ...given(filter), ...page })
  return told(api.GET('/api/ledger/entries', { params: { query } }))
}

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['ledger', 'entry', id],
    queryFn: (): Promise<LedgerEntry> => told(api.GET('/api/ledger/entries/{id}', ofId(id))),
  })

export const keysQuery = queryOptions({
  queryKey: ['ledger', 'keys'],
  staleTime: 5 * minuteMs,
  queryFn: () => told(api.GET('/api/ledger/keys')),
})

/** The newest signed checkpoint, word for word. */
export const checkpointQuery = queryOptions({
  queryKey: ['ledger', 'checkpoint'],
  refetchInterval: 15_000,
  queryFn: async () => String(await told(api.GET('/ledger/checkpoint', { parseAs: 'text' }))),
})

export const formsQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'forms', id],
    queryFn: () => told(api.GET('/api/parties/orgs/{id}', ofId(id))),
  })

export const branchesQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'branches', id],
    queryFn: async () => (await told(api.GET('/api/parties/orgs/{id}/children', ofId(id)))).items,
  })

/** The organisations above which there is none. */
export const rootsQuery = queryOptions({
  queryKey: ['parties', 'roots'],
  queryFn: async () => {
    const { items } = await told(
      api.GET('/api/parties/orgs', { params: { query: { level: 'nation', limit: 200 } } }),
    )
    return items.filter(({ parent }) => parent === null)
  },
})

/** Somebody in the roster of their organisation; the roster is walked until they are found. */
export const personQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['parties', 'person', org, id],
    queryFn: async (): Promise<RosterPerson | null> => {
      let cursor: string | undefined
      do {
        const query = given({ org, limit: 200, cursor }) as { org: string }
        const page = await told(api.GET('/api/parties/persons', { params: { query } }))
        const found = page.items.find((person) => person.id === id)
        if (found) return found
        cursor = page.next
      } while (cursor !== undefined)
      return null
    },
  })

export const grantsQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'grants', id],
    queryFn: async () => (await told(api.GET('/api/parties/persons/{id}/grants', ofId(id)))).items,
  })

export const postingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'postings', id],
    queryFn: async () => (await told(api.GET('/api/parties/persons/{id}/postings', ofId(id)))).items,
  })

export const rolesQuery = queryOptions({
  queryKey: ['policy', 'roles'],
  staleTime: 60 * minuteMs,
  queryFn: async () => (await told(api.GET('/api/policy/roles'))).items,
})

export const stewardsQuery = (resource: string) =>
  queryOptions({
    queryKey: ['parties', 'stewards', resource],
    queryFn: async () =>
      (await told(api.GET('/api/parties/stewards', { params: { query: { resource } } }))).items,
  })

export const packsQuery = queryOptions({
  queryKey: ['rules', 'packs'],
  staleTime: 10 * minuteMs,
  queryFn: () => told(api.GET('/api/rules/packs')),
})

export const healthQuery = queryOptions({
  queryKey: ['rules', 'health'],
  queryFn: () => told(api.GET('/api/health')),
})

export const operationSeconds = 3

export const jobsQuery = queryOptions({
  queryKey: ['operate', 'jobs'],
  refetchInterval: operationSeconds * 1000,
  queryFn: async () => (await told(api.GET('/api/operate/jobs'))).items,
})

export const storageQuery = queryOptions({
  queryKey: ['operate', 'storage'],
  refetchInterval: operationSeconds * 1000,
  queryFn: () => told(api.GET('/api/operate/storage')),
})
