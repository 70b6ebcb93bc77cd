import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundCity, handIn, item, official } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { generate } from '../../ground/standards/index.ts'
import { findVerdict, listFaults } from './index.ts'
import { db } from './tables.ts'
import type { Cause, Indicator, Verdict } from './types.ts'

const permits = [
  item('district', '区划', 'string', { element: 'division', key: true, nullable: false }),
  item('no', '编号', 'string', { element: 'text', key: true, nullable: false }),
  item('name', '名称', 'string', { element: 'text', nullable: false }),
  item('citizen', '公民身份号码', 'string', { element: 'citizen-id' }),
  item('born', '出生日期', 'date', { element: 'birth-date' }),
  item('money', '币种', 'string', { element: 'currency' }),
  item('q', '丙丁', 'decimal(10,2)', {}),
  item('began', '开始日期', 'date', { element: 'date' }),
  item('ended', '结束日期', 'date', { element: 'date' }),
]
const header = 'district,no,name,citizen,born,money,q,began,ended,备注\n'
const citizen = generate('citizen-id', 1)
const dirty = [
  '440310,A,甲,,,,1,,,',
  '440310,A,甲,,,,1,,,',
  '440310,B,甲,,,,2,,,',
  '440310,B,乙,,,,2,,,',
  '440310,B,,,,,2,,,',
  `440310,C,丙,${citizen},1901-01-01,CNY,3,2020-02-01,2020-01-01,`,
  '440310,D,丁,123,2020-02-30,QQQ,1.005,,,',
  ',,,,,,,,,',
  '44031,E,戊,,,,x,,,',
  'torn',
  'torn,too',
  '"440310",F,"己"x,,,,1,,,',
]

/** Every row a cause leads to, leafed through page by page. */
async function rowsOf(ctx: Ctx, { resource, n }: Verdict, cause: Cause, severity: 'error' | 'warn') {
  const rows: number[] = []
  const { rule, field } = cause
  for (let cursor: string | undefined; ; ) {
    const page = await listFaults(official(ctx, 'sz.market'), resource, n, {
      severity,
      limit: 2,
      ...(rule !== null && { rule }),
      ...(field !== null && { field }),
      ...(cursor !== undefined && { cursor }),
    })
    rows.push(...page.items.map(({ row }) => row))
    if (page.next === undefined) return [...new Set(rows)]
    cursor = page.next
  }
}

const lostOf = ({ inverse, a, b }: Indicator) => (inverse ? a : b - a)
const sum = (causes: readonly Cause[]) => causes.reduce((all, { count }) => all + count, 0)

async function judgeDirty(ctx: Ctx): Promise<Verdict> {
  const resource = await foundCity(ctx, permits)
  await handIn(ctx, resource, `${header}${dirty.join('\n')}\n`)
  await ctx.jobs.drain(ctx)
  return findVerdict(ctx, resource, 1)
}

test('[quality.indicators] whatever counts against an indicator leads to exactly the rows it counts, or says why there are none', () =>
  inHouse(async (ctx) => {
    const verdict = await judgeDirty(ctx)
    const short = verdict.indicators.filter((one) => one.state === 'evaluated' && lostOf(one) > 0)
    assert.deepEqual(
      short.map(({ code }) => code),
      [
        '0101',
        '0102',
        '0103',
        '0105',
        '0106',
        '0201',
        '0202',
        '0301',
        '0302',
        '0303',
        '0304',
        '0305',
        '0401',
        '0402',
        '0503',
      ],
    )
    for (const one of short) {
      const { code, errors, warnings, rowless } = one
      assert.ok(errors && warnings, code)
      for (const [severity, causes] of [['error', errors] as const, ['warn', warnings] as const])
        for (const cause of causes) {
          const rows = await rowsOf(ctx, verdict, cause, severity)
          assert.equal(rows.length, cause.count, `${code} ${severity} ${cause.rule} ${cause.field}`)
        }
      if (rowless) assert.deepEqual([errors, warnings], [[], []], code)
      else if (code === '0303' || code === '0304')
        assert.equal(sum(warnings), one.b - (code === '0304' ? one.a : one.b - one.a))
      else if (code === '0202') assert.ok(sum(errors) >= lostOf(one))
      else assert.equal(sum([...errors, ...warnings]), lostOf(one), code)
    }
    assert.deepEqual(
      short.filter(({ rowless }) => rowless).map(({ code }) => code),
      ['0102', '0103', '0106'],
    )
  }))

