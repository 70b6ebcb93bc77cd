import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { compileCheck, PageOf, PageQuery, type Routes } from '../../base/http/index.ts'
import { registerClient } from './client.ts'
import { type Credentials, refuseForeignOrigin, writeCookie } from './credentials.ts'
import { findMe, MeSchema } from './me.ts'
import { changeOrg, findOrg, listOrgs, orgHistory, registerOrg } from './org.ts'
import { disablePerson, registerPerson } from './person.ts'
import { endSessions, listBranches, listGrants, listPersons } from './roster.ts'
import { assignSteward, endSteward, grantRole, revokeRole, stewardsOf } from './separation.ts'
import { issueClientToken, signIn, signOut } from './session.ts'
import {
  ClientInputSchema,
  FamilyName,
  GrantInputSchema,
  GrantRecordSchema,
  GrantSchema,
  LevelName,
  OrgBranchSchema,
  OrgId,
  OrgInputSchema,
  OrgSchema,
  PersonId,
  PersonInputSchema,
  PersonSchema,
  RosterPersonSchema,
  StewardSchema,
} from './types.ts'

const SignIn = Type.Object({
  login: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
  keep: Type.Optional(
    Type.Literal('cookie', {
      description: '只写入 Cookie，不在答复中给出令牌 / keep the token out of the answer',
    }),
  ),
})
const checkSignIn = compileCheck(SignIn)
const Issued = Type.Object({ token: Type.String(), expiresAt: Type.String() })
const Id = Type.Object({ id: Type.String({ pattern: '^[a-z]{2,8}_[0-9a-z]{4,32}$' }) })
const Done = Type.Object({ done: Type.Boolean() })
const { name, uscc, level, division, parent, line, kind } = OrgSchema.properties
const OrgChangeSchema = Type.Object({
  ...Type.Partial(Type.Object({ name, uscc, level, division, parent, line, kind })).properties,
  on: Type.Optional(OrgSchema.properties.since),
})

