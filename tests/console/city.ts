import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plantCity } from '../../city/plant.ts'
import { demoPassword } from '../../city/settle.ts'
import { storyOf } from '../../city/story.ts'
import { startPostgres } from '../../server/base/db/embedded.ts'
import { serveSite } from '../../server/base/http/site.ts'
import { silentLog } from '../../server/base/log.ts'
import { openHouse } from '../../server/house.ts'

/** The demo city after the main job, behind its real server with the built console. */
export interface City {
  readonly url: string
  passwordOf(login: string): string
  close(): Promise<void>
}

/**
 * Opens the city once for all console tests. `ZHISHU_CONSOLE_URL` names a running demo city instead, which
 * makes the screens quick to try. `firms` is how large the register is.
 */
export async function openCity({ firms = 300 }: { firms?: number } = {}): Promise<City> {
  const running = process.env.ZHISHU_CONSOLE_URL
  if (running) return { url: running, passwordOf: demoPassword, close: async () => undefined }
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-console-'))
  // PostgreSQL's own account walks through.
  await chmod(directory, 0o711)
  const postgres = await startPostgres({ directory: join(directory, 'postgres') })
  const house = await openHouse({ connection: postgres.connection, directory, log: silentLog })
  if (!house.server.hasRoute({ method: 'GET', url: '/*' })) serveSite(house.server, directory)
  await house.wake()
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 })
  await plantCity(house.ctx, directory)
  const story = await storyOf({ url, directory, firms })
  for (const step of story.steps) await step.run()
  await story.close()
  return {
    url,
    passwordOf: demoPassword,
    async close() {
      await house.close()
      await postgres.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
