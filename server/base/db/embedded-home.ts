import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Account, canWalkTo } from './embedded-account.ts'

/** Socket paths end at 107 bytes on Linux and 103 on macOS. */
const SOCKET_PATH_BYTES = 100
const SOCKET_DIRECTORY = 'zhishu-pg-'

/**
 * The directory where PostgreSQL really lives: the one asked for, or, where its account cannot walk to
 * that one (a checkout under root's home), another which the file `location` in the asked one names.
 * A copy of the asked directory thus names the same place, and the lock there still admits one only.
 */
export function settleHome(
  directory: string,
  account: Account | undefined,
  log: (line: string) => void,
): string {
  mkdirSync(directory, { recursive: true })
  const asked = realpathSync(directory)
  if (canWalkTo(account, asked)) {
    admit(asked, account)
    return asked
  }
  const home = locateElsewhere(asked)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  admit(home, account)
  log(`PostgreSQL cannot reach ${asked} under its own account: its data are in ${home}.`)
  return home
}

/** Lets the account walk through the home, and nobody list it. */
function admit(home: string, account: Account | undefined): void {
  const mode = statSync(home).mode & 0o777
  if (account !== undefined && !(mode & 0o001)) chmodSync(home, mode | 0o001)
}

function locateElsewhere(asked: string): string {
  const pointer = join(asked, 'location')
  if (!existsSync(pointer)) {
    const draft = `${pointer}.${process.pid}`
    writeFileSync(draft, `/var/lib/zhishu/${basename(asked)}-${randomBytes(6).toString('hex')}\n`)
    try {
      linkSync(draft, pointer)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft)
    }
  }
  return readFileSync(pointer, 'utf8').trim()
}

/** Makes an empty directory for the socket, 0700, in the home or, where that path is too long, a short one. */
export function makeSocketDirectory(home: string, account: Account | undefined): string {
  const near = join(home, 'run')
  const fits = Buffer.byteLength(`${near}/.s.PGSQL.5432.lock`) <= SOCKET_PATH_BYTES
  if (fits) {
    rmSync(near, { recursive: true, force: true })
    mkdirSync(near, { mode: 0o700 })
  }
  const made = fits ? near : mkdtempSync(join(shortTemporary(), SOCKET_DIRECTORY))
  own(made, account)
  return made
}

/** Removes a socket directory this file made outside the home; anything else stays. */
export function removeSocketDirectory(path: string): void {
  if (basename(path).startsWith(SOCKET_DIRECTORY)) rmSync(path, { recursive: true, force: true })
}

function shortTemporary(): string {
  return Buffer.byteLength(tmpdir()) <= 40 ? tmpdir() : '/tmp'
}

/** Hands a file or directory to PostgreSQL's account. */
export function own(path: string, account: Account | undefined): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid)
}
