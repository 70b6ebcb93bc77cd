import { useQueryClient } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import { caseQuery } from '../api/queries.ts'
import type { CaseDesk } from '../api/types.ts'
import { Confirm } from './actions.tsx'
import { useLanguage } from './text.tsx'

/** Makes a move of a matter; what its room and the matters say is then read anew. */
export function useMoveCase(id: string, room = 'cases'): (move: string, reason: string) => Promise<void> {
  const client = useQueryClient()
  return async (move, reason) => {
    const body = { move, ...(reason !== '' && { reason }) }
    const moved = await told(api.POST('/api/cases/{id}/moves', { params: { path: { id } }, body }))
    client.setQueryData(caseQuery(id).queryKey, moved)
    await Promise.all(['cases', room].map((it) => client.invalidateQueries({ queryKey: [it] })))
  }
}

/** The reader's moves that need no form of their own. */
export function CaseMoves({ item }: { item: CaseDesk }) {
  const language = useLanguage()
  const make = useMoveCase(item.id)
  return item.choices
    .filter(({ yours, generic }) => yours && generic)
    .map(({ move, title, reason }) => (
      <Confirm key={move} label={title[language]} reason={reason} act={(why) => make(move, why)} />
    ))
}
