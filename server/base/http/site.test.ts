import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { serveSite } from './site.ts'

const directory = await mkdtemp(join(tmpdir(), 'zhishu-site-'))
const built = join(directory, 'dist')
await makeBuild()
after(() => rm(directory, { recursive: true, force: true }))

const html = { accept: 'text/html,application/xhtml+xml' }

test('every page gets a nonce of its own, and a policy that runs nothing else', async () => {
  const server = open()
  const [first, second] = [
    await server.inject({ url: '/', headers: html }),
    await server.inject({ url: '/cases/cas_1', headers: html }),
  ]
  const nonce = /script nonce="([^"]+)"/.exec(first.body)?.[1]
  assert.equal(first.statusCode, 200)
  assert.match(
    String(first.headers['content-security-policy']),
    new RegExp(`script-src 'nonce-${nonce}' 'strict-dynamic'`),
  )
  assert.match(
    String(first.headers['content-security-policy']),
    /default-src 'none'.*frame-ancestors 'none'; base-uri 'none'/,
  )
  assert.equal(second.body.includes(String(nonce)), false)
  assert.equal(second.headers['cache-control'], 'no-store')
})

test('an unknown path of the API is never answered with a page', async () => {
  const server = open()
  for (const url of ['/api/nothing', '/ledger/nothing', '/delta-sharing/nothing'])
    assert.equal((await server.inject({ url, headers: html })).statusCode, 404, url)
  assert.equal((await server.inject({ url: '/picture.png', headers: { accept: 'image/*' } })).statusCode, 404)
})

test('a hashed asset is kept for ever and sent in the encoding the reader takes', async () => {
  const server = open()
  const read = (encoding: string) =>
    server.inject({ url: '/assets/a-1234.js', headers: { 'accept-encoding': encoding } })
  const [brotli, gzip, plain] = [await read('gzip, br'), await read('gzip'), await read('identity')]
  assert.deepEqual([brotli.body, gzip.body, plain.body], ['brotli', 'gzip', 'plain'])
  assert.deepEqual(
    [brotli.headers['content-encoding'], gzip.headers['content-encoding'], plain.headers['content-encoding']],
    ['br', 'gzip', undefined],
  )
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
})

test('nothing outside the build can be read', async () => {
  const server = open()
  for (const url of [
    '/../demo.json.secret',
    '/assets/..%2f..%2fsecret',
    '/.vite/manifest.json',
    '/index.html',
  ])
    assert.notEqual((await server.inject({ url })).statusCode, 200, url)
})

test('the officers are named only where the city is a demo', async () => {
  const server = open()
  assert.equal((await server.inject({ url: '/demo.json' })).statusCode, 404)
  await writeFile(join(directory, 'demo.json'), '{"officers":[]}')
  const answer = await server.inject({ url: '/demo.json' })
  assert.deepEqual([answer.statusCode, answer.json()], [200, { officers: [] }])
})

test('the public pages are an entry of their own', async () => {
  const server = open()
  assert.match((await server.inject({ url: '/open/resources/res_1', headers: html })).body, /public/)
})

function open() {
  const server = Fastify()
  serveSite(server, directory, built)
  return server
}

async function makeBuild(): Promise<void> {
  await mkdir(join(built, 'assets'), { recursive: true })
  await mkdir(join(built, '.vite'))
  const files: Record<string, string> = {
    'index.html': '<script nonce="ZHISHU-NONCE"></script>console',
    'open.html': '<script nonce="ZHISHU-NONCE"></script>public',
    'assets/a-1234.js': 'plain',
    'assets/a-1234.js.br': 'brotli',
    'assets/a-1234.js.gz': 'gzip',
    '.vite/manifest.json': '{}',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(built, name), text)
}
