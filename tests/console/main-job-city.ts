import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { fillTaxSystem, writeRegister, writeTenants } from '../../city/generate/registers.ts'
import { plantCity } from '../../city/plant.ts'
import { demoPassword } from '../../city/settle.ts'
import { castOf } from '../../city/story/people.ts'
import { type PrivatePostgres, startPostgres } from '../../server/base/db/embedded.ts'
import { serveSite } from '../../server/base/http/site.ts'
import { silentLog } from '../../server/base/log.ts'
import { openHouse } from '../../server/house.ts'
import type { City } from './city.ts'
import { thrownAway } from './told.ts'

/** A planted city in which nothing has happened yet, and what its officers bring to it. */
export interface UntoldCity extends City {
  /** scratch files of the walk */
  readonly directory: string
  /** the city's dirty register of enterprises, a CSV */
  readonly register: string
  /** the district's park tenants, a workbook */
  readonly tenants: string
  /** the database of the provincial tax system, table `hx.dj_nsrxx` */
  readonly taxSystem: PrivatePostgres['connection']
}

/** Plants the demo city behind its real server with the built console; its people have yet to begin. */
export async function openUntoldCity(firms: number): Promise<UntoldCity> {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-main-job-'))
  // PostgreSQL's own account walks through.
  await chmod(directory, 0o711)
  const home = join(directory, 'city')
  await mkdir(home)
  const [postgres, taxSystem] = await Promise.all(
    [join(home, 'postgres'), join(directory, 'tax-system')].map((it) =>
      startPostgres({ directory: it, settings: thrownAway }),
    ),
  )
  if (!postgres || !taxSystem) throw new Error('PostgreSQL did not start')
  // As the demo does: its own tax system is among the hosts that may be pulled from.
  const listed = process.env.ZHISHU_SOURCE_HOSTS
  process.env.ZHISHU_SOURCE_HOSTS = [listed, taxSystem.connection.host].filter(Boolean).join()
  const house = await openHouse({ connection: postgres.connection, directory: home, log: silentLog })
  // Another build than web/dist, for whoever writes screens while others do.
  serveSite(house.server, home, process.env.ZHISHU_CONSOLE_BUILD)
  await plantCity(house.ctx, home)
  await house.wake()
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 })
  const [register, tenants] = [join(directory, 'register.csv'), join(directory, 'tenants.xlsx')]
  await Promise.all([
    writeRegister(register, firms),
    writeTenants(tenants, firms),
    fill(taxSystem.connection, firms),
  ])
  return {
    ...{ url, directory, register, tenants, taxSystem: taxSystem.connection },
    passwordOf: demoPassword,
    clientFor: castOf(url),
    async close() {
      await house.close()
      await Promise.all([postgres.stop(), taxSystem.stop()])
      await rm(directory, { recursive: true, force: true })
      if (listed === undefined) delete process.env.ZHISHU_SOURCE_HOSTS
      else process.env.ZHISHU_SOURCE_HOSTS = listed
    },
  }
}

async function fill(connection: PrivatePostgres['connection'], firms: number): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await fillTaxSystem(client, firms)
  } finally {
    await client.end()
  }
}
