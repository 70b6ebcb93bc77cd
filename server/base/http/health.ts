import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Routes } from './route.ts'

const contract = new URL('../../../contract/openapi.json', import.meta.url)

/** What the house tells everybody about itself: that it stands, and how it is spoken to. */
export const routes: Routes = (http) => {
  http.get('/api/health', {
    summary: { zh: '是否可用', en: 'Whether the platform is ready' },
    may: 'public',
    reply: Type.Object({
      ready: Type.Boolean(),
      today: Type.String(),
      calendarKnownUntil: Type.String(),
      packs: Type.Array(Type.String()),
    }),
    run: async (ctx) => {
      await sql`select 1`.execute(ctx.db)
      const packs = ctx.rules.packs().map(({ id, version }) => `${id} ${version}`)
      return { ready: true, today: ctx.clock.today(), calendarKnownUntil: ctx.rules.calendar.knownUntil, packs }
    },
  })
  http.raw('GET', '/api/openapi.json', {
    summary: { zh: '接口合约（OpenAPI 3.1）', en: 'The contract (OpenAPI 3.1)' },
    may: 'public',
    replies: ['application/json'],
    run: async (_ctx, _request, reply) =>
      reply.type('application/json; charset=utf-8').send(await readFile(contract)),
  })
}
