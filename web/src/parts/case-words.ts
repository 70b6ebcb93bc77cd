import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Case } from '../api/types.ts'

interface CaseWords {
  kind(kind: string): string
  state(item: Pick<Case, 'kind' | 'state'>): string
  move(kind: string, move: string): string
}

/** Names of kinds, states and moves in the reader's language; a kind unknown here keeps its id. */
export function useCaseWords(): CaseWords {
  useTranslation('cases')
  const word = (group: 'kind' | 'state' | 'move', id: string, raw: string) => {
    const found: unknown = i18next.getResource(i18next.language, 'cases', `${group}.${id}`)
    return typeof found === 'string' ? found : raw
  }
  return {
    kind: (kind) => word('kind', kind.replace('.', '-'), kind),
    state: ({ kind, state }) => word('state', `${kind.replace('.', '-')}-${state}`, state),
    move: (kind, move) => word('move', `${kind.replace('.', '-')}-${move}`, move),
  }
}
