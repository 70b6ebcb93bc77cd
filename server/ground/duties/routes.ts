import { Type } from 'typebox'
import { PageOf, PageQuery, type Routes } from '../../base/http/index.ts'
import { assignDuty, endDuty, listDuties } from './duty.ts'
import { Duty, DutyInput } from './types.ts'

export const routes: Routes = (http) => {
  const { matter, scope, handler } = DutyInput.properties
  http.get('/api/duties', {
    summary: { zh: '职责清单', en: 'The list of duties' },
    may: 'duties.read',
    query: Type.Object({
      ...PageQuery,
      matter: Type.Optional(matter),
      scope: Type.Optional(scope),
      handler: Type.Optional(handler),
    }),
    reply: PageOf(Duty),
    run: (ctx, { query }) => listDuties(ctx, query),
  })
  http.post('/api/duties', {
    summary: { zh: '明确一项职责的承办单位', en: 'Assign a duty' },
    may: 'duties.assign',
    body: DutyInput,
    reply: Duty,
    status: 201,
    run: (ctx, { body }) => assignDuty(ctx, body),
  })
  http.delete('/api/duties/:id', {
    summary: { zh: '终止一项职责', en: 'End a duty' },
    may: 'duties.assign',
    params: Type.Object({ id: DutyInput.properties.id }),
    reply: Type.Object({ done: Type.Boolean() }),
    async run(ctx, { params }) {
      await endDuty(ctx, params.id)
      return { done: true }
    },
  })
}
