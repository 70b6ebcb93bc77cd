import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the dependencies where they are missing or are not those of package-lock.json. */
export function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.zhishu-stamp')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (readText(stamp)?.trim() === wanted) return
  if (!isInstalledByHand(root)) install(root)
  try {
    writeFileSync(stamp, `${wanted}\n`)
  } catch {
    // A tree we may not write was compared in full, and will be again next time.
  }
}

/** Whether someone's own `npm ci` put there what the lock file asks: npm keeps a list of what it did. */
function isInstalledByHand(root) {
  const listed = readText(join(root, 'node_modules', '.package-lock.json'))
  if (listed === undefined) return false
  const found = JSON.parse(listed).packages
  const wanted = JSON.parse(readText(join(root, 'package-lock.json')) ?? '{}').packages
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    if (found[path] === undefined) return optional === true && !existsSync(join(root, path))
    return found[path].version === version
  })
}

function install(root) {
  console.error('正在安装依赖（约半分钟）… / Installing dependencies (about half a minute) …')
  const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const { status, error, stderr } = spawnSync(program, [...first, ...flags], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status === 0) return
  // npm ends with its whole usage; what went wrong stands first.
  console.error((stderr ?? '').split('\n').slice(0, 12).join('\n'))
  console.error(
    `依赖安装失败，请检查网络后在本目录运行 npm ci。 / Installing failed${error ? ` (${error.message})` : ''}: ` +
      'check the network, then run `npm ci` in this directory.',
  )
  process.exit(1)
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
