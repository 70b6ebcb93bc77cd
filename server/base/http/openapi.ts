import type { TSchema } from 'typebox'
import type { Refusal, RefusalTable } from '../problem.ts'
import type { AnyRoute, Method, RawRoute, RouteEntry } from './route.ts'
import { closed } from './validate.ts'

/**
 * Writes the endpoints as OpenAPI 3.1 (OAI, 2021). Every operation carries both languages and the
 * permission it asks for (`x-may`); every refusal is a problem document (RFC 9457).
 */
export function writeOpenApi(
  entries: readonly RouteEntry[],
  refusals: Readonly<Record<string, RefusalTable>>,
) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const entry of [...entries].sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))) {
    const path = entry.path.replace(/:(\w+)/g, '{$1}').replace('*', '{rest}')
    paths[path] = { ...paths[path], [entry.method.toLowerCase()]: operationOf(entry) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Zhishu 治数', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'zs_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    'x-problems': listProblems(refusals),
  }
}

/** All refusals of the house as `type → status, zh, en`, sorted: the golden list. */
export function listProblems(
  refusals: Readonly<Record<string, RefusalTable>>,
): Record<string, Pick<Refusal, 'status' | 'zh' | 'en'>> {
  const rows = Object.entries(refusals).flatMap(([room, table]) =>
    Object.entries(table).map(
      ([name, { status, zh, en }]) => [`/problems/${room}/${name}`, { status, zh, en }] as const,
    ),
  )
  return Object.fromEntries(rows.sort(([a], [b]) => compare(a, b)))
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'texts'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    texts: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
    remedy: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
    rule: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        article: { type: 'string' },
        zh: { type: 'string' },
        en: { type: 'string' },
      },
    },
    detail: { type: 'string', description: 'how many fields are wrong and which is the first' },
    details: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
    errors: { type: 'array', items: { type: 'object' } },
  },
}

function operationOf({ method, path, route, raw }: RouteEntry): Record<string, unknown> {
  const described = route ?? raw
  if (!described) throw new Error(`no endpoint behind ${method} ${path}`)
  return {
    operationId: nameOf(method, path),
    summary: described.summary.en,
    'x-summary-zh': described.summary.zh,
    'x-may': described.may,
    tags: [path.split('/')[path.startsWith('/api/') ? 2 : 1]],
    ...(described.may !== 'public' && { security: [{ session: [] }, { bearer: [] }] }),
    ...parametersOf(path, described.params, described.query),
    ...(route ? typedBodies(route) : raw ? rawBodies(method, raw) : {}),
  }
}

function typedBodies(route: AnyRoute): Record<string, unknown> {
  return {
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: plain(route.body) } } },
    }),
    responses: {
      [route.status ?? 200]: {
        description: 'ok',
        content: { 'application/json': { schema: plain(route.reply) } },
      },
      default: problemReply,
    },
  }
}

function rawBodies(method: Method, raw: RawRoute): Record<string, unknown> {
  const replies = method === 'HEAD' ? [] : raw.replies
  if (!raw.reply && replies.some(isJson))
    throw new Error(`an endpoint answers JSON of no form: ${raw.summary.en}`)
  return {
    ...(raw.accepts && { requestBody: { required: true, content: contentOf(raw.accepts, raw.body) } }),
    responses: {
      [raw.status ?? 200]: {
        description: 'ok',
        ...(replies.length > 0 && { content: contentOf(replies, raw.reply) }),
      },
      default: raw.refusal ? foreignReply(raw.refusal) : problemReply,
    },
  }
}

/** JSON by its schema, any kind of text as text; bytes have no schema (OpenAPI 3.1, 4.8.14.2). */
function contentOf(types: readonly string[], json: TSchema | undefined): Record<string, unknown> {
  const schemaOf = (type: string): unknown => {
    if (isJson(type)) return json && plain(json)
    return /^text\/|ndjson$/.test(type) ? { type: 'string' } : undefined
  }
  return Object.fromEntries(
    types.map((type) => {
      const schema = schemaOf(type)
      return [type, schema === undefined ? {} : { schema }]
    }),
  )
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type)
}

function foreignReply(refusal: TSchema): Record<string, unknown> {
  return {
    description: 'a refusal, in the form of its protocol or (RFC 9457) of the edge',
    content: { 'application/json': { schema: plain(refusal) }, ...problemReply.content },
  }
}

const problemReply = {
  description: 'a refusal (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function parametersOf(path: string, params: TSchema | undefined, query: TSchema | undefined) {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: propertyOf(params, name ?? '') ?? { type: 'string' },
  }))
  const { properties = {}, required = [] } = (query && (plain(query) as ObjectSchema)) ?? {}
  const asked = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  const parameters = [...named, ...asked]
  return parameters.length > 0 ? { parameters } : {}
}

interface ObjectSchema {
  properties?: Record<string, unknown>
  required?: string[]
}

function propertyOf(schema: TSchema | undefined, name: string): unknown {
  return schema && (plain(schema) as ObjectSchema).properties?.[name]
}

function plain(schema: TSchema): unknown {
  return closed(JSON.parse(JSON.stringify(schema)))
}

function nameOf(method: string, path: string): string {
  const words = path
    .replace(/^\/api/, '')
    .split(/[/.:*_-]+/)
    .filter(Boolean)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
