import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundCity, handIn, item, official } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import { checkValue, codeTables, elements, generate } from '../../ground/standards/index.ts'
import { findVerdict, listFaults } from './index.ts'
import { warnBitsSql, warningsOf } from './warn.ts'

const dirty = [
  '130503670401001',
  '１３０５０３６７０４０１００１',
  '430102',
  '440399',
  '男',
  ' 男 ',
  'm',
  '1',
  '440310000000',
  '没有这个代码',
  '200.5',
  '114.05',
  '60',
  'A0111',
  'a0111',
  '0111',
  '0199',
  'XYZ',
  'cny',
  '人民币',
  '999999123456789015',
]

test('the engine warns of a value as the program does, for every element that can warn', () =>
  inHouse(async (ctx) => {
    const codes = codeTables().flatMap(({ values }) => values.flatMap(({ code, zh }) => [code, zh]))
    const firms = Array.from({ length: 50 }, (_, i) => generate('uscc', i))
    const people = Array.from({ length: 50 }, (_, i) => generate('citizen-id', i))
    const cards = Array.from({ length: 20 }, (_, i) => generate('bank-card', i))
    const values = [
      ...dirty,
      ...codes,
      ...firms,
      ...people,
      ...cards,
      '91350100M000100Y43',
      '130503196704010016',
    ]
    const differing: unknown[] = []
    for (const { id } of elements()) {
      const warnings = warningsOf(id)
      if (warnings.length === 0) continue
      const cases = values.flatMap((r) => {
        const { ok, normal, faults } = checkValue(id, r)
        return ok && normal !== null
          ? [{ r, t: normal, told: faults.map(({ code }) => code).toSorted() }]
          : []
      })
      if (cases.length === 0) continue
      const rows = await ctx.lake.query<{ w: number }>(
        `select ${warnBitsSql(warnings, 't', 'r')} as w from (select unnest($1::varchar[]) as t, unnest($2::varchar[]) as r)`,
        [cases.map(({ t }) => t), cases.map(({ r }) => r)],
      )
      cases.forEach(({ r, told }, at) => {
        const bits = rows[at]?.w ?? 0
        const seen = warnings.flatMap(({ rule }, bit) => (bits & (1 << bit) ? [rule] : [])).toSorted()
        if (seen.join() !== told.join()) differing.push([id, r, { engine: seen, program: told }])
      })
    }
    assert.deepEqual(differing.slice(0, 5), [])
  }))

const people = [
  item('id', '编号', 'string', { element: 'text', key: true, nullable: false }),
  item('citizen', '公民身份号码', 'string', { element: 'citizen-id' }),
  item('born', '出生日期', 'date', { element: 'birth-date' }),
  item('sex', '性别', 'string', { element: 'sex' }),
  item('began', '开始日期', 'date', { element: 'date' }),
  item('ended', '结束日期', 'date', { element: 'date' }),
]
const header = 'id,citizen,born,sex,began,ended\n'

test('[local.quality.related] warnings and disagreements reject no row, are counted apart, and lead to their rows', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, people)
    const number = generate('citizen-id', 1)
    const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
    const sex = Number(number.charAt(16)) % 2 === 1 ? '1' : '2'
    const rows = [
      `A,${number},${born},${sex},2020-01-01,2020-02-01`,
      `B,${number},1901-01-01,${sex === '1' ? '女' : '男'},2020-03-01,2020-02-01`,
      `C,,,${sex},,`,
    ]
    await handIn(ctx, resource, `${header}${rows.join('\n')}\n`)
    await ctx.jobs.drain(ctx)
    const verdict = await findVerdict(ctx, resource, 1)
    assert.deepEqual([verdict.accepted, verdict.rejected], [3, 0])
    const told = (code: string) => {
      const { a, b, rules } = verdict.indicators.find((one) => one.code === code) ?? {}
      return [a, b, rules]
    }
    assert.deepEqual(told('0402'), [2, 4, ['related.citizenBirth', 'related.citizenSex']])
    assert.deepEqual(told('0503'), [3, 4, ['order.span', 'order.bornLater']])
    assert.deepEqual(
      verdict.items
        .find((one) => one.item === 'sex')
        ?.warnings.map(({ rule, count, counts }) => [rule, count, counts]),
      [['sex.label', 1, null]],
    )
    const provider = official(ctx, 'sz.market')
    const first = await listFaults(provider, resource, 1, { severity: 'warn', limit: 3 })
    const rest = await listFaults(provider, resource, 1, { severity: 'warn', cursor: first.next ?? '' })
    const found = [...first.items, ...rest.items].map(({ row, field, rule }) => `${row} ${field} ${rule}`)
    assert.deepEqual(found, [
      '1 citizen citizen-id.synthetic',
      '2 began,ended order.span',
      '2 citizen citizen-id.synthetic',
      '2 citizen,born related.citizenBirth',
      '2 citizen,sex related.citizenSex',
      '2 sex sex.label',
    ])
    const [one] = (await listFaults(provider, resource, 1, { severity: 'warn', rule: 'order.span' })).items
    assert.deepEqual([one?.original, one?.zh], ['2020-03-01,2020-02-01', '结束日期早于开始日期'])
    await assert.rejects(listFaults(official(ctx, 'sz.tax'), resource, 1, { severity: 'warn' }), {
      status: 403,
    })
  }))

test('[quality.indicators] what stands twice under one key agrees or contradicts; what nothing can measure says why', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, people)
    const rows = ['A,,,,2020-01-01,', 'A,,,,2020-01-01,', 'B,,,,2020-01-01,', 'B,,,,2021-01-01,', 'C,,,,,']
    await handIn(ctx, resource, `${header}${rows.join('\n')}\n`)
    await ctx.jobs.drain(ctx)
    const { indicators, dimensions } = await findVerdict(ctx, resource, 1)
    const share = (code: string) => indicators.find((one) => one.code === code)
    assert.deepEqual([share('0401')?.a, share('0401')?.b], [2, 4])
    for (const one of indicators) assert.equal(one.reason === null, one.state === 'evaluated', one.code)
    assert.match(share('0104')?.reason?.zh ?? '', /业务规则/)
    assert.deepEqual([share('0102')?.share, share('0106')?.b], [1, 5])
    assert.match(dimensions.find(({ key }) => key === 'timeliness')?.reason?.en ?? '', /first version/)
  }))

test('[local.quality.period] of the deliveries of a year it counts those that kept the cycle, and opens the earlier versions', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, people)
    for (const days of [0, 20, 40]) {
      ctx.clock.advance({ days })
      await handIn(ctx, resource, `${header}A,,,,2020-01-01,\n`)
      await ctx.jobs.drain(ctx)
    }
    const { indicators } = await findVerdict(ctx, resource, 3)
    const share = (code: string) => {
      const { a, b } = indicators.find((one) => one.code === code) ?? {}
      return [a, b]
    }
    assert.deepEqual(
      [share('0501'), share('0502'), share('0602')],
      [
        [1, 2],
        [0, 1],
        [2, 2],
      ],
    )
  }))
