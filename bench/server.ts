import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

const root = join(import.meta.dirname, '..')
const startLimitMs = 60_000
const logKept = 400

/** How a child process ended: its exit code, or the signal that ended it. */
export type End = number | NodeJS.Signals

/** A real server in a process of its own, on a directory of its own. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  readonly directory: string
  /** from its start until the port answered */
  readonly readyMs: number
  /** the last lines it wrote */
  readonly lines: readonly string[]
  readonly ended: Promise<End>
  /** sends a signal and waits for the end */
  stop(signal?: NodeJS.Signals): Promise<End>
}

/** A directory under the system's temporary one, removed afterwards; PostgreSQL's account may walk through it. */
export async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-bench-'))
  await chmod(directory, 0o711)
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A child of ours under the same Node, with what it writes to standard output. */
export function spawnNode(
  args: readonly string[],
  environment: Record<string, string> = {},
): { child: ChildProcess; lines: string[]; ended: Promise<End> } {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The story's tax system lives below the temporary directory of the run.
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', ZHISHU_SOURCE_HOSTS: `${tmpdir()}/`, ...environment },
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (lines.push(line) > logKept) lines.shift()
    })
  }
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 1))
  })
  return { child, lines, ended }
}

/** Runs a script to its end and gives what it wrote; throws unless it ended with 0. */
export async function runNode(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<string[]> {
  const { lines, ended } = spawnNode(args, environment)
  const end = await ended
  if (end !== 0) throw new Error(`${args.join(' ')} ended with ${end}:\n${lines.slice(-20).join('\n')}`)
  return lines
}

/** Plants the demo city in a directory, by the command an operator would use. */
export async function plant(directory: string): Promise<void> {
  await runNode(['cli/main.ts', 'city', 'plant'], { ZHISHU_DIRECTORY: directory })
}

/** Starts `zhishu serve` on a free port and waits until the port answers. */
export async function startServer(
  directory: string,
  environment: Record<string, string> = {},
  command: readonly string[] = ['cli/main.ts', 'serve'],
): Promise<ServerProcess> {
  const begun = performance.now()
  const { child, lines, ended } = spawnNode(command, {
    ZHISHU_DIRECTORY: directory,
    ZHISHU_PORT: '0',
    ...environment,
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  let end: End | undefined
  ended.then(
    (it) => {
      end = it
    },
    () => {
      end = 1
    },
  )
  for (;;) {
    const url = /^Zhishu .*(http:\/\/127\.0\.0\.1:\d+)/.exec(
      lines.find((line) => /^Zhishu /.test(line)) ?? '',
    )?.[1]
    if (url && (await answers(url))) {
      const readyMs = performance.now() - begun
      return { url, pid: child.pid as number, directory, readyMs, lines, ended, stop }
    }
    if (end !== undefined) throw new Error(`the server ended with ${end}:\n${lines.slice(-20).join('\n')}`)
    if (performance.now() - begun > startLimitMs) {
      await stop('SIGKILL')
      throw new Error(`the server is not up after ${startLimitMs / 1000} s:\n${lines.slice(-20).join('\n')}`)
    }
    await wait(5)
  }
}

/** The process id of the private PostgreSQL in a directory; undefined when none is said to run. */
export function postgresPid(directory: string): number | undefined {
  const pointer = join(directory, 'postgres', 'location')
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(directory, 'postgres')
  try {
    return Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
  } catch {
    return undefined
  }
}

/** The most memory a process ever held at once (VmHWM), in MiB; Linux only. */
export function peakMebibytes(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  if (!found) throw new Error(`process ${pid} tells no VmHWM`)
  return Number(found[1]) / 1024
}

/** Alive, and not merely waiting to be reaped. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(new URL('/api/health', url)).then(
    async (response) => {
      await response.arrayBuffer()
      return response.ok
    },
    () => false,
  )
}
