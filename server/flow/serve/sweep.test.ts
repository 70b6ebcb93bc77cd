import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { grantTenants, landTenants, landVersion } from '../../../tests/hand-out.ts'
import { inTown, type TestCtx } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { changePlan, decide } from '../../ground/policy/index.ts'
import { listSnapshots } from './snapshot.ts'
import { sweepCopies } from './sweep.ts'

const later = { at: '2099-03-02T03:20:00+08:00' }
const years = { from: '2099-01-01', until: '2099-12-31' }

test('a day after its end nothing of an agreement is left, and the ledger says what was removed', () =>
  inTown(later, async ({ ctx }) => {
    const agreement = await grantTenants(ctx, await landTenants(ctx), years)
    await changePlan(ctx, agreement, { state: 'ended', reason: '期满' })
    await sweepCopies(ctx)
    assert.equal((await filesOf(ctx, agreement)).length, 1)
    ctx.clock.advance({ hours: 23 })
    await sweepCopies(ctx)
    assert.equal((await filesOf(ctx, agreement)).length, 1)
    ctx.clock.advance({ hours: 1 })
    await sweepCopies(ctx)
    assert.deepEqual(await readdir(join(ctx.lake.root, 'agreements')), [])
    const [removed, ...more] = await told(ctx, agreement, 'serve.removed')
    assert.deepEqual([removed?.reason, removed?.versions, more.length], ['ended', 1, 0])
  }))

test('what was cut by former terms goes, every version of the present terms stays readable, and terms may return', () =>
  inTown(later, async (town) => {
    const { ctx } = town
    const resource = await landTenants(ctx)
    const agreement = await grantTenants(ctx, resource, years)
    const wide = (await decide(town.as('ps.hr.officer'), agreement, 'api')).fields
    await changePlan(ctx, agreement, { fields: [{ name: 'since', mask: null }], reason: '缩小范围' })
    await ctx.jobs.drain(ctx)
    await landVersion(ctx, resource, 7)
    await sweepTwice(ctx)
    const rowsOf = async () => {
      ctx.clock.advance({ minutes: 1 })
      const snapshots = await listSnapshots(ctx, await decide(town.as('ps.hr.officer'), agreement, 'api'))
      return Promise.all(
        snapshots.map(async ({ version, table, deltaVersion }) => {
          const scan = await ctx.lake.table(table).scan(deltaVersion)
          return [version, (await ctx.lake.query(`SELECT * FROM ${scan}`)).length]
        }),
      )
    }
    assert.deepEqual(await rowsOf(), [
      [2, 5],
      [1, 4],
    ])
    assert.equal((await filesOf(ctx, agreement)).length, 2)
    await changePlan(ctx, agreement, { fields: wide, reason: '恢复原范围' })
    await ctx.jobs.drain(ctx)
    assert.deepEqual(await rowsOf(), [[2, 5]])
  }))

test('a data file that belongs to no version is removed once it has lain a day, and named', () =>
  inTown(later, async ({ ctx }) => {
    const agreement = await grantTenants(ctx, await landTenants(ctx), years)
    const [kept = ''] = await filesOf(ctx, agreement)
    await writeFile(join(kept, '..', 'part-left.parquet'), 'PAR1')
    await sweepCopies(ctx)
    assert.deepEqual(await filesOf(ctx, agreement), [kept])
    const [vacuumed] = await told(ctx, agreement, 'serve.vacuumed')
    assert.deepEqual(vacuumed?.files, ['part-left.parquet'])
  }))

async function sweepTwice(ctx: TestCtx): Promise<void> {
  await sweepCopies(ctx)
  ctx.clock.advance({ days: 1 })
  await sweepCopies(ctx)
}

async function filesOf(ctx: Ctx, agreement: string): Promise<string[]> {
  const folder = join(ctx.lake.root, 'agreements', agreement)
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.parquet')).map((name) => join(folder, name))
}

async function told(ctx: Ctx, subject: string, kind: string): Promise<Record<string, unknown>[]> {
  await integrate(ctx)
  const { items } = await listEntries(ctx, { subject, kind })
  return items.map(({ body }) => body as Record<string, unknown>)
}
