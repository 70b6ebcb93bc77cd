/** What came back; undefined where nothing did (the connection broke, or the wait was too long). */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface Call {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly waitMs?: number
}

/** One request, never repeated: whether it was acknowledged is the whole question. */
export async function call(
  url: string,
  method: string,
  path: string,
  given: Call = {},
): Promise<Reply | undefined> {
  const isText = typeof given.body === 'string'
  try {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(given.body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...(given.token && { authorization: `Bearer ${given.token}` }),
        ...given.headers,
      },
      signal: AbortSignal.timeout(given.waitMs ?? 20_000),
      ...(given.body !== undefined && { body: isText ? (given.body as string) : JSON.stringify(given.body) }),
    })
    const text = await response.text()
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    }
  } catch {
    return undefined
  }
}

/** The body of an answer that must be there; throws with what was answered instead. */
export async function demand<T>(url: string, method: string, path: string, given: Call = {}): Promise<T> {
  const reply = await call(url, method, path, { waitMs: 60_000, ...given })
  if (reply && reply.status < 300) return reply.body as T
  throw new Error(
    `${method} ${path}: ${reply ? `${reply.status} ${JSON.stringify(reply.body)}` : 'no answer'}`,
  )
}

/** All items of a list, page by page. */
export async function demandAll<T>(url: string, path: string, token: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ; ) {
    const query = `${path.includes('?') ? '&' : '?'}limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const page = await demand<{ items: T[]; next?: string }>(url, 'GET', path + query, { token })
    items.push(...page.items)
    if (!page.next) return items
    cursor = page.next
  }
}
