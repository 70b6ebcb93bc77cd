import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

interface Budget {
  readonly name: string
  /** sources whose chunks, with all they import, are read before the first page stands */
  readonly sources: readonly RegExp[]
  readonly limitKb: number
}

/** First load of script, gzip level 9: the heavier of the two encodings we serve. */
const budgets: readonly Budget[] = [
  {
    name: 'console 控制台（首页）',
    sources: [/^index\.html$/, /screens\/home\/Home\.tsx$/, /texts\/(shell|parts|cases|home)\.zh\.ts$/],
    limitKb: 350,
  },
  { name: 'public 公开页面', sources: [/^open\.html$/], limitKb: 90 },
]

/** Prints what each entry weighs and says whether all are within their budgets. */
export function weighFirstLoads(dist: string): boolean {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
  return budgets.map((budget) => weigh(dist, manifest, budget)).every(Boolean)
}

function weigh(dist: string, manifest: Record<string, Chunk>, { name, sources, limitKb }: Budget): boolean {
  const wanted = Object.keys(manifest).filter((key) => sources.some((source) => source.test(key)))
  if (wanted.length < sources.length) throw new Error(`${name}: a source of the budget is not in the build`)
  const files = new Set<string>()
  for (const key of wanted) collectFiles(manifest, key, files)
  const scripts = [...files].filter((file) => file.endsWith('.js'))
  const kb =
    scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) /
    1024
  const within = kb <= limitKb
  console.log(`${within ? '✓' : '✗'} ${name}  ${kb.toFixed(1)} kB / ${limitKb} kB  (${scripts.length} files)`)
  return within
}

function collectFiles(manifest: Record<string, Chunk>, key: string, files: Set<string>): void {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const imported of chunk.imports ?? []) collectFiles(manifest, imported, files)
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = weighFirstLoads(join(import.meta.dirname, 'dist')) ? 0 : 1
}
