import { join } from 'node:path'
import { systemActor } from '../server/base/ctx.ts'
import { startPostgres } from '../server/base/db/embedded.ts'
import type { Connection } from '../server/base/db/index.ts'
import { startSequencer } from '../server/ground/ledger/index.ts'
import { type House, openHouse } from '../server/house.ts'
import { fileLog } from '../server/main.ts'
import { inDirectory } from './server.ts'

/** A house in this process on a durable PostgreSQL of its own, with the sequencer of its ledger, its jobs not running. */
export function inHouse<T>(
  work: (house: House, connection: Connection, directory: string) => Promise<T>,
): Promise<T> {
  return inDirectory(async (directory) => {
    const postgres = await startPostgres({ directory: join(directory, 'postgres') })
    try {
      const log = await fileLog({ directory })
      const house = await openHouse({ connection: postgres.connection, directory, log })
      const stop = await startSequencer({ ...house.ctx, actor: systemActor('ledger') })
      try {
        return await work(house, postgres.connection, directory)
      } finally {
        await stop()
        await house.close()
      }
    } finally {
      await postgres.stop()
    }
  })
}
