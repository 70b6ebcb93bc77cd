import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundCity, handIn, item, official, shops } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { listCases } from '../../ground/cases/index.ts'
import { findVersion } from '../../ground/catalog/index.ts'
import { assignDuty } from '../../ground/duties/index.ts'
import { confirmBindings, generate } from '../../ground/standards/index.ts'
import { correctValues, findVerdict, listFaults } from './index.ts'

const header = 'code,name,opened,area\n'

test('of a delivery every row is accepted or rejected with its reasons, unread ones included', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,2020-01-01,1.5\nS2,乙,2020-02-30,\nbroken\nS1,丙,,\n`)
    const { landed, accepted, rejected } = await checkedVersion(ctx, resource, 1)
    assert.deepEqual([landed, accepted, rejected], [4, 1, 3])
    const { items } = await listFaults(official(ctx, 'sz.market'), resource, 1, {})
    assert.deepEqual(
      items.map(({ row, field, rule }) => [row, field, rule]),
      [
        [2, 'opened', 'date.format'],
        [3, '', 'scan.fieldCount'],
        [4, 'code', 'key.duplicate'],
      ],
    )
  }))

test('[quality.indicators] each indicator shows its A and B, and what was not evaluated has no share', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    const rows = Array.from(
      { length: 1000 },
      (_, i) => `S${i >= 990 ? i - 990 : i},${i < 40 ? '' : '甲'},2020-01-01,`,
    )
    await deliver(ctx, resource, `${header}${rows.join('\n')}\n`)
    const { indicators, score } = await findVerdict(ctx, resource, 1)
    const share = (code: string) => indicators.find((one) => one.code === code)
    assert.equal(share('0303')?.share, 20 / 1000)
    assert.deepEqual([share('0201')?.a, share('0201')?.b], [1960, 2000])
    assert.deepEqual([share('0402')?.state, share('0402')?.share], ['notEvaluated', null])
    assert.equal(share('0502')?.state, 'notEvaluated')
    assert.ok(score !== null && score > 90 && score < 100)
  }))

test('a version without rows has no score: nothing was evaluated', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, header)
    const { score, indicators, accepted } = await findVerdict(ctx, resource, 1)
    assert.deepEqual(
      [accepted, score, indicators.filter(({ state }) => state === 'evaluated')],
      [0, null, []],
    )
  }))

test('[local.quality.cycles] a monthly resource whose next version comes after forty days is late', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,,\n`)
    ctx.clock.advance({ days: 40 })
    await deliver(ctx, resource, `${header}S1,甲,,\n`)
    const { indicators } = await findVerdict(ctx, resource, 2)
    const timely = indicators.find(({ code }) => code === '0502')
    assert.deepEqual([timely?.a, timely?.b], [0, 1])
  }))

test('[share.correction] faults open one case for whoever has the duty; a clean version closes it', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await assignDuty(ctx, {
      id: 'dut_0001',
      matter: 'quality.fault',
      scope: 'sz',
      handler: 'sz.market',
      basis: '三定规定',
      rule: null,
    })
    await deliver(ctx, resource, `${header}S1,,,\n`)
    await deliver(ctx, resource, `${header}S1,,,\nS2,,,\n`)
    const { items: open } = await listCases(ctx, { kind: 'quality.fault', subject: resource })
    assert.deepEqual(
      open.map(({ state, handler, clock, facts }) => [state, handler, clock?.rule, facts.n, facts.rejected]),
      [['open', 'sz.market', 'share.correction', 2, 2]],
    )
    await deliver(ctx, resource, `${header}S1,甲,,\n`)
    const { items: closed } = await listCases(ctx, { kind: 'quality.fault', subject: resource })
    assert.deepEqual(
      closed.map(({ state }) => state),
      ['repaired'],
    )
  }))

test('a version waits while a proposed element is undecided, and goes on once a person has decided', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, [
      ...shops.slice(0, 2),
      item('uscc', '统一社会信用代码', 'string', {}),
    ])
    await deliver(ctx, resource, `code,name,统一社会信用代码\nS1,甲,${generate('uscc', 1)}\n`)
    assert.equal((await findVersion(ctx, resource, 1)).state, 'landed')
    await confirmBindings(official(ctx, 'sz.market'), resource, [
      { column: '统一社会信用代码', element: 'uscc' },
    ])
    await ctx.jobs.drain(ctx)
    await checkedVersion(ctx, resource, 1)
  }))

test('a correction makes the next version with the patched cell and touches nothing else', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,2020-01-01,1.5\nS2,乙,,\n`)
    const version = await correctValues(
      ctx,
      resource,
      [
        { key: 'S1', field: 'opened', value: '2021年3月1日' },
        { key: 'S2', field: 'area', value: '2.5' },
      ],
      '实地核实',
    )
    assert.deepEqual([version.n, version.origin, version.accepted], [2, 'correction', 2])
    const { checked } = version.tables
    const rows = await ctx.lake.query(
      `select * from ${await ctx.lake.table(checked?.path ?? '').scan(checked?.version)} order by _row`,
    )
    assert.deepEqual(rows, [
      { _row: 1, code: 'S1', name: '甲', opened: '2021-03-01', area: '1.50' },
      { _row: 2, code: 'S2', name: '乙', opened: null, area: '2.50' },
    ])
  }))

test('a correction is refused naming each unknown key, unknown item and value that fails its check', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await deliver(ctx, resource, `${header}S1,甲,2020-01-01,1.5\n`)
    const patches = [
      { key: 'S9', field: 'name', value: '乙' },
      { key: 'S1', field: 'colour', value: 'red' },
      { key: 'S1', field: 'opened', value: '2021-02-29' },
      { key: 'S1', field: 'name', value: ' ' },
      { key: 'S1', field: 'area', value: '1.005' },
    ]
    await assert.rejects(
      correctValues(ctx, resource, patches, '核实'),
      (error: { status: number; facts: { errors: { field: string; rule: string }[] } }) => {
        assert.equal(error.status, 422)
        assert.deepEqual(error.facts.errors.map(({ field, rule }) => `${field} ${rule}`).toSorted(), [
          '/patches/0/key unknownKey',
          '/patches/1/field unknownField',
          '/patches/2/value date.format',
          '/patches/3/value value.missing',
          '/patches/4/value type.decimal',
        ])
        return true
      },
    )
    assert.equal((await findVersion(ctx, resource)).n, 1)
  }))

async function deliver(ctx: Ctx, resource: string, text: string): Promise<void> {
  await handIn(ctx, resource, text)
  await ctx.jobs.drain(ctx)
}

async function checkedVersion(ctx: Ctx, resource: string, n: number) {
  const version = await findVersion(ctx, resource, n)
  assert.notEqual(version.state, 'landed')
  return version
}
