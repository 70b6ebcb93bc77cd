import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { takePlace } from '../../base/http/index.ts'
import type { Jobs } from '../../base/jobs/index.ts'
import { type Credentials, credentialsOf } from './credentials.ts'
import { findSender } from './sender.ts'

const beatMs = 15_000
/** So often all who listen are asked for again, together. */
const askEveryMs = 2000
const unreadLimitBytes = 64 * 1024

interface Listener {
  readonly credentials: Credentials
  readonly raw: ServerResponse
}

/** Who listens in this process, by house; while anybody does, sessions are asked for. */
const houses = new WeakMap<Jobs, Set<Listener>>()

/**
 * Tells the topics announced in the house (server-sent events) for as long as the session or token that asked stands:
 * ended or run out, the stream ends within seconds. Listening is no use of a session, so an idle one still ends.
 */
export async function tellNews(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  takePlace(ctx, reply)
  reply.hijack()
  const { raw } = reply
  if (raw.destroyed) return
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  const tell = (text: string) => {
    // A reader that takes nothing would have us keep all news for it.
    if (raw.writableLength > unreadLimitBytes) raw.destroy()
    else raw.write(text)
  }
  tell('retry: 2000\n\n')
  const stop = ctx.jobs.subscribe((topic) => tell(`data: ${JSON.stringify({ topic })}\n\n`))
  const beat = setInterval(() => tell(': beat\n\n'), beatMs)
  const leave = joinListeners(ctx, { credentials: credentialsOf(request), raw })
  raw.once('close', () => {
    clearInterval(beat)
    leave()
    stop()
  })
}

function joinListeners(ctx: Ctx, listener: Listener): () => void {
  const listeners = houses.get(ctx.jobs) ?? watchListeners(ctx)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function watchListeners(ctx: Ctx): Set<Listener> {
  const listeners = new Set<Listener>()
  houses.set(ctx.jobs, listeners)
  const watch = setInterval(() => {
    for (const listener of listeners) void dismiss(ctx, listener)
    if (listeners.size > 0) return
    clearInterval(watch)
    houses.delete(ctx.jobs)
  }, askEveryMs)
  return listeners
}

/** Ends the stream of a listener who is no longer signed in; where that cannot be found out, too. */
async function dismiss(ctx: Ctx, { credentials, raw }: Listener): Promise<void> {
  const sender = await findSender(ctx, credentials).catch(() => undefined)
  if (!sender || sender.endsAt <= ctx.clock.now()) raw.end()
}
