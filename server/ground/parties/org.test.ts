import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { inTown } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { refusedBy } from '../../base/db/index.ts'
import {
  changeOrg,
  competentFor,
  findOrg,
  isWithin,
  listOrgs,
  mediatorFor,
  orgHistory,
  registerOrg,
} from './index.ts'
import { territoriesOf } from './territory.ts'

test('a renamed bureau keeps its former name for its former time', () =>
  inTown(async ({ ctx }) => {
    await changeOrg(ctx, 'sz.market', {
      name: { zh: '深圳市市场监管委员会', en: 'Market Commission' },
      on: '2025-09-29',
    })
    const forms = (await orgHistory(ctx, 'sz.market')).map(({ name, since, until }) => [
      name.zh,
      since,
      until,
    ])
    assert.deepEqual(forms, [
      ['深圳市市场监督管理局', '2020-01-01', '2025-09-29'],
      ['深圳市市场监管委员会', '2025-09-29', null],
    ])
    assert.equal((await findOrg(ctx, 'sz.market')).name.zh, '深圳市市场监管委员会')
  }))

test('a change put right on its first day never held, but stays in the books', () =>
  inTown(async ({ ctx }) => {
    await changeOrg(ctx, 'ps.hr', { name: { zh: '错名', en: 'Wrong' } })
    await changeOrg(ctx, 'ps.hr', { name: { zh: '对名', en: 'Right' } })
    assert.deepEqual(
      (await orgHistory(ctx, 'ps.hr')).map(({ name }) => name.zh),
      ['坪山区人力资源局', '对名'],
    )
    const { rows } =
      await sql`select 1 from parties.org_form where org = 'ps.hr' and replaced_at is not null`.execute(
        ctx.db,
      )
    assert.equal(rows.length, 1)
  }))

test('an organisation is not put below its own branch', () =>
  inTown(async ({ ctx }) => {
    await assert.rejects(changeOrg(ctx, 'sz', { parent: 'ps' }), { type: '/problems/parties/cycle' })
  }))

test('each level has one competent department (第八条), whoever writes the row', () =>
  inTown(async ({ ctx }) => {
    const second = {
      id: 'sz.data2',
      name: { zh: '二局', en: 'Second' },
      level: 'city',
      division: '440300',
      parent: 'sz',
      kind: 'competent',
    } as const
    await assert.rejects(
      registerOrg(ctx, second),
      refusal('parties/secondCompetent', { held: 'sz.data', division: '440300' }),
    )
    const byHand = sql`update parties.org_form set kind = 'competent' where org = 'sz.market'`.execute(ctx.db)
    await assert.rejects(byHand, (error) => refusedBy(error) === 'one_competent_department')
  }))

test('a unified social credit code belongs to one organisation, and its holder is named', () =>
  inTown(async ({ ctx }) => {
    const uscc = '11440300MB2C92760X'
    await changeOrg(ctx, 'sz.market', { uscc })
    await assert.rejects(
      changeOrg(ctx, 'sz.cloud', { uscc }),
      refusal('parties/usccTaken', { uscc, held: 'sz.market' }),
    )
  }))

test('the competent department is that of the same level, a township’s that of its county', () =>
  inTown(async ({ ctx }) => {
    const asked = ['sz.market', 'gd.tax', 'ps.hr', 'ps.kengzi']
    const found = await Promise.all(asked.map(async (org) => (await competentFor(ctx, org)).id))
    assert.deepEqual(found, ['sz.data', 'gd.data', 'ps.data', 'ps.data'])
  }))

test('a dispute (第二十八条) goes to the competent department of what both parties share', () =>
  inTown(async ({ ctx }) => {
    const pairs = [
      ['ps.hr', 'ps.park'],
      ['ps.hr', 'sz.market'],
      ['ps.hr', 'gd.tax'],
      ['ps.data', 'ps.hr'],
    ] as const
    const found = await Promise.all(pairs.map(async ([a, b]) => (await mediatorFor(ctx, a, b)).id))
    assert.deepEqual(found, ['ps.data', 'sz.data', 'gd.data', 'sz.data'])
  }))

test('a county lies in its city, its province and the nation', () => {
  assert.deepEqual(territoriesOf('440310003'), ['440310003', '440310', '440300', '440000', '000000'])
})

test('a division code must fit its level', () =>
  inTown(async ({ ctx }) => {
    const draft = {
      id: 'x.y',
      name: { zh: '某', en: 'X' },
      level: 'city',
      division: '440310',
      parent: 'gd',
      kind: 'department',
    } as const
    await assert.rejects(registerOrg(ctx, draft), { status: 422 })
  }))

test('the tree is walked and listed page by page', () =>
  inTown(async ({ ctx }) => {
    assert.equal(await isWithin(ctx, 'ps.kengzi', 'gd'), true)
    assert.equal(await isWithin(ctx, 'gd.tax', 'sz'), false)
    const first = await listOrgs(ctx, { level: 'city', limit: 3 })
    const second = await listOrgs(ctx, { level: 'city', limit: 3, ...(first.next && { cursor: first.next }) })
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      ['sz', 'sz.audit', 'sz.cloud', 'sz.data', 'sz.market'],
    )
  }))
