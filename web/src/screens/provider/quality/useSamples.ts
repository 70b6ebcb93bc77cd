import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { versionsQuery } from '../../../api/queries.ts'
import { profileQuery } from '../queries.ts'

interface Samples {
  /** by item and by column name; none for a column that is not drawn yet */
  readonly of: ReadonlyMap<string, readonly string[]>
  /** whether more of them are coming */
  readonly coming: boolean
}

/** The commonest values of each column of the latest version; personal ones are masked. Nobody need wait for them. */
export function useSamples(resource: string): Samples {
  const { data: versions } = useQuery(versionsQuery(resource))
  const latest = versions?.items[0]
  const { data: profile, isPending } = useQuery({
    ...profileQuery(resource, String(latest?.n ?? '')),
    enabled: latest !== undefined,
    retry: false,
  })
  const coming = latest !== undefined && (profile ? profile.waiting.length > 0 : isPending)
  const of = useMemo(
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
  return { of, coming }
}
