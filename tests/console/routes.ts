import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles } from '../../tools/files.ts'

const root = join(import.meta.dirname, '../..')

/** The patterns of every route as the code declares them: `/provider/resources/$id`; of the public pages too. */
export function readPatterns(): string[] {
  const files = listFiles(root, 'web/src').filter((it) => /\.tsx?$/.test(it) && !it.endsWith('.test.ts'))
  const texts = files.map((it) => readFileSync(join(root, it), 'utf8'))
  const inConsole = texts
    .filter((it) => it.includes('createRoute('))
    .flatMap((it) => matches(it, /\bpath: '(\/[^']*)'/g))
  const inPublic = texts.flatMap((it) => matches(it, /\{ path: \/\^(\S+?)\$\/, Page/g)).map(plain)
  return [...inConsole, ...inPublic].sort()
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((it) => it[1] ?? '')
}

/** A public page's regular expression in the words of the console: `\/open\/resources\/(\w+)\/?` is `/open/resources/$id`. */
function plain(source: string): string {
  return source
    .replace(/\\\/\?$/, '')
    .replaceAll('(\\w+)', '$id')
    .replaceAll('\\/', '/')
}
