import { type Static, Type } from 'typebox'
import { invalidFields, PageOf, PageQuery, type Routes } from '../../base/http/index.ts'
import { changePassword } from './change-password.ts'
import { endClient, listClients, registerClient } from './client.ts'
import { credentialsOf, readToken, refuseForeignOrigin, writeCookie } from './credentials.ts'
import { findMe, MeSchema } from './me.ts'
import { ActorNameSchema, namesOf } from './names.ts'
import { tellNews } from './news.ts'
import { changeOrg, findOrg, listOrgs, orgHistory, registerOrg } from './org.ts'
import { disablePerson, registerPerson } from './person.ts'
import { endSessions, listBranches, listGrants, listPersons } from './roster.ts'
import { assignSteward, endSteward, grantRole, revokeRole, stewardsOf } from './separation.ts'
import { issueClientToken, signIn, signOut } from './session.ts'
import { listPostings, transferPerson } from './transfer.ts'
import {
  ClientId,
  ClientInputSchema,
  ClientSchema,
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
  PostingSchema,
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
const PasswordChange = Type.Object({
  current: Type.String({ minLength: 1, maxLength: 1024 }),
  next: Type.String({ minLength: 1, maxLength: 1024 }),
})
const orgsLimit = 200
const OrgIds = Type.String({
  minLength: 1,
  maxLength: orgsLimit * 65,
  description: '单位标识，以逗号分隔，至多 200 个 / ids separated by commas, 200 at most',
})
const namesLimit = 100
const ActorIds = Type.String({
  minLength: 1,
  maxLength: namesLimit * 65,
  description: '人员或业务系统标识，以逗号分隔，至多 100 个 / ids separated by commas, 100 at most',
})
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
    body: SignIn,
    replies: ['application/json'],
    reply: Type.Object({
      person: PersonId,
      expiresAt: Type.String(),
      token: Type.Optional(
        Type.String({ description: 'keep 为 cookie 时不给出 / absent with keep: cookie' }),
      ),
    }),
    async run(ctx, request, reply) {
      const caller = credentialsOf(request)
      refuseForeignOrigin(caller)
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
    reply: Done,
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
  http.raw('POST', '/api/parties/me/password', {
    summary: {
      zh: '修改自己的口令，其他会话随即终止',
      en: 'Change one’s own password; every other session of one’s own ends',
    },
    may: 'signedIn',
    accepts: ['application/json'],
    body: PasswordChange,
    replies: ['application/json'],
    reply: Type.Object({ sessionsEnded: Type.Integer() }),
    async run(ctx, request, reply) {
      const { current, next } = request.body as Static<typeof PasswordChange>
      const token = readToken(credentialsOf(request))
      const sessionsEnded = await changePassword(ctx, { current, next, token, source: request.ip })
      return reply.header('cache-control', 'no-store').send({ sessionsEnded })
    },
  })
  http.raw('GET', '/api/events', {
    summary: {
      zh: '动态（服务器推送，只含主题）',
      en: 'News as it happens (server-sent events, topics only)',
    },
    may: 'signedIn',
    replies: ['text/event-stream'],
    run: tellNews,
  })
  http.get('/api/parties/orgs', {
    summary: {
      zh: '单位列表，可按层级、上级、条线筛选，或者按标识批量查询',
      en: 'Organisations by level, parent or vertical line, or many by their ids',
    },
    may: 'signedIn',
    query: Type.Object({
      ...PageQuery,
      level: Type.Optional(LevelName),
      parent: Type.Optional(OrgId),
      line: Type.Optional(Type.String({ maxLength: 32 })),
      ids: Type.Optional(OrgIds),
    }),
    reply: PageOf(OrgSchema),
    run: (ctx, { query: { ids, ...filter } }) =>
      listOrgs(ctx, { ...filter, ...(ids !== undefined && { ids: readIds(ids, orgsLimit) }) }),
  })
  http.get('/api/parties/orgs/:id', {
    summary: { zh: '一个单位及其历次变更', en: 'One organisation and the forms it had' },
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
      zh: '下级单位，各自的下级数与人数',
      en: 'Organisations directly below, with how many stand below each and its people',
    },
    may: 'signedIn',
    params: Type.Object({ id: OrgId }),
    reply: Type.Object({ items: Type.Array(OrgBranchSchema) }),
    run: async (ctx, { params }) => ({ items: await listBranches(ctx, params.id) }),
  })
  http.post('/api/parties/orgs', {
    summary: { zh: '登记单位', en: 'Register an organisation' },
    may: 'parties.register',
    body: OrgInputSchema,
    reply: OrgSchema,
    status: 201,
    run: (ctx, { body }) => registerOrg(ctx, body),
  })
  http.put('/api/parties/orgs/:id', {
    summary: { zh: '变更单位登记，原登记留存', en: 'Change an organisation; its former form is kept' },
    may: 'parties.register',
    params: Type.Object({ id: OrgId }),
    body: OrgChangeSchema,
    reply: OrgSchema,
    run: (ctx, { params, body }) => changeOrg(ctx, params.id, body),
  })
  http.get('/api/parties/names', {
    summary: {
      zh: '按标识批量查询人员与业务系统的名称',
      en: 'Names of people and departments’ systems by their ids',
    },
    may: 'parties.names',
    query: Type.Object({ ids: ActorIds }),
    reply: Type.Object({ items: Type.Array(ActorNameSchema) }),
    run: async (ctx, { query }) => ({ items: await namesOf(ctx, readIds(query.ids, namesLimit)) }),
  })
  http.get('/api/parties/persons', {
    summary: { zh: '一个单位的人员及其角色', en: 'The people of an organisation and their roles' },
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
  http.post('/api/parties/persons/:id/transfer', {
    summary: {
      zh: '人员调任其他单位：原角色与会话终止，经过留存',
      en: 'Transfer a person to another organisation: roles and sessions end, the history stays',
    },
    may: 'parties.register',
    params: Type.Object({ id: PersonId }),
    body: Type.Object({ org: OrgId, title: Type.Optional(PersonSchema.properties.title) }),
    reply: PersonSchema,
    run: (ctx, { params, body }) => transferPerson(ctx, params.id, body),
  })
  http.get('/api/parties/persons/:id/postings', {
    summary: { zh: '一人历任单位与职务', en: 'Where a person served and serves' },
    may: 'parties.read',
    params: Type.Object({ id: PersonId }),
    reply: Type.Object({ items: Type.Array(PostingSchema) }),
    run: async (ctx, { params }) => ({ items: await listPostings(ctx, params.id) }),
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
  http.get('/api/parties/clients', {
    summary: { zh: '一个单位的业务系统', en: 'The systems of an organisation' },
    may: 'parties.read',
    query: Type.Object({ ...PageQuery, org: OrgId }),
    reply: PageOf(ClientSchema),
    run: (ctx, { query }) => listClients(ctx, query),
  })
  http.post('/api/parties/clients/:id/end', {
    summary: {
      zh: '停用业务系统，其令牌立即失效',
      en: 'End a department’s system; its tokens die at once',
    },
    may: 'parties.register',
    params: Type.Object({ id: ClientId }),
    reply: ClientSchema,
    run: (ctx, { params }) => endClient(ctx, params.id),
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

function readIds(text: string, most: number): string[] {
  const ids = [...new Set(text.split(','))]
  if (ids.length <= most) return ids
  const zh = `至多 ${most} 个标识`
  throw invalidFields([{ field: '/query/ids', rule: 'maxItems', zh, en: `at most ${most} ids` }])
}
