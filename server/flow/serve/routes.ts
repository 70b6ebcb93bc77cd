import { Type } from 'typebox'
import type { Routes } from '../../base/http/index.ts'
import { findBatch, orderBatch } from './batch.ts'
import { giveBatchFile, giveRow, giveRows } from './hand-out.ts'
import { makeProfile } from './profile.ts'
import { listReads } from './reads.ts'
import { describeServed, listVersions } from './served.ts'
import { sharingRoutes } from './sharing/routes.ts'
import {
  AgreementParams,
  Batch,
  BatchFileQuery,
  BatchOrder,
  BatchParams,
  KeyParams,
  Profile,
  ReadsPage,
  ReadsQuery,
  Row,
  RowsAnswer,
  RowsQuery,
  Served,
  VersionEntry,
} from './types.ts'

export const routes: Routes = (http) => {
  http.get('/api/serve/reads', {
    summary: {
      zh: '谁读了多少：按协议、方式、日统计（提供单位与审计）',
      en: 'Who reads how much, by agreement, channel and day; for the provider and audit',
    },
    may: 'share.read',
    query: ReadsQuery,
    reply: ReadsPage,
    run: (ctx, { query }) => listReads(ctx, query),
  })
  http.get('/api/data/:agreement', {
    summary: {
      zh: '协议数据的字段、脱敏、版本与方式',
      en: 'Fields, masks, version and modes of an agreement',
    },
    may: 'serve.read',
    params: AgreementParams,
    reply: Served,
    run: (ctx, { params }) => describeServed(ctx, params.agreement),
  })
  http.get('/api/data/:agreement/versions', {
    summary: { zh: '协议可读的数据版本', en: 'Versions an agreement may read' },
    may: 'serve.read',
    params: AgreementParams,
    reply: Type.Object({ items: Type.Array(VersionEntry) }),
    run: (ctx, { params }) => listVersions(ctx, params.agreement),
  })
  http.raw('GET', '/api/data/:agreement/rows', {
    summary: {
      zh: '按条件分页读取（JSON），或整份读取（CSV）',
      en: 'Rows by condition, in pages (JSON) or whole (CSV)',
    },
    may: 'serve.read',
    params: AgreementParams,
    query: RowsQuery,
    replies: ['application/json', 'text/csv'],
    reply: RowsAnswer,
    run: giveRows,
  })
  http.raw('GET', '/api/data/:agreement/rows/:key', {
    summary: { zh: '按主键查询一条记录', en: 'One row by its key' },
    may: 'serve.read',
    params: KeyParams,
    query: Type.Object({}),
    replies: ['application/json'],
    reply: Row,
    run: giveRow,
  })
  http.post('/api/data/:agreement/batches', {
    summary: { zh: '申请批量文件', en: 'Ask for all rows as one file' },
    may: 'serve.read',
    params: AgreementParams,
    body: BatchOrder,
    reply: Batch,
    status: 202,
    run: (ctx, { params, body }) => orderBatch(ctx, params.agreement, body),
  })
  http.get('/api/data/:agreement/batches/:batch', {
    summary: { zh: '批量文件的状态', en: 'State of a batch' },
    may: 'serve.read',
    params: BatchParams,
    reply: Batch,
    run: (ctx, { params }) => findBatch(ctx, params.agreement, params.batch),
  })
  for (const method of ['HEAD', 'GET'] as const) {
    http.raw(method, '/api/data/:agreement/batches/:batch/file', {
      summary: { zh: '下载批量文件（支持断点续传）', en: 'Download a batch, in ranges if wished' },
      may: 'serve.read',
      params: BatchParams,
      query: BatchFileQuery,
      replies: ['text/csv', 'application/vnd.apache.parquet'],
      run: giveBatchFile,
    })
  }
  http.post('/api/data/:agreement/profile', {
    summary: {
      zh: '生成 Delta Sharing 凭证文件（含新令牌，只显示这一次）',
      en: 'Make a Delta Sharing profile, with a new token that is shown this once',
    },
    may: 'serve.read',
    params: AgreementParams,
    reply: Profile,
    // A kept answer would keep the secret.
    effect: 'outside',
    run: (ctx, { params, origin }) => makeProfile(ctx, params.agreement, origin),
  })
  sharingRoutes(http)
}
