import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import type { Town } from '../../../tests/cast.ts'
import { inTown, type TestCtx } from '../../../tests/house.ts'
import { actAs, publicActor } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import {
  type AccessPlan,
  authorise,
  changePlan,
  decide,
  everybody,
  issueToken,
  mayAct,
  planOf,
  plansFor,
  putPlan,
  revokeTokens,
  tokenActor,
} from './index.ts'

const plan: AccessPlan = {
  id: 'agr_0001',
  resource: 'res_0001',
  applicant: 'ps.hr',
  provider: 'sz.market',
  purpose: '稳岗补贴核验',
  fields: [
    { name: 'uscc', mask: null },
    { name: 'phone', mask: 'mobile' },
  ],
  rows: { field: 'division', op: 'prefix', value: '440310' },
  modes: ['api', 'delta'],
  from: '2025-09-29',
  until: '2026-03-31',
  state: 'inForce',
  revision: 1,
  keyField: 'uscc',
}

const agreed = (scene: (town: Town, reader: TestCtx) => Promise<void>) =>
  inTown(async (town) => {
    await putPlan(town.ctx, plan)
    await scene(town, town.as('ps.hr.officer'))
  })
const refused = (name: string, status: number) => ({ type: `/problems/policy/${name}`, status })

test('the applicant is permitted and told exactly what may be seen', () =>
  agreed(async (_town, reader) => {
    assert.deepEqual(await decide(reader, 'agr_0001', 'api'), plan)
  }))

test('nobody but the applicant is permitted, not even the provider or the platform', () =>
  agreed(async (town) => {
    for (const other of [
      town.as('sz.market.officer'),
      town.as('ps.housing.officer'),
      town.ctx,
      actAs(town.ctx, publicActor),
    ]) {
      await assert.rejects(decide(other, 'agr_0001', 'api'), refused('notParty', 403))
    }
  }))

test('what is opened to everybody is read by the public and by nobody under a name', () =>
  agreed(async (town) => {
    await putPlan(town.ctx, { ...plan, id: 'opn_0001', applicant: everybody })
    const visitor = actAs(town.ctx, publicActor)
    assert.equal((await decide(visitor, 'opn_0001', 'api')).id, 'opn_0001')
    await assert.rejects(decide(town.ctx, 'opn_0001', 'api'), refused('notParty', 403))
    // Even an organisation of that name opens nothing for its own people.
    const namesake = actAs(town.ctx, { kind: 'person', id: 'x', party: everybody, roles: [] })
    await assert.rejects(decide(namesake, 'opn_0001', 'api'), refused('notParty', 403))
  }))

test('a suspended agreement is refused at once and served again when resumed', () =>
  agreed(async ({ ctx }, reader) => {
    await decide(reader, 'agr_0001', 'api')
    await changePlan(ctx, 'agr_0001', { state: 'suspended', reason: '超范围使用' })
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('suspended', 403))
    await changePlan(ctx, 'agr_0001', { state: 'inForce', reason: '已整改' })
    assert.equal((await decide(reader, 'agr_0001', 'api')).revision, 3)
  }))

test('an ended agreement is gone, and final', () =>
  agreed(async ({ ctx }, reader) => {
    await changePlan(ctx, 'agr_0001', { state: 'ended', reason: '用途已实现' })
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('ended', 410))
    await assert.rejects(
      changePlan(ctx, 'agr_0001', { state: 'inForce', reason: '反悔' }),
      refused('planOver', 409),
    )
  }))

test('an agreement runs from its first day through its last', () =>
  agreed(async ({ ctx }, reader) => {
    ctx.clock.set('2025-09-28T23:59:00+08:00')
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('notYet', 403))
    ctx.clock.set('2026-03-31T23:59:00+08:00')
    assert.ok(await decide(reader, 'agr_0001', 'api'))
    ctx.clock.set('2026-04-01T00:00:00+08:00')
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('expired', 403))
    assert.deepEqual(await plansFor(ctx, { resource: 'res_0001', state: 'inForce' }), [])
  }))

test('a mode that was not agreed and an agreement that does not exist are refused', () =>
  agreed(async (_town, reader) => {
    await assert.rejects(decide(reader, 'agr_0001', 'file'), refused('modeNotAgreed', 403))
    await assert.rejects(decide(reader, 'agr_0009', 'api'), refused('unknownPlan', 404))
  }))

test('a refusal names the provider and the modes in words; who is no party is told the id alone', () =>
  agreed(async ({ as }, reader) => {
    await assert.rejects(decide(reader, 'agr_0001', 'file'), {
      text: {
        zh: '共享协议 agr_0001 约定的方式为服务接口、Delta Sharing，不含文件',
        en: 'The agreement agr_0001 allows API, Delta Sharing, not files',
      },
      remedy: {
        zh: '请与数据提供单位深圳市市场监督管理局联系',
        en: 'Ask the provider, Shenzhen Market Supervision',
      },
    })
    await assert.rejects(decide(as('ps.housing.officer'), 'agr_0001', 'api'), {
      facts: { plan: 'agr_0001' },
    })
  }))

test('a plan that cannot be understood denies', () =>
  agreed(async ({ ctx }, reader) => {
    await sql`update policy.plan set rows = '{"field": "division", "op": "regex", "value": "(a+)+$"}'`.execute(
      ctx.db,
    )
    ctx.clock.advance({ ms: 1000 })
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('undecided', 403))
  }))

