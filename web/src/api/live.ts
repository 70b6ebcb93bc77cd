import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { meQuery } from './queries.ts'

interface News {
  readonly topic: string
  readonly ids: readonly string[]
}

/** Rooms whose answers hold what another room announces: a line of `share` carries its case. */
const concerned: Readonly<Record<string, readonly string[]>> = {
  cases: ['cases', 'share', 'catalog', 'quality'],
  catalog: ['catalog', 'collect', 'quality'],
  collect: ['collect'],
  policy: ['share', 'serve'],
  serve: ['serve', 'share'],
  standards: ['standards', 'catalog', 'quality'],
}

const gatherMs = 150
const firstWaitMs = 5_000
const longestWaitMs = 5 * 60_000

/**
 * Listens to what happens in the house (`GET /api/events`, Server-Sent Events) and makes what it concerns
 * stale: the topic `cases.moved` concerns every query whose key starts with `cases`, `share` and so on. Where the stream is
 * refused, it is asked who is signed in, and the stream is tried again ever more rarely; queries are then read anew on focus.
 */
export function useLive(): void {
  const client = useQueryClient()
  useEffect(() => {
    if (typeof EventSource === 'undefined') return
    const rooms = new Set<string>()
    let source: EventSource | undefined
    let gathering: ReturnType<typeof setTimeout> | undefined
    let retrying: ReturnType<typeof setTimeout> | undefined
    let waitMs = firstWaitMs
    let hasHeard = false

    const spread = () => {
      gathering = undefined
      for (const room of rooms) void client.invalidateQueries({ queryKey: [room] })
      rooms.clear()
    }
    const hear = (event: MessageEvent<string>) => {
      const news = readNews(event.data)
      if (!news) return
      for (const room of roomsConcerned(news.topic)) rooms.add(room)
      gathering ??= setTimeout(spread, gatherMs)
    }
    const open = () => {
      source = new EventSource('/api/events')
      source.addEventListener('message', hear)
      source.addEventListener('open', () => {
        waitMs = firstWaitMs
        // What happened while nobody listened is not told again.
        if (hasHeard) void client.invalidateQueries()
        hasHeard = true
      })
      source.addEventListener('error', () => {
        // While the server is down the browser itself tries again and stays CONNECTING; CLOSED is an answer, a refusal.
        if (source?.readyState !== EventSource.CLOSED) return
        // The stream is refused to one whose session has ended: `me`, refused as well, leads to the sign-in page.
        void client.invalidateQueries({ queryKey: meQuery.queryKey })
        retrying = setTimeout(open, waitMs)
        waitMs = Math.min(waitMs * 2, longestWaitMs)
      })
    }
    open()
    return () => {
      source?.close()
      clearTimeout(gathering)
      clearTimeout(retrying)
    }
  }, [client])
}

/** The rooms whose answers a topic makes stale: `collect.failed` those of `collect`. */
export function roomsConcerned(topic: string): readonly string[] {
  const [room = ''] = topic.split('.', 1)
  return concerned[room] ?? [room]
}

/** One announcement; anything else on the stream is passed over. */
export function readNews(text: string): News | undefined {
  try {
    const { topic, ids } = JSON.parse(text) as Partial<News>
    return typeof topic === 'string' ? { topic, ids: Array.isArray(ids) ? ids.map(String) : [] } : undefined
  } catch {
    return undefined
  }
}
