import { migrateDatabase, readSettings } from '../server/main.ts'
import { say } from './terminal.ts'

/** `migrate`: brings the database up to date and tells what landed. */
export async function run(): Promise<number> {
  const landed = await migrateDatabase(readSettings())
  for (const name of landed) say(`✓ ${name}`)
  say(
    landed.length > 0
      ? `${landed.length} 项已升级 / migrations landed`
      : '数据库已是最新 / the database is up to date',
  )
  return 0
}
