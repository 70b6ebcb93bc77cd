import pg from 'pg'
import type { Connection } from '../db/index.ts'

const channel = 'zhishu_news'
const retryMs = 1000

/** The name under which `announce` tells every process what happened; ids stay in the database. */
export const newsChannel = channel

export interface News {
  /** calls the listener with each topic announced anywhere; returns how to stop */
  subscribe(listener: (topic: string) => void): () => void
  close(): Promise<void>
}

/** Hears announcements of all processes over LISTEN; connects with the first listener, and again when cut off. */
export function openNews(connection: Connection): News {
  const listeners = new Set<(topic: string) => void>()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<void> => {
    if (closed || client) return
    const fresh = new pg.Client(connection)
    client = fresh
    const again = () => {
      if (closed || client !== fresh) return
      client = undefined
      timer = setTimeout(() => void connect(), retryMs)
      timer.unref()
    }
    fresh.on('error', again)
    fresh.on('end', again)
    fresh.on('notification', ({ payload }) => {
      for (const listener of listeners) listener(payload ?? '')
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${channel}`)
    } catch {
      again()
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      void connect()
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
