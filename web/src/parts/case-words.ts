import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Case } from '../api/types.ts'
import { useLanguage } from './text.tsx'

type Matter = Pick<Case, 'kind' | 'state' | 'kindTitle' | 'stateTitle'>

interface CaseWords {
  /** of a matter, or of a kind by its id */
  kind(kind: string | Matter): string
  state(item: Matter): string
  move(kind: string, move: string): string
}

/**
 * Names of kinds, states and moves in the reader's language: the server's where it sends them with the matter,
 * else ours; a kind unknown here keeps its id.
 */
export function useCaseWords(): CaseWords {
  useTranslation('cases')
  const language = useLanguage()
  const word = (group: 'kind' | 'state' | 'move', id: string, raw: string) => {
    const found: unknown = i18next.getResource(i18next.language, 'cases', `${group}.${id}`)
    return typeof found === 'string' ? found : raw
  }
  return {
    kind: (it) => {
      const [kind, title] = typeof it === 'string' ? [it, undefined] : [it.kind, it.kindTitle]
      return title?.[language] || word('kind', kind.replace('.', '-'), kind)
    },
    state: ({ kind, state, stateTitle }) =>
      stateTitle?.[language] || word('state', `${kind.replace('.', '-')}-${state}`, state),
    move: (kind, move) => word('move', `${kind.replace('.', '-')}-${move}`, move),
  }
}
