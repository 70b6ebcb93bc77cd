import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from '../../../contract/client.gen.ts'
import { ProblemError, readProblem } from './problem.ts'

/** The public API by its generated contract; the console knows no other. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

/** Every write can be sent again without being done twice. */
const sendOnce: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', newKey())
    return request
  },
}
api.use(sendOnce)

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>

/** The answer's body, or a `ProblemError` with the server's refusal. */
export async function told<T>(answer: Answer<T>): Promise<T> {
  try {
    const { data, error, response } = await answer
    if (response.ok) return data as T
    throw new ProblemError(readProblem(error, response.status))
  } catch (error) {
    if (error instanceof ProblemError || (error as Error).name === 'AbortError') throw error
    throw new ProblemError(readProblem(undefined, 0))
  }
}

/** A query without what was not asked. */
export function given<T extends object>(query: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(asked) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** 128 bits of chance; `crypto.randomUUID` is absent where the page came without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
