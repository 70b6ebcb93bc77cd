import Type from 'typebox'
import { PageOf, PageQuery, type Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { FaultRow, Verdict } from './types.ts'
import { findVerdict, listFaults, listScores } from './verdict.ts'

const OfResource = Type.Object({ resource: Type.String({ pattern: idPattern }) })
const OfVersion = Type.Object({
  resource: Type.String({ pattern: idPattern }),
  n: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
})
const Score = Type.Object({
  n: Type.Integer(),
  score: Type.Union([Type.Number(), Type.Null()]),
  checkedAt: Type.String({ format: 'date-time' }),
})

export const routes: Routes = (http) => {
  http.get('/api/quality/:resource', {
    summary: { zh: '资源各版本的质量得分', en: 'Quality scores of a resource, version by version' },
    may: 'quality.read',
    params: OfResource,
    reply: Type.Object({ items: Type.Array(Score) }),
    run: async (ctx, { params }) => ({ items: await listScores(ctx, params.resource) }),
  })
  http.get('/api/quality/:resource/:n', {
    summary: {
      zh: '版本的质量评价：六个维度、各项指标、各信息项',
      en: 'The verdict on a version: dimensions, indicators, items',
    },
    may: 'quality.read',
    params: OfVersion,
    reply: Verdict,
    run: (ctx, { params }) => findVerdict(ctx, params.resource, Number(params.n)),
  })
  http.get('/api/quality/:resource/:n/faults', {
    summary: { zh: '得分背后的不合格行', en: 'The faulty rows behind a score' },
    may: 'quality.read',
    params: OfVersion,
    query: Type.Object({
      field: Type.Optional(Type.String({ maxLength: 200 })),
      rule: Type.Optional(Type.String({ maxLength: 100 })),
      ...PageQuery,
    }),
    reply: PageOf(FaultRow),
    run: (ctx, { params, query }) => listFaults(ctx, params.resource, Number(params.n), query),
  })
}
