import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'

/** Who is signed in. Under the console's parent route only. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Whether the server would let this person do it at all; it decides again when it is done. */
export function useMay(): (action: string) => boolean {
  const { permissions } = useMe()
  return (action) => permissions.includes(action)
}
