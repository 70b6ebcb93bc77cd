import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A judge is somebody else's program; where it is not installed, its part is skipped and said so. */
export interface Judge {
  readonly name: string
  readonly python: string
  readonly module: string
  readonly script: string
  /** environment variable without which it cannot run */
  readonly needs?: string
}

/** `ZHISHU_PYTHON` and `ZHISHU_SPARK_PYTHON` name interpreters that have the clients. */
export const judges: readonly Judge[] = [
  {
    name: 'delta-sharing (Python)',
    python: process.env.ZHISHU_PYTHON || 'python3',
    module: 'delta_sharing',
    script: 'delta_sharing_client.py',
  },
  {
    name: 'delta-sharing-spark',
    python: process.env.ZHISHU_SPARK_PYTHON || process.env.ZHISHU_PYTHON || 'python3',
    module: 'pyspark',
    script: 'spark_client.py',
    needs: 'DELTA_SHARING_SPARK',
  },
  {
    name: 'delta-spark',
    python: process.env.ZHISHU_SPARK_PYTHON || process.env.ZHISHU_PYTHON || 'python3',
    module: 'pyspark',
    script: 'spark_delta.py',
    needs: 'DELTA_SPARK',
  },
]

/** Whether the judge can be called here. */
export async function isPresent({ python, module, needs }: Judge): Promise<boolean> {
  if (needs !== undefined && process.env[needs] === undefined) return false
  return run(python, ['-c', `import ${module}`]).then(
    () => true,
    () => false,
  )
}

/** What to install or set before a judge that is not here can be asked. */
export function missing({ python, module, needs }: Judge): string {
  return `${python} needs the module ${module}${needs === undefined ? '' : ` and the environment needs ${needs}`}`
}

/** What a judge saw through a profile; its last line is JSON. */
export async function askJudge(
  judge: Judge,
  profile: object,
  ...rest: string[]
): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'zhishu-profile-'))
  try {
    const path = join(folder, 'config.share')
    await writeFile(path, JSON.stringify(profile), { mode: 0o600 })
    const script = fileURLToPath(new URL(judge.script, import.meta.url))
    const { stdout } = await run(judge.python, [script, path, ...rest], {
      timeout: 300_000,
      maxBuffer: 1 << 26,
    })
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs every judge against a profile file: `node interop/run.ts config.share share.schema.table`. */
async function main(path: string, table: string | undefined): Promise<void> {
  const { readFile } = await import('node:fs/promises')
  const profile = JSON.parse(await readFile(path, 'utf8')) as object
  for (const judge of judges) {
    if (!(await isPresent(judge))) {
      console.log(`SKIPPED ${judge.name}: ${missing(judge)}`)
      continue
    }
    const rest = judge.module === 'pyspark' ? (table === undefined ? [] : [table]) : []
    const seen = await askJudge(judge, profile, ...rest)
    const faults = Object.entries(seen).filter(
      ([, value]) => typeof value === 'object' && value !== null && 'fault' in value,
    )
    console.log(`${faults.length === 0 ? 'PASSED' : 'FAILED'} ${judge.name}`, JSON.stringify(seen, null, 2))
    if (faults.length > 0) process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , profile, table] = process.argv
  if (profile === undefined) throw new Error('usage: run.ts PROFILE [SHARE.SCHEMA.TABLE]')
  await main(profile, table)
}
