import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { plantCity } from '../../city/plant.ts'
import { storyOf } from '../../city/story.ts'
import { startPostgres } from '../../server/base/db/embedded.ts'
import { holdDirectory } from '../../server/base/db/embedded-lock.ts'
import { silentLog } from '../../server/base/log.ts'
import { type House, openHouse } from '../../server/house.ts'
import { listFiles } from '../../tools/files.ts'

const root = join(import.meta.dirname, '../..')
/** Whatever of these changes, the story is told anew. */
const tellers = ['server', 'city', 'cli', 'rules', 'package-lock.json', 'tests/console/told.ts']
const kept = join(root, 'var/told')
const firms = 300
const tellingLimitMs = 180_000
const keptMs = 24 * 60 * 60 * 1000

/** These cities live for one file of tests, so they need not survive a power cut. */
export const thrownAway = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '32MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
}

const running = new Map<string, Promise<string>>()

/**
 * The directory of a city in which the main job has been done and which was closed in order: PostgreSQL, lake and keys.
 * The story is told once, by whichever process comes first; the others wait. Nobody opens this directory: copy it.
 */
export function toldCity(): Promise<string> {
  const place = join(kept, `city-${digestOfTellers()}`)
  const known = running.get(place) ?? tellOnce(place)
  running.set(place, known)
  return known
}

/** A copy with owners, modes and links, as PostgreSQL and the keys want them. */
export async function copyDirectory(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to])
}

async function tellOnce(place: string): Promise<string> {
  await mkdir(kept, { recursive: true })
  const hold = await holdWhenFree(join(kept, 'teller'))
  try {
    if (!existsSync(place)) {
      sweep()
      await tell(place)
    }
    await utimes(place, new Date(), new Date())
  } finally {
    hold.release()
  }
  return place
}

async function holdWhenFree(directory: string) {
  for (const until = performance.now() + tellingLimitMs; ; ) {
    try {
      return holdDirectory(directory)
    } catch (error) {
      if (performance.now() > until) throw error
      await wait(100)
    }
  }
}

async function tell(place: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-told-'))
  // PostgreSQL's own account walks through.
  await chmod(directory, 0o711)
  try {
    const city = join(directory, 'city')
    await mkdir(city)
    const postgres = await startPostgres({ directory: join(city, 'postgres'), settings: thrownAway })
    const house = await openHouse({ connection: postgres.connection, directory: city, log: silentLog })
    try {
      await tellIn(house, city, directory)
    } finally {
      await house.close()
      await postgres.stop()
    }
    const draft = `${place}.draft`
    rmSync(draft, { recursive: true, force: true })
    await copyDirectory(city, draft)
    renameSync(draft, place)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function tellIn(house: House, city: string, scratch: string): Promise<void> {
  await house.wake()
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 })
  await plantCity(house.ctx, city)
  const story = await storyOf({ url, directory: scratch, firms })
  try {
    for (const step of story.steps) await step.run()
  } finally {
    await story.close()
  }
}

/** The day is part of it, since every clock of the story runs from the day on which it was told. */
function digestOfTellers(): string {
  const hash = createHash('sha256').update(`${new Date().toISOString().slice(0, 10)} ${firms}`)
  const files = tellers.flatMap((it) => listFiles(root, it)).filter((it) => !it.endsWith('.test.ts'))
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

/** Cities that nobody asked for in a day, and drafts of tellings that were broken off. */
function sweep(): void {
  for (const name of readdirSync(kept).filter((it) => it.startsWith('city-'))) {
    const path = join(kept, name)
    if (name.endsWith('.draft') || Date.now() - statSync(path).mtimeMs > keptMs)
      rmSync(path, { recursive: true, force: true })
  }
}
