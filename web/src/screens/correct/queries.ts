import { api, given, told } from '../../api/client.ts'
import { correctionQuery, queryClient } from '../../api/queries.ts'
import type { ItemOf } from '../../api/types.ts'
import type { Page } from '../../parts/export.ts'

export type Correction = ItemOf<'/api/share/corrections'>

interface Filter {
  readonly handler?: string | undefined
  readonly opener?: string | undefined
  readonly ended?: boolean | undefined
  readonly overdue?: boolean | undefined
}

/** Correction requests whose matter fits, least time left first as the server sorts matters. */
export async function readCorrections(
  filter: Filter,
  page: { cursor?: string; limit: number },
): Promise<Page<Correction>> {
  const query = given({ kind: 'share.correction', ...filter, ...page })
  const [cases, newest] = await Promise.all([
    told(api.GET('/api/cases', { params: { query } })),
    told(api.GET('/api/share/corrections', { params: { query: { limit: 200 } } })),
  ])
  const known = new Map(newest.items.map((it) => [it.id, it]))
  // The newest come in one answer, older ones one by one.
  const items = await Promise.all(
    cases.items.map(async (item) => {
      const found = known.get(item.subject) ?? (await queryClient.fetchQuery(correctionQuery(item.subject)))
      return { ...found, case: item }
    }),
  )
  return { items, next: cases.next }
}