export const routes: Routes = (http) => {
  http.raw('POST', '/api/parties/session', {
    summary: { zh: '登录', en: 'Sign in' },
    may: 'public',
    accepts: ['application/json'],
    replies: ['application/json'],
    async run(ctx, request, reply) {
      const caller = credentialsOf(request)
      refuseForeignOrigin(caller)
      checkSignIn(request.body, '')
      const { login, password, keep } = request.body as Static<typeof SignIn>
      const { token, expiresAt, person } = await signIn(ctx, { login, password, source: request.ip })
      const answer = { person, expiresAt: expiresAt.toISOString(), ...(keep !== 'cookie' && { token }) }
      return reply
        .header('set-cookie', writeCookie(caller.host, token))
        .header('cache-control', 'no-store')
        .send(answer)
    },
  })
  http.raw('DELETE', '/api/parties/session', {
    summary: { zh: '退出登录', en: 'Sign out' },
    may: 'signedIn',
    replies: ['application/json'],
    async run(ctx, request, reply) {
      const caller = credentialsOf(request)
      await signOut(ctx, caller)
      return reply
        .header('set-cookie', writeCookie(caller.host, null))
        .header('cache-control', 'no-store')
        .send({ done: true })
    },
  })
  http.post('/api/parties/token', {
    summary: {
      zh: '业务系统以密钥换取短期令牌',
      en: 'A department’s system exchanges its secret for a short-lived token',
    },
    may: 'public',
    body: Type.Object({
      client_id: Type.String({ maxLength: 64 }),
      client_secret: Type.String({ maxLength: 128 }),
    }),
    reply: Issued,
    // The answer holds a secret: it is never kept for an Idempotency-Key.
    effect: 'outside',
    async run(ctx, { body, address }) {
      const { token, expiresAt } = await issueClientToken(ctx, {
        client: body.client_id,
        secret: body.client_secret,
        source: address,
      })
      return { token, expiresAt: expiresAt.toISOString() }
    },
  })
  http.get('/api/parties/me', {
    summary: {
      zh: '当前登录者、所在单位、角色与权限',
      en: 'Who is signed in, for whom, with which roles and permissions',
    },
    may: 'signedIn',
    reply: MeSchema,
    run: (ctx) => findMe(ctx),
  })
  http.get('/api/parties/orgs', {
    summary: {
      zh: '机构列表，可按层级、上级、条线筛选',
      en: 'Organisations by level, parent or vertical line',
    },
    may: 'signedIn',
    query: Type.Object({
      ...PageQuery,
      level: Type.Optional(LevelName),
      parent: Type.Optional(OrgId),
      line: Type.Optional(Type.String({ maxLength: 32 })),
    }),
    reply: PageOf(OrgSchema),
    run: (ctx, { query }) => listOrgs(ctx, query),
  })
  http.get('/api/parties/orgs/:id', {
    summary: { zh: '一个机构及其历次变更', en: 'One organisation and the forms it had' },
    may: 'signedIn',
    params: Type.Object({ id: OrgId }),
    reply: Type.Object({ ...OrgSchema.properties, history: Type.Array(OrgSchema) }),
    run: async (ctx, { params }) => ({
      ...(await findOrg(ctx, params.id)),
      history: await orgHistory(ctx, params.id),
    }),
  })
  http.get('/api/parties/orgs/:id/children', {
    summary: {
      zh: '下级机构，各自的下级数与人数',
      en: 'Organisations directly below, with how many stand below each and its people',
    },
    may: 'signedIn',
    params: Type.Object({ id: OrgId }),
    reply: Type.Object({ items: Type.Array(OrgBranchSchema) }),
    run: async (ctx, { params }) => ({ items: await listBranches(ctx, params.id) }),
  })
  http.post('/api/parties/orgs', {
    summary: { zh: '登记机构', en: 'Register an organisation' },
    may: 'parties.register',
    body: OrgInputSchema,
    reply: OrgSchema,
    status: 201,
    run: (ctx, { body }) => registerOrg(ctx, body),
  })
  http.put('/api/parties/orgs/:id', {
    summary: { zh: '变更机构登记，原登记留存', en: 'Change an organisation; its former form is kept' },
    may: 'parties.register',
    params: Type.Object({ id: OrgId }),
    body: OrgChangeSchema,
    reply: OrgSchema,
    run: (ctx, { params, body }) => changeOrg(ctx, params.id, body),
  })
  http.get('/api/parties/persons', {
    summary: { zh: '一个机构的人员及其角色', en: 'The people of an organisation and their roles' },
    may: 'parties.read',
    query: Type.Object({ ...PageQuery, org: OrgId }),
    reply: PageOf(RosterPersonSchema),
    run: (ctx, { query }) => listPersons(ctx, query),
  })
  http.get('/api/parties/persons/:id/grants', {
    summary: { zh: '一人历次授权', en: 'Every role a person was ever given' },
    may: 'parties.read',
    params: Type.Object({ id: PersonId }),
    reply: Type.Object({ items: Type.Array(GrantRecordSchema) }),
    run: async (ctx, { params }) => ({ items: await listGrants(ctx, params.id) }),
  })
  http.delete('/api/parties/persons/:id/sessions', {
    summary: { zh: '终止一人的全部会话', en: 'End every session of a person' },
    may: 'parties.register',
    params: Type.Object({ id: PersonId }),
    reply: Type.Object({ ended: Type.Integer() }),
    run: async (ctx, { params }) => ({ ended: await endSessions(ctx, params.id) }),
  })
  http.post('/api/parties/persons', {
    summary: { zh: '登记人员', en: 'Register a person' },
    may: 'parties.register',
    body: PersonInputSchema,
    reply: PersonSchema,
    status: 201,
    run: (ctx, { body }) => registerPerson(ctx, body),
  })
  http.delete('/api/parties/persons/:id', {
    summary: { zh: '停用人员，其会话立即终止', en: 'Disable a person; their sessions end at once' },
    may: 'parties.register',
    params: Type.Object({ id: PersonId }),
    reply: Done,
    async run(ctx, { params }) {
      await disablePerson(ctx, params.id)
      return { done: true }
    },
  })
  http.post('/api/parties/roles', {
    summary: {
      zh: '授予角色（管理、运行、审计不得兼任）',
      en: 'Grant a role (managing, operating and auditing stay apart)',
    },
    may: 'parties.grant',
    body: GrantInputSchema,
    reply: GrantSchema,
    status: 201,
    run: (ctx, { body }) => grantRole(ctx, body),
  })
  http.delete('/api/parties/roles/:id', {
    summary: { zh: '解除角色', en: 'Take a role away' },
    may: 'parties.grant',
    params: Id,
    reply: GrantSchema,
    run: (ctx, { params }) => revokeRole(ctx, params.id),
  })
  http.post('/api/parties/clients', {
    summary: {
      zh: '登记业务系统，密钥只显示一次',
      en: 'Register a department’s system; its secret is shown once',
    },
    may: 'parties.register',
    body: ClientInputSchema,
    reply: Type.Object({ secret: Type.String() }),
    status: 201,
    effect: 'outside',
    run: (ctx, { body }) => registerClient(ctx, body),
  })
  http.get('/api/parties/stewards', {
    summary: {
      zh: '资源的管理、运行、审计单位',
      en: 'Who manages, operates and audits a resource',
    },
    may: 'signedIn',
    query: Type.Object({ resource: StewardSchema.properties.resource }),
    reply: Type.Object({ items: Type.Array(StewardSchema) }),
    run: async (ctx, { query }) => ({ items: await stewardsOf(ctx, query.resource) }),
  })
  http.post('/api/parties/stewards', {
    summary: {
      zh: '指定资源的管理、运行或审计单位',
      en: 'Name the organisation that manages, operates or audits a resource',
    },
    may: 'parties.steward',
    body: Type.Object({ resource: StewardSchema.properties.resource, org: OrgId, family: FamilyName }),
    reply: StewardSchema,
    status: 201,
    run: (ctx, { body }) => assignSteward(ctx, body),
  })
  http.delete('/api/parties/stewards/:id', {
    summary: { zh: '终止资源的管理、运行或审计职责', en: 'End an organisation’s duty for a resource' },
    may: 'parties.steward',
    params: Id,
    reply: Done,
    async run(ctx, { params }) {
      await endSteward(ctx, params.id)
      return { done: true }
    },
  })
}

/** What a request's headers say about its sender. */
function credentialsOf({ method, ip, headers }: FastifyRequest): Credentials {
  const { authorization, cookie, origin, host } = headers
  const secFetchSite = headers['sec-fetch-site']
  return {
    method,
    address: ip,
    ...(authorization && { authorization }),
    ...(cookie && { cookie }),
    ...(origin && { origin }),
    ...(host && { host }),
    ...(typeof secFetchSite === 'string' && { secFetchSite }),
  }
}
