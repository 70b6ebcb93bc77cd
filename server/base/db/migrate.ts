import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from 'pg'

/** One room's numbered SQL files, never edited once landed. */
export interface MigrationSource {
  readonly room: string
  readonly directory: URL
}

export interface Migration {
  readonly room: string
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/** Reads all migrations in the order of the rooms. */
export async function readMigrations(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const rooms = await Promise.all(sources.map(readRoom))
  return rooms.flat()
}

/** One digest over all migrations: names a template database, and tells a stale one. */
export function digestOf(migrations: readonly Migration[]): string {
  const hash = createHash('sha256')
  for (const { room, name, sha256 } of migrations) hash.update(`${room}/${name}/${sha256}\n`)
  return hash.digest('hex').slice(0, 16)
}

/**
 * Brings the database up to date, each file in its own transaction, under one advisory lock
 * so that two starting nodes do not meet. A landed file that was edited stops the start.
 */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('zhishu.migrate'))`)
    await client.query(`create schema if not exists base`)
    await client.query(`create table if not exists base.migration (
      room text not null, name text not null, sha256 text not null, landed_at timestamptz not null default now(),
      primary key (room, name))`)
    const { rows } = await client.query(`select room, name, sha256 from base.migration`)
    const landed = new Map(rows.map((row) => [`${row.room}/${row.name}`, row.sha256]))
    const applied: string[] = []
    for (const migration of migrations) {
      if (await apply(client, migration, landed)) applied.push(`${migration.room}/${migration.name}`)
    }
    return applied
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('zhishu.migrate'))`).catch(() => undefined)
    client.release()
  }
}

async function apply(client: PoolClient, migration: Migration, landed: ReadonlyMap<string, string>) {
  const { room, name, sql, sha256 } = migration
  const before = landed.get(`${room}/${name}`)
  if (before === sha256) return false
  if (before)
    throw new Error(`migration ${room}/${name} was edited after it landed; write a new file instead`)
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query(`insert into base.migration (room, name, sha256) values ($1, $2, $3)`, [
      room,
      name,
      sha256,
    ])
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${room}/${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

async function readRoom({ room, directory }: MigrationSource): Promise<Migration[]> {
  const folder = fileURLToPath(directory)
  const names = (await readdir(folder)).filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8')
      return { room, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
