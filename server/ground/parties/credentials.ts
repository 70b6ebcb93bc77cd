import type { FastifyRequest } from 'fastify'
import { refuseAtEdge } from '../../base/http/index.ts'

/** What a request says about who sends it. */
export interface Credentials {
  readonly method?: string
  /** the caller's address */
  readonly address?: string
  readonly authorization?: string
  readonly cookie?: string
  readonly origin?: string
  readonly host?: string
  readonly secFetchSite?: string
}

/** What a request's headers say about its sender. */
export function credentialsOf({
  method,
  ip,
  headers,
}: Pick<FastifyRequest, 'method' | 'ip' | 'headers'>): Credentials {
  const { authorization, cookie, origin, host } = headers
  const secFetchSite = headers['sec-fetch-site']
  return {
    method,
    address: ip,
    ...(authorization && { authorization }),
    ...(cookie && { cookie }),
    ...(origin && { origin }),
    ...(host && { host }),
    ...(typeof secFetchSite === 'string' && { secFetchSite }),
  }
}

const secureCookie = '__Host-zs'
const loopbackCookie = 'zs_session'

/**
 * The token of a request. An Authorization header alone counts where there is one: a page of another
 * site cannot add it, so such a request needs no check of its origin. The loopback cookie counts on a loopback host
 * alone: elsewhere a neighbouring host, or anybody on a line without TLS, could have planted it.
 */
export function readToken({ authorization, cookie, host }: Credentials): string | undefined {
  if (authorization !== undefined) return /^Bearer +([\w-]{20,128})$/i.exec(authorization)?.[1]
  const jar = readCookies(cookie)
  return jar.get(secureCookie) ?? (isLoopback(host) ? jar.get(loopbackCookie) : undefined)
}

/** Refuses a write that another site's page may have sent with our cookie (CSRF): its origin must be ours. */
export function refuseForeignOrigin(request: Credentials): void {
  const { method = 'GET', authorization, origin, host, secFetchSite } = request
  if (authorization !== undefined || ['GET', 'HEAD', 'OPTIONS'].includes(method)) return
  const foreignSite = secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none'
  const foreignPage = origin !== undefined && hostOf(origin) !== host
  // Browsers always name the origin of such a write; a cookie without it is vouched for by nobody.
  const unnamed = secFetchSite === undefined && origin === undefined && readToken(request) !== undefined
  if (foreignSite || foreignPage || unnamed) throw refuseAtEdge.foreignOrigin()
}

/**
 * The cookie that carries a session to this host, or takes it back when `token` is null. Only a
 * loopback host may go without Secure and the `__Host-` prefix: there is no TLS on one's own machine.
 */
export function writeCookie(host: string | undefined, token: string | null): string {
  const name = isLoopback(host) ? loopbackCookie : secureCookie
  const secure = name === secureCookie ? '; Secure' : ''
  const life = token === null ? '; Max-Age=0' : ''
  return `${name}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax${secure}${life}`
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function readCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  // The first of a name counts: a cookie of a narrower path comes first, and ours has the whole host.
  return new Map(pairs.reverse().flatMap(([name, value]) => (name && value ? [[name, value] as const] : [])))
}
