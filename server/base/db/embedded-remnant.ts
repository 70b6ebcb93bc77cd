import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { removeSocketDirectory } from './embedded-home.ts'

const FAST_SHUTDOWN_MS = 15_000
const IMMEDIATE_SHUTDOWN_MS = 5_000

/**
 * Clears what an earlier life left in a database directory; call it only while holding the directory.
 *
 * A killed Zhishu leaves its PostgreSQL running: it is shut down in order, since its socket, settings
 * and log belong to a process that is gone. A power cut can leave an empty `postmaster.pid`, which
 * PostgreSQL would refuse for ever. A full one is left to PostgreSQL, which finds by it the backends
 * that might still write, unless the number in it is now that of a stranger.
 */
export async function clearRemnants(home: string, log: (line: string) => void): Promise<void> {
  const data = join(home, 'data')
  const path = join(data, 'postmaster.pid')
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (found.size === 0) {
    log('An empty postmaster.pid, left by a power cut, is removed.')
    return rmSync(path)
  }
  const [pidText = '', , , , sockets = ''] = readFileSync(path, 'utf8').split('\n')
  const pid = Number.parseInt(pidText, 10)
  if (isPostgresOf(pid, data)) {
    log(`The PostgreSQL of an earlier process is still running (${pid}): it is shut down first.`)
    await shutDown(pid, data)
  } else if (isAlive(pid) && isDeserted(data)) {
    log(`postmaster.pid names ${pid}, now another program, and nothing runs on these data: it is removed.`)
    rmSync(path)
  }
  removeSocketDirectory(sockets)
}

/** Whether the process is a PostgreSQL on this data directory, in which every one of them works. */
function isPostgresOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') return readWorkingDirectory(String(pid)) === realpathSync(data)
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  return command.includes('postgres') && command.includes(data)
}

/** Whether no process at all works in the data directory; false where that cannot be known. */
function isDeserted(data: string): boolean {
  if (process.platform !== 'linux') return false
  const real = realpathSync(data)
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.every((pid) => readWorkingDirectory(pid) !== real)
}

function readWorkingDirectory(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

async function shutDown(pid: number, data: string): Promise<void> {
  process.kill(pid, 'SIGINT')
  if (await isGoneWithin(pid, data, FAST_SHUTDOWN_MS)) return
  process.kill(pid, 'SIGQUIT')
  if (await isGoneWithin(pid, data, IMMEDIATE_SHUTDOWN_MS)) return
  throw new Error(`The PostgreSQL of an earlier process (${pid}) does not stop; stop it by hand.`)
}

async function isGoneWithin(pid: number, data: string, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs
  while (isPostgresOf(pid, data)) {
    if (performance.now() > until) return false
    await wait(10)
  }
  return true
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
