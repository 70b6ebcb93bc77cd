import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Check {
  name: string
  program: string
  args: string[]
}

const CHECKS: Check[] = [
  { name: 'types', program: join(root, 'node_modules/.bin/tsc'), args: ['--noEmit', '-p', '.'] },
  {
    name: 'types of the console',
    program: join(root, 'node_modules/.bin/tsc'),
    args: ['--noEmit', '-p', 'web'],
  },
  { name: 'style', program: join(root, 'node_modules/.bin/biome'), args: ['check', '--max-diagnostics=50'] },
  { name: 'walls', program: process.execPath, args: [join(root, 'tools/walls.ts')] },
  { name: 'tidy', program: process.execPath, args: [join(root, 'tools/tidy.ts')] },
  { name: 'texts', program: process.execPath, args: [join(root, 'tools/texts.ts')] },
]

/** Runs all checks at once, prints one line for each (and what a failed one said), returns how many failed. */
export async function runChecks(): Promise<number> {
  const passed = await Promise.all(CHECKS.map(runCheck))
  return passed.filter((it) => !it).length
}

async function runCheck({ name, program, args }: Check): Promise<boolean> {
  const startedMs = performance.now()
  const { code, said } = await collect(program, args)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(6)} ${seconds} s`)
  if (code !== 0) console.log(said.trimEnd().replace(/^/gm, '    '))
  return code === 0
}

function collect(program: string, args: string[]): Promise<{ code: number; said: string }> {
  if (!existsSync(program)) {
    return Promise.resolve({ code: 1, said: `${program} is missing: run npm ci with development packages.` })
  }
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const pieces: Buffer[] = []
    child.stdout.on('data', (piece) => pieces.push(piece))
    child.stderr.on('data', (piece) => pieces.push(piece))
    child.once('error', (error) => resolve({ code: 1, said: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, said: Buffer.concat(pieces).toString('utf8') }))
  })
}

if (process.argv[1] === import.meta.filename) {
  const failed = await runChecks()
  if (failed > 0) console.log(`${failed} of ${CHECKS.length} checks failed`)
  process.exitCode = failed > 0 ? 1 : 0
}
