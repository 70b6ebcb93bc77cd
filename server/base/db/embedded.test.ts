import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type PrivatePostgres, startPostgres } from './embedded.ts'
import { postgresAccount } from './embedded-account.ts'

const suite = mkdtempSync(join(tmpdir(), 'zhishu-test-'))
let made: Promise<string> | undefined
after(() => rmSync(suite, { recursive: true, force: true }))

test('a row acknowledged before PostgreSQL is killed is found after the restart', () =>
  inDirectory(async (directory) => {
    const first = await startPostgres({ directory })
    await query(first, 'create table kept (word text)')
    await query(first, "insert into kept values ('应收尽收')")
    process.kill(first.pid, 'SIGKILL')
    await first.stop()

    const second = await startPostgres({ directory })
    assert.deepEqual(await query(second, 'select word from kept'), [{ word: '应收尽收' }])
    await second.stop()
  }))

test('an acknowledged row is on the disk, behind a password and without a port', () =>
  inDirectory(async (directory) => {
    const server = await startPostgres({ directory })
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'data_sync_retry']
    const asked = [...names, 'listen_addresses', 'server_encoding']
    const found = await query(server, `select ${asked.map((it) => `current_setting('${it}') ${it}`).join()}`)
    assert.deepEqual(found, [
      {
        fsync: 'on',
        full_page_writes: 'on',
        synchronous_commit: 'on',
        data_checksums: 'on',
        data_sync_retry: 'off',
        listen_addresses: '',
        server_encoding: 'UTF8',
      },
    ])
    const stranger = { ...server, connection: { ...server.connection, password: 'guess' } }
    await assert.rejects(query(stranger, 'select 1'), { code: '28P01' })
    assert.equal(statSync(join(server.home, 'password')).mode & 0o777, 0o600)
    await server.stop()
  }))

test('a second start on a held directory is refused and names the holder', () =>
  inDirectory(async (directory) => {
    const server = await startPostgres({ directory })
    await assert.rejects(
      startPostgres({ directory }),
      new RegExp(`already in use .* process ${process.pid} `),
    )
    assert.deepEqual(await query(server, 'select 1 as one'), [{ one: 1 }])
    await server.stop()
  }))

test('after Zhishu is killed its PostgreSQL is shut down and the data open again', () =>
  inDirectory(async (directory) => {
    const owner = await startOwner(directory)
    await assert.rejects(startPostgres({ directory }), new RegExp(`process ${owner.process.pid} `))
    owner.process.kill('SIGKILL')
    await new Promise((resolve) => owner.process.once('close', resolve))
    assert.equal(isAlive(owner.postgres), true)

    const server = await startPostgres({ directory })
    assert.equal(isAlive(owner.postgres), false)
    assert.deepEqual(await query(server, 'select word from kept'), [{ word: '一数一源' }])
    await server.stop()
  }))

test('Zhishu that ends without a word takes its PostgreSQL with it', () =>
  inDirectory(async (directory) => {
    const owner = await startOwner(directory)
    owner.process.kill('SIGUSR2')
    await new Promise((resolve) => owner.process.once('close', resolve))
    for (let waited = 0; isAlive(owner.postgres) && waited < 5_000; waited += 20) await wait(20)
    assert.equal(isAlive(owner.postgres), false)
  }))

test('an empty postmaster.pid left by a power cut does not keep the data shut', () =>
  inDirectory(async (directory) => {
    const first = await startPostgres({ directory })
    await first.stop()
    writeFileSync(join(first.home, 'data', 'postmaster.pid'), '')
    const second = await startPostgres({ directory })
    assert.deepEqual(await query(second, 'select 1 as one'), [{ one: 1 }])
    await second.stop()
  }))

test('a path too long for a socket gets a short one that goes away at the end', () =>
  inDirectory(async (directory) => {
    const server = await startPostgres({ directory: join(directory, '数据'.repeat(20)), settings: FAST })
    assert.equal(server.connection.host.startsWith(directory), false)
    assert.deepEqual(await query(server, 'select 1 as one'), [{ one: 1 }])
    await server.stop()
    assert.equal(statSync(server.connection.host, { throwIfNoEntry: false }), undefined)
  }))

const unlessRoot = postgresAccount() === undefined ? 'only root runs PostgreSQL under another account' : false
test(
  "a directory PostgreSQL's account cannot reach is kept elsewhere, and found again",
  {
    skip: unlessRoot,
  },
  () =>
    inDirectory(async (directory) => {
      const asked = join(directory, 'shut', 'pg')
      mkdirSync(asked, { recursive: true })
      chmodSync(join(directory, 'shut'), 0o700)
      const said: string[] = []
      const options = { directory: asked, settings: FAST, log: (line: string) => said.push(line) }
      const first = await startPostgres(options)
      try {
        await query(first, 'create table kept ()')
        await first.stop()
        const second = await startPostgres(options)
        assert.deepEqual(await query(second, 'select * from kept'), [])
        assert.equal(second.home, first.home)
        assert.equal(
          said.some((line) => line.includes(`its data are in ${first.home}`)),
          true,
        )
        await second.stop()
      } finally {
        rmSync(first.home, { recursive: true, force: true })
      }
    }),
)

/** Where the test is not about durability. */
const FAST = { fsync: 'off' }

/** A directory with a cluster in it, started and stopped once. */
async function inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = join(suite, randomUUID())
  made ??= makeCluster()
  execFileSync('cp', ['-a', await made, directory])
  await work(directory)
}

/** Made once and copied: making a cluster takes longer than most of what is asked of it. */
async function makeCluster(): Promise<string> {
  chmodSync(suite, 0o711)
  const directory = join(suite, 'made')
  const server = await startPostgres({ directory })
  await server.stop()
  return directory
}

async function query(server: Pick<PrivatePostgres, 'connection'>, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const OWNER = `
  import { startPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
  import pg from ${JSON.stringify(import.meta.resolve('pg'))}
  const server = await startPostgres({ directory: process.argv[1] })
  const client = new pg.Client(server.connection)
  await client.connect()
  await client.query('create table kept (word text)')
  await client.query("insert into kept values ('一数一源')")
  process.on('SIGUSR2', () => process.exit(3))
  console.log(server.pid)
  setInterval(() => {}, 1000)
`

/** Another process that owns the directory and has had a row acknowledged. */
async function startOwner(directory: string): Promise<{ process: ChildProcess; postgres: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', OWNER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, postgres: Number(line) }
  }
  throw new Error('The owner ended without starting PostgreSQL.')
}

/** Alive and not merely waiting to be reaped. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
