import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Ctx } from '../ctx.ts'
import { isDatabaseAway } from '../db/index.ts'
import { Problem } from '../problem.ts'
import { admit, admittedCtx, type Gate, readmit } from './admit.ts'
import { answerOnce } from './answers.ts'
import { tellClientFault } from './client-fault.ts'
import { sayFaults } from './fault-words.ts'
import { JsonFault, parseStrict } from './json.ts'
import { blameCursor } from './page.ts'
import { awaitBody, awaitReader, type Patience, usualPatience } from './patience.ts'
import { refuse } from './refusals.ts'
import type { AnyRoute, RawRoute, RouteEntry } from './route.ts'
import { whilePermitted } from './running.ts'
import { type EdgeSettings, readEdgeSettings } from './settings.ts'
import { compileCheck, invalidFields, readQuery, refuseUnreadable } from './validate.ts'

const megabyte = 1024 * 1024

/** What every endpoint stands on. */
interface Edge {
  readonly server: FastifyInstance
  readonly house: Ctx
  readonly gate: Gate
  readonly patience: Patience
}

/** Builds the HTTP server over the rooms' endpoints: an explicit list, nothing else answers. */
export function buildServer(
  house: Ctx,
  gate: Gate,
  entries: readonly RouteEntry[],
  patience: Patience = usualPatience,
  settings: EdgeSettings = readEdgeSettings(),
): FastifyInstance {
  const server = Fastify({
    bodyLimit: megabyte,
    // Bodies have their own patience: one limit for all would cut off a large upload.
    requestTimeout: 0,
    http: {
      headersTimeout: patience.headersMs,
      connectionsCheckingInterval: patience.headersMs / 4,
      // `refuseHost` tells it in our own form.
      requireHostHeader: false,
    },
    keepAliveTimeout: 65_000,
    trustProxy: settings.trustedProxies.length > 0 && [...settings.trustedProxies],
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 512 },
    clientErrorHandler: tellClientFault,
    frameworkErrors: (error, request, reply) => void tellProblem(house, error, request, reply),
  })
  readBodies(server)
  server.addHook('onRequest', async (request) => refuseHost(request, settings.hosts))
  server.addHook('onRequest', async (_request, reply) => awaitReader(reply))
  server.addHook('onSend', writeSecurityHeaders)
  server.setErrorHandler((error, request, reply) => tellProblem(house, error, request, reply))
  server.setNotFoundHandler((request, reply) => tellProblem(house, refuse.notFound(), request, reply))
  const edge: Edge = { server, house, gate, patience }
  for (const entry of entries) {
    if (entry.route) addRoute(edge, entry, entry.route)
    if (entry.raw) addRaw(edge, entry, entry.raw)
  }
  return server
}

function addRoute(
  { server, house, gate, patience }: Edge,
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
    exposeHeadRoute: false,
    ...(route.bodyLimitBytes !== undefined && { bodyLimit: route.bodyLimitBytes }),
    onRequest: async (request, reply) => {
      awaitBody(request, reply, patience, false)
      await admit(house, gate, request, route.may)
    },
    handler: async (request, reply) => {
      const ctx = admittedCtx(request)
      reply.headers({ 'cache-control': 'no-store', ...route.headers })
      refuseUnreadable(request)
      const query = readQuery(route.query, request.query as Record<string, unknown>)
      checks.params?.(request.params, '/params')
      checks.query?.(query, '/query')
      if (!checks.query && Object.keys(query).length > 0) throw unknownQuery(query)
      checks.body?.(request.body, '')
      const from = { address: request.ip, origin: `${request.protocol}://${request.host}` }
      const input = { params: request.params, query, body: request.body, ...from } as never
      const status = route.status ?? 200
      const key = request.headers['idempotency-key']
      const kept = method !== 'GET' && route.effect !== 'outside' && typeof key === 'string'
      const work = async (ctx: Ctx) => ({
        status,
        body: await route.run(ctx, input).catch((error: unknown) => blameCursor(error, query)),
      })
      const answer = kept
        ? await answerOnce(ctx, key, { method, url: request.url, body: request.body }, work)
        : await work(ctx)
      return reply.code(answer.status).send(answer.body ?? null)
    },
  })
}

function addRaw({ server, house, gate, patience }: Edge, { method, path }: RouteEntry, raw: RawRoute): void {
  const checkParams = raw.params && compileCheck(raw.params)
  const checkQuery = raw.query && compileCheck(raw.query)
  const checkBody = raw.body && compileCheck(raw.body)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const ctx = admittedCtx(request)
    refuseUnreadable(request)
    const query = readQuery(raw.query, request.query as Record<string, unknown>)
    checkParams?.(request.params, '/params')
    checkQuery?.(query, '/query')
    checkBody?.(request.body, '')
    return (await raw.run(ctx, request, reply).catch((error) => blameCursor(error, query))) as Readable
  }
  const options = {
    method,
    url: path,
    exposeHeadRoute: false,
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      awaitBody(request, reply, patience, raw.streams === true)
      await admit(house, gate, request, raw.may)
    },
    handler,
    ...(raw.lasts && { onSend: sendWhileAdmitted }),
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

/** A refusal goes out as it is; bytes that flow do so while their reader may have them. */
async function sendWhileAdmitted(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
  return payload instanceof Readable
    ? whilePermitted(reply, payload, { ask: () => readmit(request) })
    : payload
}

// Addresses we write (a sharing profile, links of open data) name the host that was asked for, so it must be one.
function refuseHost({ host }: FastifyRequest, hosts: readonly string[]): void {
  const named = (host ?? '').toLowerCase()
  if (!/^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/.test(named)) throw refuse.badHost()
  if (hosts.length > 0 && !hosts.includes(named)) throw refuse.otherHost({ host: named })
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
  const details = sayFaults(problem.facts.errors)
  const language = prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh'
  const rule = problem.rule && citeRule(house, problem.rule)
  reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
  const waitSeconds = problem.facts.retryAfterSeconds ?? (problem.status === 503 ? 1 : undefined)
  if (waitSeconds !== undefined) reply.header('retry-after', String(waitSeconds))
  return reply.send(
    JSON.stringify({
      // Facts first: none may take the place of a member that RFC 9457 or we define.
      ...problem.facts,
      type: problem.type,
      title: language === 'en' ? en : zh,
      ...(details && { detail: details[language], details }),
      status: problem.status,
      texts: { zh, en },
      ...(problem.remedy && { remedy: problem.remedy }),
      ...(rule && { rule }),
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
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') return refuse.badAddress()
  // Two changes met (deadlock, serialisation, a lock not got in time, no connection left): nothing was done.
  if (['40P01', '40001', '55P03', '53300'].includes(code ?? '')) return refuse.busy()
  if ((error as { statusCode?: number }).statusCode === 400) return refuse.malformed()
  if (isDatabaseAway(error)) return refuse.busy()
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
