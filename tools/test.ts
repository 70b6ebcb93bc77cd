import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PrivatePostgres, startPostgres } from '../server/base/db/embedded.ts'
import { runChecks } from './check.ts'
import { listFiles } from './files.ts'
import { OUTCOME_FILE, type Outcome } from './test-report.ts'

const root = join(import.meta.dirname, '..')
const FOLDERS = ['server', 'cli', 'city', 'tests', 'tools', 'rules', 'web/src', 'interop']
const SERVER_FOLDERS = ['server', 'tests']
const TEST_LIMIT_MS = 120_000
const AGAIN_AT_MOST = 5

/**
 * The server under the tests lives for one run and its data are thrown away, so it need not survive a
 * power cut; what must survive one is tested on servers that the tests start for themselves.
 */
const THROWN_AWAY = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
}

const running = new Set<ChildProcess>()
let server: PrivatePostgres | undefined
let isInterrupted = false

/** Runs checks and tests; prints the closing line; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const files = selectFiles(args)
  // A failed check counts as a failed test: walls and types are promises too. Narrowed runs go without.
  const failedChecks = args.length === 0 ? await runChecks() : 0
  const directory = mkdtempSync(join(tmpdir(), 'zhishu-test-'))
  // PostgreSQL's own account walks through; what lies in it has its own modes.
  chmodSync(directory, 0o711)
  try {
    const url = process.env.ZHISHU_DATABASE_URL || (await startTestServer(directory))
    const outcome = await runHands(files, Math.min(2, availableParallelism()), url, directory)
    const again = args.includes('--again') ? filesToTryAgain(outcome, files) : []
    if (again.length === 0 || failedChecks > 0)
      return close({ ...outcome, failed: outcome.failed + failedChecks })
    close(outcome)
    console.log(`A second try, alone: ${again.join(' ')}`)
    return close(await runHands(again, 1, url, directory))
  } finally {
    await server?.stop()
    if (server !== undefined) rmSync(server.home, { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs the files in so many processes at once, each with files of its own. */
async function runHands(files: string[], hands: number, url: string, directory: string): Promise<Outcome> {
  const outcomes = await Promise.all(
    deal(files, hands).map((hand, n) => {
      const outcomeFile = join(directory, `outcome-${n}.json`)
      rmSync(outcomeFile, { force: true })
      return isInterrupted ? NOTHING : runTests(hand, url, outcomeFile)
    }),
  )
  return outcomes.reduce(add, NOTHING)
}

/**
 * With `--again`, the few files in which a test failed: two browsers and two servers share the cores, and what starves
 * there may hold alone. Not where a process ended before its last test, nor where much failed.
 */
function filesToTryAgain({ failed, failedFiles }: Outcome, files: readonly string[]): string[] {
  const known = failedFiles.filter((file) => files.includes(file))
  return known.length === failed && failed <= AGAIN_AT_MOST ? [...new Set(known)] : []
}

const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0, failedFiles: [] }

function add(one: Outcome, other: Outcome): Outcome {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failedFiles: [...one.failedFiles, ...other.failedFiles],
  }
}

/** Deals the files out like cards: neighbours are alike, so each process gets about the same work. */
function deal(files: readonly string[], hands: number): string[][] {
  return Array.from({ length: hands }, (_, hand) => files.filter((_, n) => n % hands === hand))
}

function selectFiles(args: string[]): string[] {
  const named = args.filter((it) => !it.startsWith('--'))
  const unknown = args.find((it) => it.startsWith('--') && it !== '--server-only' && it !== '--again')
  if (unknown !== undefined)
    throw new Error(`Unknown option ${unknown}; known: --server-only, --again, files, folders.`)
  const folders = args.includes('--server-only') ? SERVER_FOLDERS : FOLDERS
  const all = folders.flatMap((folder) => listFiles(root, folder)).filter((it) => it.endsWith('.test.ts'))
  // The browser, the fuzzers and other people's judges take their time and have commands of their own.
  if (named.length === 0) return all.filter((it) => !/^(tests\/(console|security)|interop)\//.test(it))
  const wanted = named.map((it) => relative(root, resolve(it)))
  return all.filter((file) => wanted.some((it) => file === it || it === '' || file.startsWith(`${it}/`)))
}

async function startTestServer(directory: string): Promise<string> {
  server = await startPostgres({ directory: join(directory, 'pg'), settings: THROWN_AWAY })
  const { host, port, user, password, database } = server.connection
  return `postgresql://${user}:${password}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

/**
 * Runs the files in one process of their own, so that a crash in a test still leaves a closing line. Every
 * process makes databases of its own on the server under the tests.
 */
async function runTests(files: string[], url: string, outcomeFile: string): Promise<Outcome> {
  if (files.length === 0) return NOTHING
  const reporter = pathToFileURL(join(root, 'tools/test-report.ts')).href
  // Forced: a connection or timer that a test left open must not keep the run from its closing line.
  const flags = ['--test-isolation=none', '--test-concurrency=1', '--test-force-exit']
  const limits = [`--test-timeout=${TEST_LIMIT_MS}`, `--test-reporter=${reporter}`]
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--test', ...flags, ...limits, ...files],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ZHISHU_TEST_DATABASE_URL: url, [OUTCOME_FILE]: outcomeFile },
    },
  )
  running.add(child)
  const code = await endOf(child)
  running.delete(child)
  if (!existsSync(outcomeFile)) {
    console.log(`The test process ended (${code}) before its last test.`)
    return { ...NOTHING, failed: 1 }
  }
  const outcome = JSON.parse(readFileSync(outcomeFile, 'utf8')) as Outcome
  if (code === 0 || outcome.failed > 0) return outcome
  console.log(`Every test held, but the test process ended with ${code}.`)
  return { ...outcome, failed: 1 }
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 1))
  })
}

function close({ passed, failed, skipped }: Outcome): number {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failed === 0 && passed > 0 ? 0 : 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true
    for (const child of running) child.kill('SIGTERM')
  })
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return close({ ...NOTHING, failed: 1 })
})
