import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Account } from './embedded-account.ts'
import { own } from './embedded-home.ts'

/** The superuser of a private PostgreSQL. */
export const SUPERUSER = 'zhishu'
const MAJOR_VERSION = '18'

/**
 * Makes the database directory `data` in the home on first start. A draft is filled, brought to the
 * disk and renamed, so that a half-made cluster is never opened and a power cut right after cannot take
 * system tables that no checkpoint would write again.
 */
export async function ensureCluster(
  programs: string,
  home: string,
  account: Account | undefined,
  lasting: boolean,
): Promise<void> {
  const data = join(home, 'data')
  if (existsSync(data)) return refuseOtherVersion(data)
  const draft = join(home, 'data.draft')
  const secret = join(home, 'password.initdb')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  own(draft, account)
  try {
    writeSecret(secret, makePassword(home))
    own(secret, account)
    await runInitdb(programs, { draft, secret, home, account, lasting })
  } finally {
    rmSync(secret, { force: true })
  }
  renameSync(draft, data)
  syncDirectory(home)
}

/** The superuser's password: beside the data, readable by us alone. */
export function readPassword(home: string): string {
  try {
    return readFileSync(join(home, 'password'), 'utf8').trim()
  } catch (cause) {
    throw new Error(`The password of the database in ${home} cannot be read.`, { cause })
  }
}

function makePassword(home: string): string {
  const password = randomBytes(24).toString('base64url')
  const path = join(home, 'password')
  rmSync(path, { force: true })
  writeSecret(path, password)
  return password
}

/** Written and fsynced before the data it opens exist. */
function writeSecret(path: string, secret: string): void {
  rmSync(path, { force: true })
  writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
}

interface Initdb {
  draft: string
  secret: string
  home: string
  account: Account | undefined
  lasting: boolean
}

async function runInitdb(programs: string, { draft, secret, home, account, lasting }: Initdb): Promise<void> {
  // LC_CTYPE=C would leave pg_trgm without trigrams of Chinese; macOS knows no C.UTF-8.
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  const sync = process.platform === 'linux' ? ['--sync-method=syncfs'] : []
  const flags = [
    ...['-D', draft, '-U', SUPERUSER, '-E', 'UTF8', `--pwfile=${secret}`, '--auth=scram-sha-256'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${locale}`, '--data-checksums'],
    ...(lasting ? sync : ['--no-sync']),
  ]
  const options = { cwd: home, env: programEnvironment(), ...account }
  try {
    await promisify(execFile)(join(programs, 'bin/initdb'), flags, options)
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: string; stderr?: string }
    throw new Error(`initdb failed in ${home}: ${stderr || stdout || String(cause)}`, { cause })
  }
}

/** Nothing of ours reaches PostgreSQL's programs: no PG* variables, no secrets. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

function refuseOtherVersion(data: string): void {
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (version === MAJOR_VERSION) return
  throw new Error(
    `${data} 属于 PostgreSQL ${version}，本程序为 ${MAJOR_VERSION}。 / ` +
      `${data} was made by PostgreSQL ${version}; this is ${MAJOR_VERSION}.`,
  )
}

function syncDirectory(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
