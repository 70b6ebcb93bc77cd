import type { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Actor, Ctx } from '../ctx.ts'
import { Problem } from '../problem.ts'
import { answerOnce } from './answers.ts'
import { JsonFault, parseStrict } from './json.ts'
import { refuse } from './refusals.ts'
import type { AnyRoute, RawRoute, RouteEntry } from './route.ts'
import { compileCheck, invalidFields, readQuery } from './validate.ts'

/** What the edge asks the house: who is this, and may they. */
export interface Gate {
  authenticate(ctx: Ctx, request: FastifyRequest): Promise<Actor>
  /** throws the Problem that refuses */
  authorise(ctx: Ctx, action: string): Promise<void>
}

const megabyte = 1024 * 1024

/** Builds the HTTP server over the rooms' endpoints: an explicit list, nothing else answers. */
export function buildServer(house: Ctx, gate: Gate, entries: readonly RouteEntry[]): FastifyInstance {
  const server = Fastify({
    bodyLimit: megabyte,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 512 },
  })
  readBodies(server)
  server.addHook('onSend', writeSecurityHeaders)
  server.setErrorHandler((error, request, reply) => tellProblem(house, error, request, reply))
  server.setNotFoundHandler((request, reply) => tellProblem(house, refuse.notFound(), request, reply))
  for (const entry of entries) {
    if (entry.route) addRoute(server, house, gate, entry, entry.route)
    if (entry.raw) addRaw(server, house, gate, entry, entry.raw)
  }
  return server
}

function addRoute(
  server: FastifyInstance,
  house: Ctx,
  gate: Gate,
  { method, path }: RouteEntry,
  route: AnyRoute,
): void {
  const checks = {
    params: route.params && compileCheck(route.params),
    query: route.query && compileCheck(route.query),
    body: route.body && compileCheck(route.body),
  }
  server.route({
    method,
    url: path,
    ...(route.bodyLimitBytes !== undefined && { bodyLimit: route.bodyLimitBytes }),
    handler: async (request, reply) => {
      const ctx = await admit(house, gate, request, route.may)
      const query = readQuery(route.query, request.query as Record<string, unknown>)
      checks.params?.(request.params, '/params')
      checks.query?.(query, '/query')
      if (!checks.query && Object.keys(query).length > 0) throw unknownQuery(query)
      checks.body?.(request.body, '')
      const input = { params: request.params, query, body: request.body } as never
      const status = route.status ?? 200
      const key = request.headers['idempotency-key']
      const kept = method !== 'GET' && route.effect !== 'outside' && typeof key === 'string'
      const work = async (ctx: Ctx) => ({ status, body: await route.run(ctx, input) })
      const answer = kept
        ? await answerOnce(ctx, key, { method, url: request.url, body: request.body }, work)
        : await work(ctx)
      return reply
        .code(answer.status)
        .header('cache-control', 'no-store')
        .send(answer.body ?? null)
    },
  })
}

function addRaw(
  server: FastifyInstance,
  house: Ctx,
  gate: Gate,
  { method, path }: RouteEntry,
  raw: RawRoute,
): void {
  const checkParams = raw.params && compileCheck(raw.params)
  const checkQuery = raw.query && compileCheck(raw.query)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const ctx = await admit(house, gate, request, raw.may)
    checkParams?.(request.params, '/params')
    checkQuery?.(readQuery(raw.query, request.query as Record<string, unknown>), '/query')
    return (await raw.run(ctx, request, reply)) as Readable
  }
  const options = {
    method,
    url: path,
    handler,
    ...(raw.bodyLimitBytes !== undefined && { bodyLimit: raw.bodyLimitBytes }),
  }
  if (!raw.streams) {
    server.route(options)
    return
  }
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    scope.route(options)
  })
}

async function admit(house: Ctx, gate: Gate, request: FastifyRequest, may: string): Promise<Ctx> {
  const actor = await gate.authenticate(house, request)
  const ctx = { ...house, actor }
  if (may === 'public') return ctx
  if (actor.kind === 'public') throw refuse.signIn()
  if (may !== 'signedIn') await gate.authorise(ctx, may)
  return ctx
}

function unknownQuery(query: Record<string, unknown>): Problem {
  return invalidFields(
    Object.keys(query).map((name) => ({
      field: `/query/${name}`,
      rule: 'unknown',
      zh: '没有这个查询参数',
      en: 'there is no such query parameter',
    })),
  )
}

function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      if (body.length === 0) return done(null, undefined)
      done(null, parseStrict(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)))
    } catch (error) {
      done(error as Error)
    }
  })
}

async function writeSecurityHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('referrer-policy', 'no-referrer')
  reply.header('x-frame-options', 'DENY')
  if (!reply.hasHeader('content-security-policy')) {
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  }
}

/** Tells a refusal as RFC 9457 in the reader's language; a bug becomes a 500 with an incident id. */
async function tellProblem(house: Ctx, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(house, error, request)
  const { zh, en } = problem.text
  const language = prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh'
  const rule = problem.rule && citeRule(house, problem.rule)
  reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
  if (problem.status === 503) reply.header('retry-after', '1')
  return reply.send(
    JSON.stringify({
      type: problem.type,
      title: language === 'en' ? en : zh,
      status: problem.status,
      texts: { zh, en },
      ...(problem.remedy && { remedy: problem.remedy }),
      ...(rule && { rule }),
      ...problem.facts,
    }),
  )
}

function toProblem(house: Ctx, error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof JsonFault) {
    return error.fault.rule === 'syntax'
      ? refuse.malformed({ errors: [error.fault] })
      : invalidFields([error.fault])
  }
  const { code } = error as { code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse.tooLarge()
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refuse.mediaType()
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return refuse.malformed()
  if ((error as { statusCode?: number }).statusCode === 400) return refuse.malformed()
  const incident = house.ids.next('inc')
  house.log.error('incident', {
    incident,
    method: request.method,
    route: request.routeOptions.url,
    error: String((error as Error).stack ?? error),
  })
  return refuse.broken({ incident })
}

function citeRule(house: Ctx, id: string) {
  const { article, cite } = { article: house.rules.rule(id).article, cite: house.rules.cite(id) }
  return { id, article, ...cite }
}

function prefersEnglish(header: string | undefined): boolean {
  return /^\s*en\b/i.test(header ?? '')
}
