import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { PageOf, PageQuery, type Routes, takePlace } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { findDelivery, findPlan, listDeliveries } from './delivery.ts'
import { readerOf, tellDelivery } from './events.ts'
import { receiveUpload } from './receive.ts'
import { downloadRejects, listRejects } from './rejects.ts'
import { beginPull, listSources, registerSource } from './source.ts'
import { Delivery, Mode, ReadingPlan, RejectRow, Source, SourceInput } from './types.ts'

const ById = Type.Object({ id: Type.String({ pattern: idPattern }) })
const OfResource = Type.Object({ resource: Type.String({ pattern: idPattern }) })
const OfVersion = Type.Object({
  resource: Type.String({ pattern: idPattern }),
  n: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
})
const UploadQuery = Type.Object({
  resource: Type.String({ pattern: idPattern }),
  mode: Type.Optional(Mode),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 31 })),
})

export const routes: Routes = (http) => {
  http.raw('POST', '/api/collect/deliveries', {
    summary: {
      zh: '交付数据文件（流式上传，落盘后应答）',
      en: 'Hand in a data file (streamed; answered once durable)',
    },
    may: 'collect.deliver',
    streams: true,
    accepts: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    replies: ['application/json'],
    status: 202,
    reply: Delivery,
    query: UploadQuery,
    run: takeUpload,
  })
  http.get('/api/collect/deliveries', {
    summary: { zh: '资源的历次交付', en: 'Deliveries of a resource' },
    may: 'collect.read',
    query: OfResource,
    reply: Type.Object({ items: Type.Array(Delivery) }),
    run: async (ctx, { query }) => ({ items: await listDeliveries(ctx, query.resource) }),
  })
  http.get('/api/collect/deliveries/:id', {
    summary: { zh: '交付的状态与进度', en: 'State and progress of a delivery' },
    may: 'collect.read',
    params: ById,
    reply: Delivery,
    run: (ctx, { params }) => findDelivery(ctx, params.id),
  })
  http.get('/api/collect/deliveries/:id/plan', {
    summary: { zh: '交付的读取方案', en: 'How a delivery is read, and why' },
    may: 'collect.read',
    params: ById,
    reply: Type.Object({ plan: Type.Union([ReadingPlan, Type.Null()]) }),
    run: async (ctx, { params }) => ({ plan: await findPlan(ctx, params.id) }),
  })
  http.raw('GET', '/api/collect/deliveries/:id/events', {
    summary: { zh: '交付进度（服务器推送）', en: 'Progress of a delivery (server-sent events)' },
    may: 'collect.read',
    params: ById,
    replies: ['text/event-stream'],
    run: streamEvents,
  })
  http.get('/api/collect/versions/:resource/:n/rejects', {
    summary: { zh: '版本的不合格行', en: 'Faulty rows of a version' },
    may: 'quality.read',
    params: OfVersion,
    query: Type.Object(PageQuery),
    reply: PageOf(RejectRow),
    run: (ctx, { params, query }) => listRejects(ctx, params.resource, Number(params.n), query),
  })
  http.raw('GET', '/api/collect/versions/:resource/:n/rejects.csv', {
    summary: { zh: '下载版本的不合格行', en: 'Download the faulty rows of a version' },
    may: 'quality.read',
    params: OfVersion,
    lasts: true,
    replies: ['text/csv'],
    run: sendRejects,
  })
  http.post('/api/collect/sources', {
    summary: { zh: '登记数据库来源', en: 'Register a database to pull from' },
    may: 'collect.source',
    status: 201,
    body: SourceInput,
    reply: Source,
    run: (ctx, { body }) => registerSource(ctx, body),
  })
  http.get('/api/collect/sources', {
    summary: { zh: '资源的数据库来源', en: 'Sources of a resource' },
    may: 'collect.read',
    query: OfResource,
    reply: Type.Object({ items: Type.Array(Source) }),
    run: async (ctx, { query }) => ({ items: await listSources(ctx, query.resource) }),
  })
  http.post('/api/collect/sources/:id/pulls', {
    summary: { zh: '从来源抽取一次', en: 'Pull from a source once' },
    may: 'collect.deliver',
    status: 202,
    params: ById,
    body: Type.Object({ mode: Type.Optional(Mode) }),
    reply: Delivery,
    run: (ctx, { params, body }) => beginPull(ctx, params.id, body.mode ?? 'replace'),
  })
}

async function takeUpload(ctx: Ctx, request: FastifyRequest, reply: FastifyReply) {
  const query = request.query as Type.Static<typeof UploadQuery>
  const length = request.headers['content-length']
  const key = request.headers['idempotency-key']
  const delivery = await receiveUpload(ctx, {
    resource: query.resource,
    mode: query.mode ?? 'replace',
    name: query.name ?? 'upload',
    sheet: query.sheet ?? null,
    mediaType: request.headers['content-type'] ?? '',
    sizeBytes: length === undefined ? null : Number(length),
    key: typeof key === 'string' ? key : null,
    bytes: (request.body as AsyncIterable<Buffer> | undefined) ?? Readable.from([]),
  })
  return reply
    .code(202)
    .header('cache-control', 'no-store')
    .header('location', `/api/collect/deliveries/${delivery.id}`)
    .send(delivery)
}

async function streamEvents(ctx: Ctx, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string }
  await findDelivery(ctx, id)
  takePlace(ctx, reply)
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
  return reply.send(
    Readable.from(tellDelivery(id, left.signal, readerOf(ctx, request)), { objectMode: false }),
  )
}

async function sendRejects(ctx: Ctx, request: FastifyRequest, reply: FastifyReply) {
  const { resource, n } = request.params as Type.Static<typeof OfVersion>
  const file = await downloadRejects(ctx, resource, Number(n))
  reply.header('content-type', 'text/csv; charset=utf-8').header('cache-control', 'no-store')
  reply.header('content-disposition', `attachment; filename="rejects-${resource}-${n}.csv"`)
  return reply.send(file)
}
