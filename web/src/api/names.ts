import { queryOptions } from '@tanstack/react-query'
import { api, told } from './client.ts'
import { meQuery, queryClient } from './queries.ts'
import type { ItemOf } from './types.ts'

export type ActorName = ItemOf<'/api/parties/names'>

/** Who bears an id; `shared` where somebody else on the pages read so far bears the same name. */
export interface Bearer {
  readonly named: readonly ActorName[]
  readonly shared: boolean
}

const hourMs = 3_600_000
const gatherMs = 10
const atOnce = 100
const key = ['parties', 'name'] as const

/** The name of a person or a department's system: a page's names are asked for together, and kept. */
export const nameQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id],
    staleTime: hourMs,
    queryFn: async (): Promise<Bearer> => {
      waiting.add(id)
      answer ??= gather()
      return (await answer).get(id) ?? { named: [], shared: false }
    },
  })

const waiting = new Set<string>()
let answer: Promise<ReadonlyMap<string, Bearer>> | undefined

async function gather(): Promise<ReadonlyMap<string, Bearer>> {
  await new Promise((done) => setTimeout(done, gatherMs))
  // What is no id has no name: a failed sign-in is in the ledger with whatever was typed.
  const ids = [...waiting].filter((id) => id.length <= 64 && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(id))
  waiting.clear()
  answer = undefined
  const { permissions } = await queryClient.ensureQueryData(meQuery)
  // Asking without the permission would only leave denials in the ledger.
  if (!permissions.includes('parties.names')) return new Map()
  const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, n) =>
    ids.slice(n * atOnce, (n + 1) * atOnce),
  )
  const found = (await Promise.all(parts.map(ask))).flat()
  const known = queryClient.getQueriesData<Bearer>({ queryKey: key }).flatMap(([, bearer]) => bearer ?? [])
  const bearers = tellApart(
    known.flatMap(({ named }) => named),
    found,
  )
  for (const { named, shared } of known) {
    const bearer = bearers.get(named[0]?.id ?? '')
    if (bearer && bearer.shared !== shared) queryClient.setQueryData([...key, named[0]?.id], bearer)
  }
  return bearers
}

async function ask(ids: readonly string[]): Promise<readonly ActorName[]> {
  return (await told(api.GET('/api/parties/names', { params: { query: { ids: ids.join(',') } } }))).items
}

/** Those known and those just found by id; of one name several bear, each is told by the id as well. */
export function tellApart(
  known: readonly ActorName[],
  found: readonly ActorName[],
): ReadonlyMap<string, Bearer> {
  const ids = new Set(found.map(({ id }) => id))
  const all = [...known.filter(({ id }) => !ids.has(id)), ...found]
  const byName = Map.groupBy(all, ({ name }) => name)
  const isShared = ({ id, name }: ActorName) => byName.get(name)?.some((other) => other.id !== id) ?? false
  return new Map(
    [...Map.groupBy(all, ({ id }) => id)].map(([id, named]) => [id, { named, shared: named.some(isShared) }]),
  )
}
