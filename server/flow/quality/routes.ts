import Type from 'typebox'
import { PageOf, PageQuery, type Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { compareVersions } from './changes.ts'
import { findProfile } from './profile.ts'
import { Changes, ShownProfile } from './profile-types.ts'
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
      severity: Type.Optional(Type.Enum(['error', 'warn'])),
      ...PageQuery,
    }),
    reply: PageOf(FaultRow),
    run: (ctx, { params, query }) => listFaults(ctx, params.resource, Number(params.n), query),
  })
  http.get('/api/quality/:resource/:n/profile', {
    summary: {
      zh: '版本各列的数据画像',
      en: 'What the columns of a version look like: types, gaps, ranges, shapes, histograms',
    },
    may: 'quality.read',
    params: OfVersion,
    // A picture of many columns takes its time: after so many seconds what is drawn so far; without them the whole.
    query: Type.Object({ wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })) }),
    reply: ShownProfile,
    run: (ctx, { params, query }) => findProfile(ctx, params.resource, Number(params.n), query.wait),
  })
  http.get('/api/quality/:resource/:n/changes', {
    summary: {
      zh: '与另一版本相比的变化（默认前一版）',
      en: 'What changed against another version, the one before unless named',
    },
    may: 'quality.read',
    params: OfVersion,
    query: Type.Object({ against: Type.Optional(Type.Integer({ minimum: 1 })) }),
    reply: Changes,
    run: (ctx, { params, query }) => compareVersions(ctx, params.resource, Number(params.n), query.against),
  })
}
