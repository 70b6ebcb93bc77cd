import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '../../city/settle.ts'
import { castOf } from '../../city/story/people.ts'
import type { Client } from '../../cli/client.ts'
import { startPostgres } from '../../server/base/db/embedded.ts'
import { serveSite } from '../../server/base/http/site.ts'
import { silentLog } from '../../server/base/log.ts'
import { type House, openHouse } from '../../server/house.ts'
import { copyDirectory, thrownAway, toldCity } from './told.ts'

/** The demo city after the main job, behind its real server with the built console. */
export interface City {
  readonly url: string
  passwordOf(login: string): string
  /** a client of the API for an officer, signed in once */
  clientFor(login: string): Promise<Client>
  close(): Promise<void>
}

/**
 * Opens a city of its own for one file of tests: a copy of the city in which the story was told, so that no
 * file depends on another. `ZHISHU_CONSOLE_URL` names a running demo city instead, which makes the screens quick to try.
 *
 * Open it in the `before` of a `describe`: hooks outside one belong to the whole process, and the cities of all
 * files would stand from the first test to the last.
 */
export async function openCity(): Promise<City> {
  const running = process.env.ZHISHU_CONSOLE_URL
  return running ? cityAt(running, async () => undefined) : openCopy()
}

/** A copy of the told city with its house in this process. */
export async function openCopy(): Promise<City & { readonly house: House }> {
  const told = await toldCity()
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-console-'))
  // PostgreSQL's own account walks through.
  await chmod(directory, 0o711)
  const home = join(directory, 'city')
  await copyDirectory(told, home)
  const postgres = await startPostgres({ directory: join(home, 'postgres'), settings: thrownAway })
  const house = await openHouse({ connection: postgres.connection, directory: home, log: silentLog })
  // Another build than web/dist, for whoever writes screens while others do.
  serveSite(house.server, home, process.env.ZHISHU_CONSOLE_BUILD)
  await house.wake()
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 })
  const city = cityAt(url, async () => {
    await house.close()
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  })
  return { ...city, house }
}

function cityAt(url: string, close: () => Promise<void>): City {
  return { url, passwordOf: demoPassword, clientFor: castOf(url), close }
}
