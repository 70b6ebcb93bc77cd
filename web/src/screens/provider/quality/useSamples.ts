import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { versionsQuery } from '../../../api/queries.ts'
import { profileQuery } from '../queries.ts'

/** The commonest values of each column of the latest version, by item and by column name; personal ones are masked. */
export function useSamples(resource: string): ReadonlyMap<string, readonly string[]> {
  const { data: versions } = useQuery(versionsQuery(resource))
  const latest = versions?.items[0]
  const { data: profile } = useQuery({
    ...profileQuery(resource, String(latest?.n ?? '')),
    enabled: latest !== undefined,
    retry: false,
  })
  return useMemo(
    () =>
      new Map(
        profile?.columns.flatMap(({ column, item, top }) => {
          // Masked values may coincide.
          const values = [...new Set(top.flatMap(({ value }) => value ?? []))]
          return item === null
            ? [[column, values] as const]
            : [[column, values] as const, [item, values] as const]
        }),
      ),
    [profile],
  )
}
