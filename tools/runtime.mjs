import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The terminal and npm may both pass one Ctrl-C on; a second one this much later is meant. */
const SAME_SIGNAL_MS = 1_000

/**
 * Runs a TypeScript file of ours under a Node that can: this one, or the Node 24 that npm carries.
 * DuckDB queries run on libuv's threads, of which four are too few, and their number is read before
 * start; so this process is used only where it was set already.
 */
export async function runUnderNode(root, script, args) {
  const file = join(root, script)
  if (!existsSync(file)) fail(`${script} 不存在。 / ${script} does not exist.`)
  if (canRunTypeScript(process.versions.node) && process.env.UV_THREADPOOL_SIZE) {
    process.argv = [process.execPath, file, ...args]
    await import(pathToFileURL(file).href)
    return
  }
  const leash = pathToFileURL(join(root, 'tools', 'leash.mjs')).href
  const flags = ['--disable-warning=ExperimentalWarning', `--import=${leash}`]
  await runChild(findNode(root), [...flags, file, ...args], ['inherit', 'inherit', 'inherit', 'ipc'])
}

/** Types are stripped without a flag since 22.18 and 23.6. */
export function canRunTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

export function findNode(root) {
  if (canRunTypeScript(process.versions.node)) return process.execPath
  const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(carried)) return carried
  return fail(
    `Node ${process.versions.node} 过旧，需要 22.18 及以上。 / ` +
      `Node ${process.versions.node} is too old and npm carries none for this machine: install 22.18 or later.`,
  )
}

/**
 * Runs a program and ends as it ends. At a terminal's Ctrl-C the program must hear of it once although
 * the terminal, npm and we may all pass it on: it has a group of its own and hears it from us alone.
 */
export function runChild(program, args, stdio = 'inherit') {
  const env = { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE || '16' }
  // Someone typing into the program needs it in the terminal's group; then the terminal tells it.
  const atTerminal =
    process.stdin.isTTY && args.some((it) => it.endsWith('cli/main.ts')) && !args.includes('start')
  const child = spawn(program, args, { stdio, env, detached: !atTerminal })
  const lastAt = new Map()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      const told = atTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT')
      const repeated = performance.now() - (lastAt.get(signal) ?? -SAME_SIGNAL_MS) < SAME_SIGNAL_MS
      lastAt.set(signal, performance.now())
      if (!told && !repeated) child.kill(signal)
    })
  }
  return new Promise(() => {
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) =>
      process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)),
    )
  })
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
