import { openDatabase } from '../server/base/db/index.ts'
import { prepareDatabase } from '../server/house.ts'
import { openDatabaseOf, readSettings } from '../server/main.ts'
import { say } from './terminal.ts'

/** `migrate`: brings the database up to date and tells what landed. */
export async function run(): Promise<number> {
  const { connection, stop } = await openDatabaseOf(readSettings())
  const database = openDatabase(connection)
  try {
    const landed = await prepareDatabase(database)
    for (const name of landed) say(`✓ ${name}`)
    say(
      landed.length > 0
        ? `${landed.length} 项已升级 / migrations landed`
        : '数据库已是最新 / the database is up to date',
    )
    return 0
  } finally {
    await database.close()
    await stop()
  }
}
