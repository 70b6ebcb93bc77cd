import createClient from 'openapi-fetch'
import { useEffect, useState } from 'react'
import type { paths } from '../../../contract/client.gen.ts'

/** The public part of the API, read without a session. */
export const openApi = createClient<paths>({ baseUrl: '/', credentials: 'omit' })

export type Read<T> = { state: 'reading' } | { state: 'failed' } | { state: 'read'; value: T }

/** Reads once; `read` must not change between renders. */
export function useRead<T>(read: () => Promise<{ data?: T }>): Read<T> {
  const [found, setFound] = useState<Read<T>>({ state: 'reading' })
  useEffect(() => {
    let gone = false
    read().then(
      ({ data }) =>
        !gone && setFound(data === undefined ? { state: 'failed' } : { state: 'read', value: data }),
      () => !gone && setFound({ state: 'failed' }),
    )
    return () => {
      gone = true
    }
  }, [read])
  return found
}
