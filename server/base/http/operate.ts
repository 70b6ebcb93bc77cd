import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Ctx } from '../ctx.ts'
import type { Routes } from './route.ts'

const contract = new URL('../../../contract/openapi.json', import.meta.url)
const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])

const RuleCard = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  article: Type.String(),
  cite: Text,
  evidence: Type.String(),
  effectiveFrom: Type.String(),
  effectiveTo: orNull(Type.String()),
  silence: Type.String(),
})
const PackCard = Type.Object({
  id: Type.String(),
  version: Type.String(),
  status: Type.String(),
  title: Text,
  source: Type.String(),
  rules: Type.Array(RuleCard),
})

/** What the house tells about itself: that it stands, which law it runs under, how its work is going. */
export const routes: Routes = (http) => {
  http.get('/api/health', {
    summary: { zh: '是否可用', en: 'Whether the platform is ready' },
    may: 'public',
    reply: Type.Object({ ready: Type.Boolean(), today: Type.String(), calendarKnownUntil: Type.String() }),
    run: async (ctx) => {
      await sql`select 1`.execute(ctx.db)
      return { ready: true, today: ctx.clock.today(), calendarKnownUntil: ctx.rules.calendar.knownUntil }
    },
  })
  http.raw('GET', '/api/openapi.json', {
    summary: { zh: '接口合约（OpenAPI 3.1）', en: 'The contract (OpenAPI 3.1)' },
    may: 'public',
    replies: ['application/json'],
    reply: Type.Object({ openapi: Type.String() }, { additionalProperties: true }),
    run: async (_ctx, _request, reply) =>
      reply.type('application/json; charset=utf-8').send(await readFile(contract)),
  })
  http.get('/api/rules/packs', {
    summary: { zh: '施行中的规则包', en: 'The rule packs in force' },
    may: 'signedIn',
    reply: Type.Object({ items: Type.Array(PackCard), calendarKnownUntil: Type.String() }),
    run: async (ctx) => ({
      items: ctx.rules.packs().map(cardOf),
      calendarKnownUntil: ctx.rules.calendar.knownUntil,
    }),
  })
  http.get('/api/operate/jobs', {
    summary: { zh: '后台任务', en: 'Jobs: waiting, running, failed' },
    may: 'jobs.read',
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          job: Type.String(),
          waiting: Type.Integer(),
          active: Type.Integer(),
          failed: Type.Integer(),
        }),
      ),
    }),
    run: async (ctx) => ({ items: [...(await ctx.jobs.standing())] }),
  })
  http.get('/api/operate/storage', {
    summary: { zh: '存储占用', en: 'What the database takes, by schema' },
    may: 'jobs.read',
    reply: Type.Object({
      databaseBytes: Type.Integer(),
      schemas: Type.Array(Type.Object({ schema: Type.String(), sizeBytes: Type.Integer() })),
    }),
    run: (ctx) => measureStorage(ctx),
  })
}

async function measureStorage(ctx: Ctx) {
  const { rows } = await sql<{ schema: string; bytes: number }>`
    select schemaname as schema, sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)))::bigint as bytes
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
    group by schemaname order by schemaname`.execute(ctx.db)
  const schemas = rows.map(({ schema, bytes }) => ({ schema, sizeBytes: bytes }))
  return { databaseBytes: schemas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), schemas }
}

function cardOf(pack: ReturnType<Ctx['rules']['packs']>[number]) {
  const { id, version, status, title, source, rules } = pack
  return {
    id,
    version,
    status,
    title,
    source,
    rules: rules.map(
      ({ id, kind, zh, en, article, cite, evidence, effectiveFrom, effectiveTo, silence }) => ({
        id,
        kind,
        zh,
        en,
        article,
        cite,
        evidence,
        effectiveFrom,
        effectiveTo,
        silence,
      }),
    ),
  }
}
