import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Ctx } from '../../base/ctx.ts'
import { PageOf, PageQuery, type RawRoute, type Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { exportBundle, nameBundle } from './bundle.ts'
import { findEntry, listEntries } from './entry.ts'
import { Consistency, Inclusion, proveEntry, proveGrowth } from './inclusion.ts'
import { refuse } from './problems.ts'
import { listKeys, readTile } from './publish.ts'
import { lastCheckpoint, receipt } from './receipt.ts'
import { LedgerEntry, LedgerKeys } from './types.ts'

const params = Type.Object({ id: Type.String({ pattern: idPattern }) })
const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const EntryQuery = Type.Object({
  ...PageQuery,
  subject: Type.Optional(Type.String({ maxLength: 512 })),
  kind: Type.Optional(Type.String({ maxLength: 100 })),
  kindPrefix: Type.Optional(Type.String({ pattern: '^[a-z][A-Za-z0-9.-]*$', maxLength: 100 })),
  actor: Type.Optional(Type.String({ maxLength: 200 })),
  party: Type.Optional(Type.String({ maxLength: 64 })),
  from: Type.Optional(DayText),
  until: Type.Optional(DayText),
  order: Type.Optional(Type.Union([Type.Literal('oldest'), Type.Literal('newest')])),
})

export const routes: Routes = (http) => {
  http.raw('GET', '/ledger/checkpoint', {
    summary: {
      zh: '最新的签名检查点（C2SP tlog-tiles）',
      en: 'The newest signed checkpoint (C2SP tlog-tiles)',
    },
    may: 'public',
    replies: ['text/plain'],
    run: async (ctx, _request, reply) => {
      const { note } = await lastCheckpoint(ctx)
      return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(note)
    },
  })
  http.raw('GET', '/ledger/tile/*', {
    summary: { zh: '默克尔树瓦片，只含哈希', en: 'Tiles of the tree: hashes only' },
    may: 'public',
    replies: ['application/octet-stream'],
    run: sendHashes,
  })
  http.raw('GET', '/ledger/tile/entries/*', {
    summary: { zh: '条目包：叶子原文', en: 'Entry bundles: the leaves themselves' },
    may: 'ledger.read',
    replies: ['application/octet-stream'],
    run: sendEntries,
  })
  http.get('/api/ledger/keys', {
    summary: { zh: '台账的签名公钥', en: 'The keys that sign for the ledger' },
    may: 'public',
    reply: LedgerKeys,
    run: (ctx) => listKeys(ctx),
  })
  http.get('/api/ledger/entries', {
    summary: {
      zh: '台账条目，可按主体、行为人、单位、类别、时间筛选',
      en: 'Entries in the order of the ledger, by subject, actor, party, kind and time',
    },
    may: 'ledger.read',
    query: EntryQuery,
    reply: PageOf(LedgerEntry),
    run: (ctx, { query }) => listEntries(ctx, query),
  })
  http.get('/api/ledger/entries/:id', {
    summary: { zh: '台账的一个条目', en: 'One entry of the ledger' },
    may: 'ledger.read',
    params,
    reply: LedgerEntry,
    run: (ctx, { params }) => findEntry(ctx, params.id),
  })
  http.get('/api/ledger/inclusion/:id', {
    summary: {
      zh: '条目的包含证明，可在浏览器中核验',
      en: 'The inclusion proof of an entry, to be checked in a browser',
    },
    may: 'signedIn',
    params,
    reply: Inclusion,
    run: (ctx, { params }) => proveEntry(ctx, params.id),
  })
  http.get('/api/ledger/consistency', {
    summary: {
      zh: '两个规模之间的一致性证明：只增不改',
      en: 'The proof that the ledger only grew from one size to another',
    },
    may: 'public',
    query: Type.Object({
      from: Type.Integer({ minimum: 0 }),
      to: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    reply: Consistency,
    run: (ctx, { query }) => proveGrowth(ctx, query),
  })
  http.raw('GET', '/api/ledger/receipts/:id', {
    summary: {
      zh: '条目的回执，可离线核验（C2SP tlog-proof）',
      en: 'Receipt of an entry, verifiable offline (C2SP tlog-proof)',
    },
    may: 'signedIn',
    replies: ['text/plain'],
    params,
    run: async (ctx, request, reply) => {
      const text = await receipt(ctx, (request.params as { id: string }).id)
      return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(text)
    },
  })
  http.raw('GET', '/api/ledger/bundle', {
    summary: {
      zh: '证据包：整本台账，供离线核验',
      en: 'The evidence bundle: the whole ledger for offline audit',
    },
    may: 'ledger.read',
    lasts: true,
    replies: ['application/x-ndjson'],
    run: sendBundle,
  })
}

/** The public route serves no entries, however its path is spelled. */
const sendHashes: RawRoute['run'] = (ctx, request, reply) => {
  const path = `tile/${(request.params as { '*': string })['*']}`
  if (path.startsWith('tile/entries')) throw refuse.noTile({ tile: path })
  return sendTile(ctx, reply, path, 'public')
}

const sendEntries: RawRoute['run'] = (ctx, request, reply) =>
  sendTile(ctx, reply, `tile/entries/${(request.params as { '*': string })['*']}`, 'private')

const sendBundle: RawRoute['run'] = async (ctx, _request, reply) => {
  const name = await nameBundle(ctx)
  return reply
    .type('application/x-ndjson')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(exportBundle(ctx)))
}

async function sendTile(ctx: Ctx, reply: FastifyReply, path: string, shared: 'public' | 'private') {
  const bytes = await readTile(ctx, path)
  reply.type('application/octet-stream').header('cache-control', `${shared}, max-age=31536000, immutable`)
  return reply.send(Buffer.from(bytes))
}
