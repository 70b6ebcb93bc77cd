import createClient from 'openapi-fetch'
import { useEffect, useState } from 'react'
import type { paths } from '../../../contract/client.gen.ts'
import { type Problem, readProblem } from '../api/problem.ts'

/** The public part of the API, read without a session. */
export const openApi = createClient<paths>({ baseUrl: '/', credentials: 'omit' })

/** What a page asked for: the last answer stays while the next one is read. */
export type Read<T> =
  | { state: 'reading'; value?: T }
  | { state: 'failed'; problem: Problem; again(): void }
  | { state: 'read'; value: T }

type Answer<T> = { data?: T | undefined; error?: unknown; response: Response }

/** Reads anew whenever `key` changes, and again on demand. */
export function useRead<T>(read: () => Promise<Answer<T>>, key: string): Read<T> {
  const [found, setFound] = useState<Read<T>>({ state: 'reading' })
  const [turn, setTurn] = useState(0)
  const again = () => setTurn((it) => it + 1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is read, the turn for asking again
  useEffect(() => {
    let gone = false
    setFound((before) =>
      before.state === 'failed' || before.value === undefined
        ? { state: 'reading' }
        : { state: 'reading', value: before.value },
    )
    tell(read).then((told) => {
      if (!gone) setFound('problem' in told ? { state: 'failed', problem: told.problem, again } : told)
    })
    return () => {
      gone = true
    }
  }, [key, turn])
  return found
}

async function tell<T>(
  read: () => Promise<Answer<T>>,
): Promise<{ state: 'read'; value: T } | { problem: Problem }> {
  try {
    const { data, error, response } = await read()
    if (response.ok && data !== undefined) return { state: 'read', value: data }
    return { problem: readProblem(error, response.status) }
  } catch {
    return { problem: readProblem(undefined, 0) }
  }
}
