import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A directory held by this process alone until `release`, or until the process dies. */
export interface Hold {
  release(): void
}

/**
 * Takes the kernel's lock on a directory, so that two Zhishu processes never open one database.
 *
 * Node has no flock; SQLite, which it carries, holds a kernel record lock on a file for as long as an
 * exclusive transaction is open. It dies with the process whatever kills it, is seen from every network
 * namespace, and refuses a second holder inside this process too. Nobody else may open the `lock` file.
 * Throws when another process holds the directory, and names it.
 */
export function holdDirectory(directory: string, now: Date = new Date()): Hold {
  mkdirSync(directory, { recursive: true })
  const lock = new DatabaseSync(join(directory, 'lock'))
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw heldByAnother(directory, cause)
  }
  const holder = `process ${process.pid} on ${hostname()} since ${now.toISOString()}`
  writeFileSync(join(directory, 'holder'), `${holder}\n`)
  return { release: () => lock.isOpen && lock.close() }
}

function heldByAnother(directory: string, cause: unknown): Error {
  if (!(cause instanceof Error) || !/locked/.test(cause.message)) return cause as Error
  const holder = readHolder(directory)
  return new Error(
    `数据目录 ${directory} 正由另一个治数进程使用（${holder}）。 / ` +
      `The directory ${directory} is already in use by another Zhishu: ${holder}.`,
    { cause },
  )
}

function readHolder(directory: string): string {
  try {
    return readFileSync(join(directory, 'holder'), 'utf8').trim() || 'unknown process'
  } catch {
    return 'unknown process'
  }
}