test('rows that share their key are all found, those rejected for it and those that contradict each other apart', () =>
  inHouse(async (ctx) => {
    const verdict = await judgeDirty(ctx)
    const of = (code: string) => verdict.indicators.find((one) => one.code === code)
    assert.deepEqual(
      [of('0303')?.errors, of('0303')?.warnings, of('0401')?.warnings].map((causes) =>
        causes?.map(({ rule, field, count }) => [rule, field, count]),
      ),
      [
        [['key.duplicate', 'district,no', 2]],
        [['key.shared', 'district,no', 5]],
        [['key.contradicts', 'district,no', 3]],
      ],
    )
    const provider = official(ctx, 'sz.market')
    const { items } = await listFaults(provider, verdict.resource, 1, {
      severity: 'warn',
      rule: 'key.contradicts',
    })
    assert.deepEqual(
      items.map(({ row, original, record }) => [row, original, JSON.parse(record ?? '').name]),
      [
        [3, '440310,B', '甲'],
        [4, '440310,B', '乙'],
        [5, '440310,B', null],
      ],
    )
    const absent = { severity: 'warn', rule: 'value.absent', field: 'money' } as const
    const gaps = await listFaults(provider, verdict.resource, 1, absent)
    assert.deepEqual([gaps.items.length, verdict.items.find((one) => one.item === 'money')?.missing], [7, 7])
  }))

test('rows that share a key of one item are found by it', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await handIn(ctx, resource, 'code,name,opened,area\nS1,甲,,\nS2,乙,,\nS1,丙,,\nS1,,,\n')
    await ctx.jobs.drain(ctx)
    const verdict = await findVerdict(ctx, resource, 1)
    const [shared] = verdict.indicators.find(({ code }) => code === '0303')?.warnings ?? []
    assert.ok(shared)
    assert.deepEqual([shared.field, shared.count], ['code', 3])
    assert.deepEqual(await rowsOf(ctx, verdict, shared, 'warn'), [1, 3, 4])
  }))

test('outsiders are not told what counts against a published score', () =>
  inHouse(async (ctx) => {
    const { resource } = await judgeDirty(ctx)
    await ctx.db
      .updateTable('catalog.revision' as never)
      .set({ state: 'published' } as never)
      .execute()
    const { indicators } = await findVerdict(official(ctx, 'sz.tax'), resource, 1)
    assert.ok(indicators.every(({ errors, warnings }) => errors === null && warnings === null))
  }))

test('a verdict of before this was told tells what adds up to its figures, and nothing else', () =>
  inHouse(async (ctx) => {
    const { resource, ...now } = await judgeDirty(ctx)
    const bare = now.indicators.map(
      ({ errors: _errors, warnings: _warnings, rowless: _rowless, ...one }) => one,
    )
    const write = (indicators: readonly object[]) =>
      db(ctx)
        .updateTable('quality.verdict')
        .set({ verdict: JSON.stringify({ resource, ...now, indicators }) })
        .execute()
    await write(bare)
    const then = await findVerdict(ctx, resource, 1)
    const told = (all: readonly Indicator[]) =>
      all.map(({ code, errors, warnings, rowless }) => [
        code,
        errors && sum(errors),
        warnings && sum(warnings),
        rowless,
      ])
    // Unread records and rows rejected for their key were told in number alone.
    const lacking: Readonly<Record<string, unknown[]>> = {
      '0202': ['0202', null, null, null],
      '0303': ['0303', 0, 5, null],
      '0304': ['0304', 0, 5, null],
    }
    assert.deepEqual(
      told(then.indicators),
      told(now.indicators).map((one) => lacking[String(one[0])] ?? one),
    )
    await write(bare.map((one) => (one.code === '0301' ? { ...one, a: one.a - 1 } : one)))
    const other = await findVerdict(ctx, resource, 1)
    assert.equal(other.indicators.find(({ code }) => code === '0301')?.errors, null)
  }))
