import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const LEFT_OUT = new Set(['node_modules', '.git', 'var', 'dist'])

/** Every file under `folder` of the root, named from the root with slashes, sorted; none if it is missing. */
export function listFiles(root: string, folder = '.'): string[] {
  const start = join(root, folder)
  if (!existsSync(start)) return []
  if (statSync(start).isFile()) return [toName(root, start)]
  return readdirSync(start, { withFileTypes: true })
    .filter((it) => !LEFT_OUT.has(it.name))
    .flatMap((it) => {
      const path = join(start, it.name)
      if (it.isDirectory()) return listFiles(root, relative(root, path))
      return it.isFile() ? [toName(root, path)] : []
    })
    .sort()
}

/** The files that are, or would be, committed: git's list where there is one, otherwise all. */
export function listKept(root: string): string[] {
  if (!existsSync(join(root, '.git'))) return listFiles(root)
  const flags = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', flags, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))
}

function toName(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
