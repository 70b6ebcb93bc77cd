import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { inTown } from '../../../tests/house.ts'
import { refusedBy } from '../../base/db/index.ts'
import { assignDuty, endDuty, routeMatter } from './index.ts'

const duty = (id: string, scope: string, handler: string) => ({
  id,
  matter: 'catalog.review',
  scope,
  handler,
  basis: 'CN-SC-809:art.8',
})

test('a matter goes to the nearest duty up the tree', () =>
  inTown(async ({ ctx }) => {
    await assignDuty(ctx, duty('review.gd', 'gd', 'gd.data'))
    await assignDuty(ctx, duty('review.sz', 'sz', 'sz.data'))
    const asked = ['sz.market', 'ps.hr', 'gd.tax', 'sz']
    const found = await Promise.all(
      asked.map(async (org) => (await routeMatter(ctx, 'catalog.review', org)).handler),
    )
    assert.deepEqual(found, ['sz.data', 'sz.data', 'gd.data', 'sz.data'])
  }))

test('a matter nobody was given is refused, not guessed', () =>
  inTown(async ({ ctx }) => {
    await assert.rejects(routeMatter(ctx, 'catalog.review', 'sz.market'), {
      type: '/problems/duties/noDuty',
      status: 409,
    })
  }))

test('one matter of one scope has one handler, whoever writes the row', () =>
  inTown(async ({ ctx }) => {
    await assignDuty(ctx, duty('review.sz', 'sz', 'sz.data'))
    await assert.rejects(assignDuty(ctx, duty('review.sz2', 'sz', 'sz.market')), {
      type: '/problems/duties/secondHandler',
    })
    const byHand = sql`insert into duties.duty (id, matter, scope, handler, basis, since_at, assigned_by)
    values ('review.hand', 'catalog.review', 'sz', 'sz.market', 'none', ${ctx.clock.now()}, 'nobody')`.execute(
      ctx.db,
    )
    await assert.rejects(byHand, (error) => refusedBy(error) === 'one_handler_per_matter')
  }))

test('after a duty ends the next one up answers, and it may be given anew', () =>
  inTown(async ({ ctx }) => {
    await assignDuty(ctx, duty('review.gd', 'gd', 'gd.data'))
    await assignDuty(ctx, duty('review.sz', 'sz', 'sz.data'))
    ctx.clock.advance({ days: 1 })
    await endDuty(ctx, 'review.sz')
    assert.equal((await routeMatter(ctx, 'catalog.review', 'sz.market')).duty, 'review.gd')
    await assignDuty(ctx, duty('review.sz.again', 'sz', 'sz.market'))
    assert.equal((await routeMatter(ctx, 'catalog.review', 'ps.hr')).handler, 'sz.market')
  }))
