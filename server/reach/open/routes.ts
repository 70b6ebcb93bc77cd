import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import type { Routes } from '../../base/http/index.ts'
import { listOpen, showOpen } from './catalogue.ts'
import { writeCatalog } from './dcat.ts'
import { type Call, limitCalls } from './limit.ts'
import { closeResource, openResource } from './opening.ts'
import { downloadOpen, previewOpen } from './read.ts'
import {
  ById,
  CatalogQuery,
  ClosingInput,
  DcatCatalog,
  ListQuery,
  Opening,
  OpeningInput,
  OpenList,
  OpenPage,
  OpenRows,
  RowsQuery,
} from './types.ts'

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
  http.get('/api/open/resources', {
    summary: { zh: '开放数据目录', en: 'What is open to the public' },
    may: 'public',
    query: ListQuery,
    reply: OpenList,
    headers: forAnyPage,
    run: (ctx, { query, address }) => {
      limitCalls(ctx, address, 'page')
      return listOpen(ctx, query)
    },
  })
  http.get('/api/open/resources/:id', {
    summary: {
      zh: '一项开放数据：字段、版本、使用条件、引用方式',
      en: 'One open resource: columns, versions, terms of use, how to cite',
    },
    may: 'public',
    params: ById,
    reply: OpenPage,
    headers: forAnyPage,
    run: (ctx, { params, address, origin }) => {
      limitCalls(ctx, address, 'page')
      return showOpen(ctx, params.id, origin)
    },
  })
  http.get('/api/open/resources/:id/rows', {
    summary: { zh: '预览前 100 行，可加条件', en: 'The first 100 rows, by condition' },
    may: 'public',
    params: ById,
    query: RowsQuery,
    reply: OpenRows,
    headers: forAnyPage,
    run: (ctx, { params, query, address }) => {
      limitCalls(ctx, address, 'rows')
      return previewOpen(ctx, params.id, query)
    },
  })
  http.raw('GET', '/api/open/resources/:id/file.csv', {
    summary: { zh: '下载整份数据（CSV）', en: 'The whole resource as CSV' },
    may: 'public',
    params: ById,
    replies: ['text/csv'],
    run: (ctx, request, reply) => handOut(ctx, request, reply, 'file'),
  })
  http.raw('HEAD', '/api/open/resources/:id/file.csv', {
    summary: { zh: '整份数据有多大', en: 'How large the whole resource is' },
    may: 'public',
    params: ById,
    replies: ['text/csv'],
    run: (ctx, request, reply) => handOut(ctx, request, reply, 'rows'),
  })
  http.raw('GET', '/api/open/catalog.jsonld', {
    summary: { zh: '开放数据目录（DCAT 3，JSON-LD）', en: 'The open catalogue as DCAT 3 in JSON-LD' },
    may: 'public',
    query: CatalogQuery,
    replies: ['application/ld+json'],
    reply: DcatCatalog,
    run: async (ctx, request, reply) => {
      reply.headers(forAnyPage)
      limitCalls(ctx, request.ip, 'catalog')
      const { cursor } = request.query as { cursor?: string }
      const catalog = await writeCatalog(ctx, originOf(request), cursor)
      return reply.type('application/ld+json; charset=utf-8').send(JSON.stringify(catalog))
    },
  })
}

/** Open data may be read by a page of any site; no cookie counts here. It is asked for anew, since it may be closed. */
const forAnyPage = { 'access-control-allow-origin': '*', 'cache-control': 'no-cache' }

async function handOut(ctx: Ctx, request: FastifyRequest, reply: FastifyReply, call: Call): Promise<unknown> {
  reply.headers(forAnyPage)
  limitCalls(ctx, request.ip, call)
  return downloadOpen(ctx, (request.params as { id: string }).id, request, reply)
}

/** The address the caller reached us by. */
function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
