import { useQueries } from '@tanstack/react-query'
import { orgQuery } from '../../../api/queries.ts'
import { useLanguage } from '../../../parts/text.tsx'

/** Names of organisations as plain text, where markup cannot stand; an id until its name is there. */
export function useOrgNames(ids: readonly string[]): (id: string) => string {
  const language = useLanguage()
  const found = useQueries({ queries: ids.map((id) => orgQuery(id)) })
  return (id) => found[ids.indexOf(id)]?.data?.name[language] ?? id
}
