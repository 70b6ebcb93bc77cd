import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomSecret } from '../crypto/index.ts'

const built = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const nonceMark = /ZHISHU-NONCE/g

/** Paths that are the API's alone: an unknown one is a 404 problem, never a page. */
const apiPath = /^\/(api|ledger|delta-sharing)(\/|$)/
const openPath = /^\/open(\/|$)/

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
}

interface Asset {
  readonly type: string
  readonly plain: Buffer
  readonly br?: Buffer
  readonly gzip?: Buffer
  /** its name holds a digest of its content */
  readonly immutable: boolean
}

/**
 * Serves the built console at `/` and the public pages at `/open`. Every page gets a nonce of its own and a
 * policy that runs nothing else. `directory` is the house's: its `demo.json` names the officers of a demo city.
 */
export function serveSite(server: FastifyInstance, directory: string, build: string = built): void {
  const assets = readAssets(build)
  const pages = { console: readPage(build, 'index.html'), open: readPage(build, 'open.html') }
  server.get('/demo.json', (_request, reply) => sendDemo(reply, join(directory, 'demo.json')))
  server.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const asset = assets.get(path)
    if (asset) return sendAsset(request, reply, asset)
    if (apiPath.test(path) || !asksForPage(request)) return reply.callNotFound()
    return sendPage(reply, openPath.test(path) ? pages.open : pages.console)
  })
}

function asksForPage({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html')
}

function sendAsset({ headers }: FastifyRequest, reply: FastifyReply, asset: Asset) {
  const accepted = String(headers['accept-encoding'] ?? '')
  reply.type(asset.type).header('vary', 'accept-encoding')
  reply.header(
    'cache-control',
    asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  )
  if (asset.br && /\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(asset.br)
  if (asset.gzip && /\bgzip\b/.test(accepted))
    return reply.header('content-encoding', 'gzip').send(asset.gzip)
  return reply.send(asset.plain)
}

function sendPage(reply: FastifyReply, page: string | undefined) {
  if (page === undefined) {
    return reply
      .code(503)
      .type('text/plain; charset=utf-8')
      .send('控制台尚未构建：npm run build:web\nThe console is not built yet: npm run build:web\n')
  }
  const nonce = randomSecret()
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policyOf(nonce))
    .header('cross-origin-opener-policy', 'same-origin')
    .header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    .send(page.replace(nonceMark, nonce))
}

function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}' 'self'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

async function sendDemo(reply: FastifyReply, path: string) {
  const text = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return reply.callNotFound()
  return reply.type('application/json; charset=utf-8').header('cache-control', 'no-store').send(text)
}

function readPage(build: string, name: string): string | undefined {
  const path = join(build, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** Every file of the build by its address; read once, so that no request ever names a path of the disk. */
function readAssets(root: string): Map<string, Asset> {
  if (!existsSync(root)) return new Map()
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'))
  const present = new Set(names)
  const read = (name: string) => readFileSync(join(root, name))
  return new Map(
    names.flatMap((name) => {
      const type = types[name.slice(name.lastIndexOf('.') + 1)]
      if (type === undefined || name.startsWith('.')) return []
      const asset: Asset = {
        type,
        plain: read(name),
        ...(present.has(`${name}.br`) && { br: read(`${name}.br`) }),
        ...(present.has(`${name}.gz`) && { gzip: read(`${name}.gz`) }),
        immutable: name.startsWith('assets/'),
      }
      return [[`/${name}`, asset] as const]
    }),
  )
}
