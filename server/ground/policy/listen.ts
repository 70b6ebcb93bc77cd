import pg from 'pg'
import type { Ctx } from '../../base/ctx.ts'
import type { Connection } from '../../base/db/index.ts'
import { forgetPlans } from './plan.ts'
import { changeChannel, forgetTokens } from './token.ts'

const retryMs = 1000

/**
 * Hears of changes made by other processes the moment they are committed. Without it, or while the
 * connection is lost, a change is still seen within a second, because nothing is remembered longer.
 */
export async function listenForChanges(ctx: Ctx, connection: Connection): Promise<() => Promise<void>> {
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  const hear = async (): Promise<void> => {
    if (stopped) return
    const fresh = new pg.Client(connection)
    client = fresh
    const again = () => {
      if (stopped || client !== fresh) return
      client = undefined
      timer = setTimeout(() => void hear(), retryMs)
      timer.unref()
    }
    fresh.on('error', again)
    fresh.on('end', again)
    fresh.on('notification', ({ payload }) => {
      forgetPlans(ctx, payload)
      forgetTokens(ctx)
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${changeChannel}`)
      // What was said while nobody listened is not repeated.
      forgetPlans(ctx)
      forgetTokens(ctx)
    } catch (error) {
      ctx.log.warn('policy.listen', { error: String(error) })
      again()
    }
  }
  await hear()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