test('a change made by another process is seen within a second', () =>
  agreed(async ({ ctx }, reader) => {
    await decide(reader, 'agr_0001', 'api')
    await sql`update policy.plan set state = 'suspended'`.execute(ctx.db)
    await new Promise((resolve) => setTimeout(resolve, 1010))
    await assert.rejects(decide(reader, 'agr_0001', 'api'), refused('suspended', 403))
  }))

test('a token reads its own agreement and no other of the same applicant', () =>
  agreed(async ({ ctx }) => {
    await putPlan(ctx, { ...plan, id: 'agr_0002' })
    const { token } = await issueToken(ctx, 'agr_0001', { expiresOn: '2025-12-31' })
    const holder = await tokenActor(ctx, token)
    assert.equal(holder?.plan, 'agr_0001')
    const reader = actAs(ctx, holder.actor)
    assert.equal(mayAct(reader, 'serve.read'), true)
    assert.equal((await decide(reader, 'agr_0001', 'delta')).id, 'agr_0001')
    await assert.rejects(decide(reader, 'agr_0002', 'delta'), refused('notParty', 403))
  }))

test('a token ends with its day, by revocation and with its agreement', () =>
  agreed(async ({ ctx }) => {
    await assert.rejects(
      issueToken(ctx, 'agr_0001', { expiresOn: '2026-04-01' }),
      refused('tokenOutlives', 422),
    )
    const { token: first } = await issueToken(ctx, 'agr_0001', { expiresOn: '2025-09-30' })
    assert.ok(await tokenActor(ctx, `Bearer ${first}`))
    ctx.clock.set('2025-10-01T00:00:00+08:00')
    assert.equal(await tokenActor(ctx, first), undefined)
    const { token: second } = await issueToken(ctx, 'agr_0001', { expiresOn: '2025-12-31' })
    assert.ok(await tokenActor(ctx, second))
    assert.equal(await revokeTokens(ctx, 'agr_0001'), 2)
    assert.equal(await tokenActor(ctx, second), undefined)
    const { token: third } = await issueToken(ctx, 'agr_0001', { expiresOn: '2025-12-31' })
    await changePlan(ctx, 'agr_0001', { state: 'ended', reason: '用途已实现' })
    assert.equal(await tokenActor(ctx, third), undefined)
  }))

test('every revision stays as it was and cannot be rewritten', () =>
  agreed(async ({ ctx }) => {
    await changePlan(ctx, 'agr_0001', { until: '2025-12-31', reason: '缩短期限' })
    const { rows } = await sql<{
      until: string
    }>`select content->>'until' as until from policy.plan_revision order by revision`.execute(ctx.db)
    assert.deepEqual(
      rows.map(({ until }) => until),
      ['2026-03-31', '2025-12-31'],
    )
    await assert.rejects(sql`update policy.plan_revision set reason = ''`.execute(ctx.db), /never rewritten/)
    assert.equal((await planOf(ctx, 'agr_0001'))?.until, '2025-12-31')
  }))

test('a plan with one field under two masks is refused', () =>
  inTown(async ({ ctx }) => {
    const fields = [...plan.fields, { name: 'phone', mask: null }]
    await assert.rejects(putPlan(ctx, { ...plan, fields }), { status: 422 })
  }))

test('whoever may not act is told who may, and the denial is on record', () =>
  inTown(async (town) => {
    const operator = town.as('sz.cloud.operator')
    await assert.rejects(
      authorise(operator, 'ledger.read'),
      (problem: { status: number; text: { zh: string } }) => {
        assert.equal(problem.status, 403)
        assert.equal(problem.text.zh, '您的角色不能办理“ledger.read”，该事项由审计办理')
        return true
      },
    )
    const { rows } =
      await sql`select 1 from ledger.pending where kind = 'policy.denied' and subject = 'ledger.read'
    union all select 1 from ledger.entry where kind = 'policy.denied' and subject = 'ledger.read'`.execute(
        town.ctx.db,
      )
    assert.equal(rows.length, 1)
    await authorise(town.as('sz.audit.auditor'), 'ledger.read')
  }))

test('a denial stays on record when the transaction it ends is undone, though every connection is in one', () =>
  agreed(async (town, reader) => {
    const operator = town.as('sz.cloud.operator')
    const attempts = Array.from(
      { length: 20 },
      (_, n): Promise<unknown> =>
        n % 2
          ? tx(operator, (ctx) => authorise(ctx, 'ledger.read'))
          : tx(reader, (ctx) => decide(ctx, 'agr_0001', 'file')),
    )
    const ended = await Promise.allSettled(attempts)
    assert.ok(ended.every(({ status }) => status === 'rejected'))
    const { rows } = await sql<{ subject: string; n: number }>`select subject, count(*)::int as n from (
      select kind, subject from ledger.pending union all select kind, subject from ledger.entry) as line
      where kind = 'policy.denied' group by subject order by subject`.execute(town.ctx.db)
    assert.deepEqual(rows, [
      { subject: 'agr_0001', n: 10 },
      { subject: 'ledger.read', n: 10 },
    ])
  }))

test('signed in is whoever is known as an official or a system, and no token of an agreement', () =>
  agreed(async (town, reader) => {
    const { token } = await issueToken(town.ctx, 'agr_0001', { expiresOn: '2025-12-31' })
    const holder = await tokenActor(town.ctx, token)
    assert.ok(holder)
    const bearer = actAs(town.ctx, holder.actor)
    assert.deepEqual(
      [reader, town.ctx, bearer, actAs(town.ctx, publicActor)].map((one) => mayAct(one, 'signedIn')),
      [true, true, false, false],
    )
    await assert.rejects(authorise(bearer, 'signedIn'), refused('tokenOnly', 403))
  }))
