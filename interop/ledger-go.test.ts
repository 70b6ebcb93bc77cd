import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { tx } from '../server/base/db/index.ts'
import { recordMany } from '../server/ground/ledger/index.ts'
import { onServer, passwordOf, type Site } from '../tests/house.ts'

const run = promisify(execFile)
const go = process.env.ZHISHU_GO ?? 'go'

interface Verdict {
  readonly size: number
  readonly root: string
  readonly included: number
  readonly entries: number
  readonly consistent: number
  readonly olderSize: number
  readonly forgeryHeld: boolean
}

test("Go's sumdb/tlog proves root, inclusion and consistency of the ledger from its tiles", async (t) => {
  if (!(await isPresent())) return t.skip(`SKIPPED: ${go} is not installed; set ZHISHU_GO`)
  await inFolder(async (folder) => {
    const judge = await build(folder)
    await onServer(async (site) => {
      await fill(site, 300)
      await settled(site, 300)
      const older = join(folder, 'older.txt')
      await writeFile(older, await checkpoint(site))
      // Past 65,536 entries the tree has a third level of tiles.
      for (let i = 0; i < 66; i++) await fill(site, 1_000)
      const size = await settled(site, 66_300)
      const verifier = (await verifiers(site)).join(',')
      const seen = await ask(judge, [site.url, verifier, await auditor(site), older])
      assert.equal(seen.size, size)
      assert.deepEqual([seen.included, seen.entries, seen.consistent, seen.forgeryHeld], [64, size, 17, true])
      assert.ok(seen.olderSize >= 300 && seen.olderSize < size, JSON.stringify({ ...seen, size }))
      await refuseForeignKey(judge, site, verifier)
      await refuseOtherHistory(judge, site, verifier, older)
    })
  })
})

async function refuseForeignKey(judge: string, site: Site, verifier: string): Promise<void> {
  const foreign = verifier.replaceAll(/(^|,)[^+]+/g, '$1zhishu/another')
  await assert.rejects(ask(judge, [site.url, foreign]), /FAULT/)
}

/** A checkpoint with another root is not the log's: the note's signature says so. */
async function refuseOtherHistory(judge: string, site: Site, verifier: string, older: string): Promise<void> {
  const lines = (await checkpoint(site)).split('\n')
  lines[2] = Buffer.alloc(32, 7).toString('base64')
  await writeFile(older, lines.join('\n'))
  await assert.rejects(ask(judge, [site.url, verifier, '', older]), /FAULT/)
}

async function isPresent(): Promise<boolean> {
  return run(go, ['version']).then(
    () => true,
    () => false,
  )
}

async function build(folder: string): Promise<string> {
  const program = join(folder, 'judge')
  const cwd = fileURLToPath(new URL('./ledger-go/', import.meta.url))
  await run(go, ['build', '-mod=readonly', '-buildvcs=false', '-o', program, '.'], { cwd, timeout: 300_000 })
  return program
}

async function ask(judge: string, args: string[]): Promise<Verdict> {
  const { stdout } = await run(judge, args, { timeout: 120_000 })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Verdict
}

async function fill({ ctx }: Site, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, i) => ({ subject: `res_${i}`, rows: i }))
  await tx(ctx, (ctx) => recordMany(ctx, 'serve.read', events))
  await wait(60)
}

async function settled(site: Site, atLeast: number): Promise<number> {
  for (let before = -1; ; await wait(300)) {
    const size = Number((await checkpoint(site)).split('\n')[1])
    if (size >= atLeast && size === before) return size
    before = size
  }
}

async function checkpoint({ url }: Site): Promise<string> {
  for (;;) {
    const response = await fetch(new URL('/ledger/checkpoint', url))
    if (response.ok) return response.text()
    await wait(50)
  }
}

async function verifiers(site: Site): Promise<string[]> {
  const { body } = await site.call('GET', '/api/ledger/keys')
  return (body as { keys: { verifier: string }[] }).keys.map(({ verifier }) => verifier)
}

async function auditor(site: Site): Promise<string> {
  const login = 'sz.audit.auditor'
  const { body } = await site.call('POST', '/api/parties/session', {
    body: { login, password: passwordOf(login) },
  })
  return (body as { token: string }).token
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zhishu-judge-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
