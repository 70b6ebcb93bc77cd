import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTown } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { enterprises } from './entry.fixture.ts'
import { addVersion, advanceVersion, findVersion, registerResource, servedVersion } from './index.ts'

const landed = {
  origin: 'delivery' as const,
  delivery: 'del_0001',
  landed: 10,
  tables: { landed: { path: 'resources/r/landed', version: 0 } },
}

async function registered(ctx: Ctx): Promise<string> {
  return (await registerResource(ctx, enterprises)).id
}

test('a version lands, is checked and is served, and keeps its tables on the way', () =>
  inTown(async ({ ctx }) => {
    const resource = await registered(ctx)
    const { n } = await addVersion(ctx, { resource, ...landed })
    await advanceVersion(ctx, resource, n, {
      from: 'landed',
      to: 'checked',
      accepted: 8,
      rejected: 2,
      score: 80,
      tables: { checked: { path: 'resources/r/checked', version: 0 } },
    })
    assert.equal(await servedVersion(ctx, resource), undefined)
    await advanceVersion(ctx, resource, n, { from: 'checked', to: 'served' })
    const version = await servedVersion(ctx, resource)
    assert.deepEqual(
      [version?.n, version?.accepted, version?.rejected, Object.keys(version?.tables ?? {})],
      [1, 8, 2, ['landed', 'checked']],
    )
  }))

test('no row is lost: accepted and rejected add up to what landed', () =>
  inTown(async ({ ctx }) => {
    const resource = await registered(ctx)
    await addVersion(ctx, { resource, ...landed })
    const step = { from: 'landed' as const, to: 'checked' as const, accepted: 8, rejected: 1 }
    await assert.rejects(advanceVersion(ctx, resource, 1, step), { type: '/problems/catalog/rowsDoNotAddUp' })
  }))

test('of two jobs that take one version one goes on and the other is told the state', () =>
  inTown(async ({ ctx }) => {
    const resource = await registered(ctx)
    await addVersion(ctx, { resource, ...landed })
    const step = { from: 'landed' as const, to: 'checked' as const, accepted: 10, rejected: 0 }
    const taken = await Promise.allSettled([
      advanceVersion(ctx, resource, 1, step),
      advanceVersion(ctx, resource, 1, step),
    ])
    const [refused] = taken.filter((one) => one.status === 'rejected')
    assert.deepEqual([refused?.reason.status, refused?.reason.facts.state], [409, 'checked'])
  }))

test('versions of one resource count without gaps, also when two land at once', () =>
  inTown(async ({ ctx }) => {
    const resource = await registered(ctx)
    const versions = await Promise.all([1, 2, 3].map(() => addVersion(ctx, { resource, ...landed })))
    assert.deepEqual(versions.map(({ n }) => n).sort(), [1, 2, 3])
    assert.equal((await findVersion(ctx, resource)).n, 3)
  }))
