import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Ctx } from '../ctx.ts'
import type { Bilingual } from '../problem.ts'

/**
 * One endpoint as data. `may` is the permission the policy room is asked for: `public` for
 * everybody, `signedIn` for every official, otherwise an action such as `share.request`.
 */
export interface Route<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> {
  readonly summary: Bilingual
  readonly may: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly reply: R
  /** 200 unless said otherwise */
  readonly status?: number
  readonly bodyLimitBytes?: number
  /** of every answer, refusals too; `cache-control` is `no-store` unless said here */
  readonly headers?: Readonly<Record<string, string>>
  /** `tx`: the effect and the kept answer of an Idempotency-Key are one transaction (default for writes) */
  readonly effect?: 'tx' | 'outside'
  readonly run: (ctx: Ctx, input: Input<P, Q, B>) => Promise<Static<R>>
}

export interface Input<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly params: Static<P>
  readonly query: Static<Q>
  readonly body: Static<B>
  /** whom the call comes from (`X-Forwarded-For` counts from trusted proxies alone) */
  readonly address: string
  /** how the caller reached us: `https://data.example.gov.cn` */
  readonly origin: string
}

/** What flows in or out as bytes: uploads, files, NDJSON, other people's protocols. */
export interface RawRoute {
  readonly summary: Bilingual
  readonly may: string
  /** read the request body as a stream (`request.body` is a Readable), whatever its type */
  readonly streams?: boolean
  /** its answer is a stream that may take long: it breaks off once its reader's session, person or right has ended */
  readonly lasts?: boolean
  readonly bodyLimitBytes?: number
  /** what a JSON body must be; checked before `run` */
  readonly body?: TSchema
  /** what a JSON answer is, for the OpenAPI document; `run` writes it itself */
  readonly reply?: TSchema
  /** what its refusals are, where another protocol has a form of its own */
  readonly refusal?: TSchema
  /** of a good answer, for the OpenAPI document; 200 unless said otherwise */
  readonly status?: number
  /** media types for the OpenAPI document */
  readonly accepts?: readonly string[]
  /** empty where the answer is its headers alone */
  readonly replies: readonly string[]
  readonly params?: TSchema
  readonly query?: TSchema
  readonly run: (ctx: Ctx, request: FastifyRequest, reply: FastifyReply) => Promise<unknown | Readable>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'

export type AnyRoute = Route<TSchema, TSchema, TSchema, TSchema>

export interface RouteEntry {
  readonly method: Method
  readonly path: string
  readonly route?: AnyRoute
  readonly raw?: RawRoute
}

/** Paths are written as the caller sees them, `/api/share/submissions/:id`. */
export interface RouteBook {
  get<P extends TSchema, Q extends TSchema, R extends TSchema>(
    path: string,
    route: Route<P, Q, TSchema, R>,
  ): void
  post<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
    path: string,
    route: Route<P, Q, B, R>,
  ): void
  put<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
    path: string,
    route: Route<P, Q, B, R>,
  ): void
  delete<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
    path: string,
    route: Route<P, Q, B, R>,
  ): void
  raw(method: Method, path: string, route: RawRoute): void
}

/** A room's endpoints: an explicit list, wiring only. */
export type Routes = (http: RouteBook) => void

/** Collects the endpoints of all rooms; two rooms claiming one path is a bug found at start. */
export function collectRoutes(rooms: readonly { routes?: Routes }[]): RouteEntry[] {
  const entries: RouteEntry[] = []
  const add = (entry: RouteEntry) => {
    const taken = entries.some(({ method, path }) => method === entry.method && path === entry.path)
    if (taken) throw new Error(`two endpoints claim ${entry.method} ${entry.path}`)
    entries.push(entry)
  }
  const typed = (method: Method) => (path: string, route: unknown) =>
    add({ method, path, route: route as AnyRoute })
  const book = {
    get: typed('GET'),
    post: typed('POST'),
    put: typed('PUT'),
    delete: typed('DELETE'),
    raw: (method: Method, path: string, raw: RawRoute) => add({ method, path, raw }),
  } as RouteBook
  for (const { routes } of rooms) routes?.(book)
  return entries
}
