import Type from 'typebox'
import { PageOf, type Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { makeGenericMove, showCase, showCases } from './desk.ts'
import { Case, CaseDesk, CaseQuery, MoveInput } from './types.ts'

const params = Type.Object({ id: Type.String({ pattern: idPattern }) })

export const routes: Routes = (http) => {
  http.get('/api/cases', {
    summary: { zh: '我方事项，按剩余时限排列', en: 'Cases of my department by time left' },
    may: 'case.read',
    query: CaseQuery,
    reply: PageOf(Case),
    run: (ctx, { query }) => showCases(ctx, query),
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
}
