import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundCity, handIn, item, official, shops } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import type { Ctx } from '../../base/ctx.ts'
import { compareVersions } from './changes.ts'
import { findProfile } from './profile.ts'

const header = 'code,name,opened,area\n'

async function deliver(ctx: Ctx, resource: string, text: string): Promise<void> {
  await handIn(ctx, resource, text)
  await ctx.jobs.drain(ctx)
}

test('a column shows its gaps, its different values, its most frequent ones and their shapes', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const rows = ['S001,甲店,2020-01-01,1.5', 'S002,甲店,2020-01-11,2.5', 'S03,,,', 'S004,乙,2020-01-21,11.5']
    await deliver(ctx, resource, `${header}${rows.join('\n')}\n`)
    const { source, rows: total, columns } = await findProfile(official(ctx, 'sz.market'), resource, 1)
    const [code, name, opened, area] = columns
    assert.deepEqual(
      [source, total, columns.map(({ item }) => item)],
      ['landed', 4, ['code', 'name', 'opened', 'area']],
    )
    assert.deepEqual(code?.shapes, [
      { shape: 'A9{3}', count: 3 },
      { shape: 'A9{2}', count: 1 },
    ])
    assert.deepEqual(
      [name?.present, name?.missing, name?.distinct, name?.top, name?.lengths],
      [
        3,
        1,
        2,
        [
          { value: '甲店', count: 2 },
          { value: '乙', count: 1 },
        ],
        { min: 1, max: 2 },
      ],
    )
    assert.deepEqual([opened?.range, opened?.readsAs.date], [{ min: '2020-01-01', max: '2020-01-21' }, 3])
    assert.deepEqual([area?.range, area?.readsAs.decimal], [{ min: '1.5', max: '11.5' }, 3])
    assert.equal(area?.mean?.toFixed(4), '5.1667')
    const bins = area?.histogram?.bins ?? []
    assert.deepEqual(
      [bins.length, bins[0], bins[2]?.count, bins[19]?.count],
      [20, { from: '1.5', to: '2', count: 1 }, 1, 1],
    )
  }))

test('values of personal information are shown by their mask, and neither ends nor steps are told', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, [
      ...shops.slice(0, 2),
      item('mobile', '联系电话', 'string', { element: 'mobile' }),
    ])
    await deliver(ctx, resource, 'code,name,mobile\nS1,甲,13800138000\nS2,乙,13900139000\n')
    const profile = await findProfile(official(ctx, 'sz.data'), resource, 1)
    const mobile = profile.columns.find((one) => one.item === 'mobile')
    assert.deepEqual(
      [mobile?.personal, mobile?.distinct, mobile?.range, mobile?.histogram],
      [true, 2, null, null],
    )
    assert.deepEqual(mobile?.top[0], { value: '138****8000', count: 1 })
    assert.equal(JSON.stringify(profile).includes('13800138000'), false)
  }))

test('a picture is for the provider and its competent department alone', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,,\n`)
    await assert.rejects(findProfile(official(ctx, 'sz.tax'), resource, 1), refusal('quality/notYours'))
  }))

test('between two versions rows come, go and differ, and the first cells are shown', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,2020-01-01,1.5\nS2,乙,,2\nS3,丙,,3\n`)
    await deliver(ctx, resource, `${header}S1,甲,2020-01-01,1.50\nS2,乙二,2021-01-01,2\nS4,丁,,4\n`)
    const officer = official(ctx, 'sz.market')
    const changes = await compareVersions(officer, resource, 2, undefined)
    assert.deepEqual(
      [changes.against, changes.rows, changes.added, changes.removed, changes.changed],
      [1, { before: 3, after: 3 }, 1, 1, 1],
    )
    assert.deepEqual(
      changes.items.map(({ item, changed }) => [item, changed]),
      [
        ['name', 1],
        ['opened', 1],
      ],
    )
    assert.deepEqual(changes.cells, [
      { key: 'S2', item: 'name', before: '乙', after: '乙二' },
      { key: 'S2', item: 'opened', before: null, after: '2021-01-01' },
    ])
    await assert.rejects(compareVersions(officer, resource, 1, undefined), refusal('quality/nothingBefore'))
    await assert.rejects(
      compareVersions(official(ctx, 'sz.data'), resource, 2, 1),
      refusal('quality/notProvider'),
    )
  }))

test('personal information is masked in what changed', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, [
      ...shops.slice(0, 2),
      item('mobile', '联系电话', 'string', { element: 'mobile' }),
    ])
    await deliver(ctx, resource, 'code,name,mobile\nS1,甲,13800138000\n')
    await deliver(ctx, resource, 'code,name,mobile\nS1,甲,13900139000\n')
    const { cells } = await compareVersions(official(ctx, 'sz.market'), resource, 2, 1)
    assert.deepEqual(cells, [{ key: 'S1', item: 'mobile', before: '138****8000', after: '139****9000' }])
  }))
