import type { Ctx } from '../../base/ctx.ts'
import { listen } from './bell.ts'
import { checkHead } from './head.ts'
import { batchLimit, integrate } from './integrate.ts'

const pollMs = 200
/** With work at hand the tree grows, and a checkpoint is signed, at most every so often. */
const gatherMs = 25
const retryMs = 1_000

/** Checks the head, then sequences until stopped; stopping waits for what is committed already. */
export async function startSequencer(ctx: Ctx): Promise<() => Promise<void>> {
  const reason = await checkHead(ctx)
  if (reason) ctx.log.error('ledger.broken', { reason })
  const bell = hangBell()
  const running = (async () => {
    for (;;) {
      const last = bell.stopped()
      const { taken, failed } = await pass(ctx)
      if (last && taken < batchLimit) return
      if (!last && taken < batchLimit) await bell.wait(failed)
    }
  })()
  return async () => {
    bell.stop()
    await running
  }
}

/** Waits for the next poll, or a little after something was recorded; a failure waits its time whoever rings. */
function hangBell() {
  let stopped = false
  let wake = (_ms: number) => {}
  const unlisten = listen(() => wake(gatherMs))
  return {
    stopped: () => stopped,
    stop() {
      stopped = true
      unlisten()
      wake(0)
    },
    wait: (failed: boolean) =>
      new Promise<void>((resolve) => {
        if (stopped) return resolve()
        let timer = setTimeout(resolve, failed ? retryMs : pollMs)
        let rung = failed
        wake = (ms) => {
          if (rung && ms > 0) return
          rung = true
          clearTimeout(timer)
          timer = setTimeout(resolve, ms)
        }
      }),
  }
}

async function pass(ctx: Ctx): Promise<{ taken: number; failed: boolean }> {
  try {
    return { taken: await integrate(ctx), failed: false }
  } catch (error) {
    ctx.log.error('ledger.sequencer', { error: String(error) })
    return { taken: 0, failed: true }
  }
}
