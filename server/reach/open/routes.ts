import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import type { RawRoute, Routes } from '../../base/http/index.ts'
import { listOpen, showOpen } from './catalogue.ts'
import { writeCatalog } from './dcat.ts'
import { type Call, limitCalls } from './limit.ts'
import { closeResource, openResource } from './opening.ts'
import { downloadOpen, previewOpen } from './read.ts'
import { ById, CatalogQuery, ClosingInput, ListQuery, Opening, OpeningInput, RowsQuery } from './types.ts'

export const routes: Routes = (http) => {
  http.post('/api/open/resources/:id/opening', {
    summary: { zh: '向社会开放（选定字段和行）', en: 'Open chosen items of a resource to the public' },
    may: 'open.open',
    params: ById,
    body: OpeningInput,
    reply: Opening,
    status: 201,
    run: (ctx, { params, body }) => openResource(ctx, params.id, body),
  })
  http.post('/api/open/resources/:id/closing', {
    summary: { zh: '停止向社会开放', en: 'Close a resource to the public' },
    may: 'open.open',
    params: ById,
    body: ClosingInput,
    reply: Opening,
    run: (ctx, { params, body }) => closeResource(ctx, params.id, body.reason),
  })
  http.raw('GET', '/api/open/resources', {
    summary: { zh: '开放数据目录', en: 'What is open to the public' },
    may: 'public',
    query: ListQuery,
    replies: ['application/json'],
    run: forPublic('page', (ctx, request) => listOpen(ctx, queryOf<ListQuery>(request))),
  })
  http.raw('GET', '/api/open/resources/:id', {
    summary: {
      zh: '一项开放数据：字段、版本、使用条件、引用方式',
      en: 'One open resource: columns, versions, terms of use, how to cite',
    },
    may: 'public',
    params: ById,
    replies: ['application/json'],
    run: forPublic('page', (ctx, request) => showOpen(ctx, idOf(request), originOf(request))),
  })
  http.raw('GET', '/api/open/resources/:id/rows', {
    summary: { zh: '预览前 100 行，可加条件', en: 'The first 100 rows, by condition' },
    may: 'public',
    params: ById,
    query: RowsQuery,
    replies: ['application/json'],
    run: forPublic('rows', (ctx, request) => previewOpen(ctx, idOf(request), queryOf<RowsQuery>(request))),
  })
  http.raw('GET', '/api/open/resources/:id/file.csv', {
    summary: { zh: '下载整份数据（CSV）', en: 'The whole resource as CSV' },
    may: 'public',
    params: ById,
    replies: ['text/csv'],
    run: async (ctx, request, reply) => {
      limitCalls(ctx, request, forAnyPage(reply), 'file')
      return downloadOpen(ctx, idOf(request), request, reply)
    },
  })
  http.raw('GET', '/api/open/catalog.jsonld', {
    summary: { zh: '开放数据目录（DCAT 3，JSON-LD）', en: 'The open catalogue as DCAT 3 in JSON-LD' },
    may: 'public',
    query: CatalogQuery,
    replies: ['application/ld+json'],
    run: async (ctx, request, reply) => {
      limitCalls(ctx, request, forAnyPage(reply), 'catalog')
      const { cursor } = request.query as { cursor?: string }
      const catalog = await writeCatalog(ctx, originOf(request), cursor)
      return reply.type('application/ld+json; charset=utf-8').send(JSON.stringify(catalog))
    },
  })
}

function forPublic(
  call: Call,
  read: (ctx: Ctx, request: FastifyRequest) => Promise<object>,
): RawRoute['run'] {
  return async (ctx, request, reply) => {
    limitCalls(ctx, request, forAnyPage(reply), call)
    const found = await read(ctx, request)
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(found))
  }
}

/** Open data may be read by a page of any site; no cookie counts here. It is asked for anew, since it may be closed. */
function forAnyPage(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cache-control', 'no-cache')
}

/** The checked query of a raw route; numbers arrive as text. */
function queryOf<Q extends { limit?: number }>(request: FastifyRequest): Q {
  const { limit, ...query } = request.query as Record<string, string>
  return { ...query, ...(limit !== undefined && { limit: Number(limit) }) } as Q
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id
}

/** The address the caller reached us by. */
function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
