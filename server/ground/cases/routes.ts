import { Readable } from 'node:stream'
import Type from 'typebox'
import { PageOf, type Routes, tellCsv } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { extendTerm, makeGenericMove, showCase, showCases, showKinds } from './desk.ts'
import { writeCases } from './export.ts'
import { drawScorecard, Scorecard, ScorecardQuery } from './scorecard.ts'
import {
  CaseDesk,
  CaseFileQuery,
  CaseLine,
  CaseQuery,
  ExtensionInput,
  KindFacet,
  MoveInput,
} from './types.ts'

const params = Type.Object({ id: Type.String({ pattern: idPattern }) })

export const routes: Routes = (http) => {
  http.get('/api/cases', {
    summary: { zh: '我方事项，按剩余时限排列', en: 'Cases of my department by time left' },
    may: 'case.read',
    query: CaseQuery,
    reply: PageOf(CaseLine),
    run: (ctx, { query }) => showCases(ctx, query),
  })
  http.get('/api/cases/kinds', {
    summary: {
      zh: '我方事项的类型：名称、状态与件数（筛选条件同列表）',
      en: 'The kinds of my cases by name, with states and numbers, under the filters of the list',
    },
    may: 'case.read',
    query: CaseFileQuery,
    reply: Type.Object({ items: Type.Array(KindFacet) }),
    run: (ctx, { query }) => showKinds(ctx, query),
  })
  http.raw('GET', '/api/cases.csv', {
    summary: { zh: '导出我方事项（CSV）', en: 'Cases of my department as a CSV file' },
    may: 'case.read',
    query: CaseFileQuery,
    lasts: true,
    replies: ['text/csv'],
    run: async (ctx, request, reply) => {
      const { ended, overdue, ...filter } = request.query as Record<string, string>
      const flags = {
        ...(ended !== undefined && { ended: ended === 'true' }),
        ...(overdue !== undefined && { overdue: overdue === 'true' }),
      }
      return tellCsv(reply, `cases-${ctx.clock.today()}.csv`).send(
        Readable.from(writeCases(ctx, { ...filter, ...flags })),
      )
    },
  })
  http.get('/api/cases/scorecard', {
    summary: {
      zh: '履行法定期限情况：按单位、事项、规则统计',
      en: 'How each department kept its statutory terms, by kind and rule',
    },
    may: 'scorecard.read',
    query: ScorecardQuery,
    reply: Scorecard,
    run: (ctx, { query }) => drawScorecard(ctx, query),
  })
  http.get('/api/cases/:id', {
    summary: { zh: '事项详情：时限、依据与经过', en: 'One case: its clock, its article and its history' },
    may: 'case.read',
    params,
    reply: CaseDesk,
    run: (ctx, { params }) => showCase(ctx, params.id),
  })
  http.post('/api/cases/:id/moves', {
    summary: { zh: '办理一步', en: 'Make a move' },
    may: 'case.move',
    params,
    body: MoveInput,
    reply: CaseDesk,
    run: (ctx, { params, body }) => makeGenericMove(ctx, params.id, body),
  })
  http.post('/api/cases/:id/extension', {
    summary: {
      zh: '主管部门同意延长期限（无专门办理入口的事项）',
      en: 'The competent department extends the term of a case that has no form of its own for it',
    },
    may: 'share.extend',
    params,
    body: ExtensionInput,
    reply: CaseDesk,
    run: (ctx, { params, body }) => extendTerm(ctx, params.id, body),
  })
}
