import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode } from './runtime.mjs'

/** Builds the console where it is missing or older than its sources, known by their digest. */
export function ensureBuilt(root) {
  const stamp = join(root, 'web', 'dist', '.stamp')
  const wanted = digestOf(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted) return
  console.error('正在构建控制台… / Building the console …')
  const { status, stderr } = spawnSync(findNode(root), [join(root, 'web', 'build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) {
    console.error(`${stderr}\n控制台构建失败。 / Building the console failed.`)
    process.exit(1)
  }
  writeFileSync(stamp, `${wanted}\n`)
}

function digestOf(root) {
  const hash = createHash('sha256')
  for (const file of [...listFiles(join(root, 'web')), join(root, 'contract', 'client.gen.ts')]) {
    hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function listFiles(folder) {
  return readdirSync(folder)
    .filter((name) => !['dist', 'node_modules'].includes(name))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? listFiles(path) : [path]
    })
}
