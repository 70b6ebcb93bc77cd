import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { foundCity, handIn, item, official } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { integrate, listEntries } from '../../ground/ledger/index.ts'
import { checkValue, confirmBindings } from '../../ground/standards/index.ts'
import { findProfile, makeProfile } from './profile.ts'
import type { ColumnProfile } from './profile-types.ts'

const key = item('code', '编号', 'string', { element: 'text', key: true, nullable: false })
const odd = [
  '',
  ' 甲 ',
  '无',
  'NULL',
  '2020-01-01',
  '2020年1月3日',
  '20200102',
  '2020-02-30',
  '2020-01-01 10:00:00',
  '１２３',
  '12.50',
  '+3',
  '-7.5',
  '1e3',
  'true',
  '是',
  '13800138000',
  '中A9a文'.repeat(60),
  '😀é',
  ':x',
  '.5',
  '/1',
]

/** A value a row, in an order of its own in every column. */
function fileOf(columns: readonly string[], rows: number): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    columns.map((_, col) => (col === 0 ? `K${row}` : (odd[(row * (col + 3) + col) % odd.length] ?? ''))),
  )
}

async function deliver(ctx: Ctx, resource: string, head: readonly string[], rows: readonly string[][]) {
  await handIn(ctx, resource, [head, ...rows].map((cells) => cells.join(',')).join('\n'))
  await ctx.jobs.drain(ctx)
}

/** The house with every query of its engine counted. */
function counting<C extends Ctx>(ctx: C): { counted: C; sql: string[] } {
  const sql: string[] = []
  const query: Ctx['lake']['query'] = (text, ...rest) => {
    sql.push(text)
    return ctx.lake.query(text, ...rest)
  }
  return { counted: { ...ctx, lake: { ...ctx.lake, query } }, sql }
}

/** The house with an engine that draws no column until it is told to. */
function holding<C extends Ctx>(ctx: C): { held: C; drawOn: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const query: Ctx['lake']['query'] = async (text, ...rest) => {
    if (text.includes('unpivot')) await promise
    return ctx.lake.query(text, ...rest)
  }
  return { held: { ...ctx, lake: { ...ctx.lake, query } }, drawOn: resolve }
}

/** A text column counted by hand: gaps, values, commonest ones, shapes and what reads as a whole number. */
function countByHand(cells: readonly string[], element: string | null) {
  const texts = cells.flatMap((cell) => {
    const text = cell.replace(/^[ \t\n\r\u00a0\u3000]+|[ \t\n\r\u00a0\u3000]+$/g, '')
    return text === '' || (element !== null && checkValue(element, text).missing) ? [] : [text]
  })
  const ranked = (values: readonly string[]) => {
    const counts = [...Map.groupBy(values, (it) => it)].map(([value, all]) => ({ value, count: all.length }))
    const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
    return counts.sort((a, b) => b.count - a.count || bytes(a.value, b.value)).slice(0, 10)
  }
  const signs = (text: string) => [...text].slice(0, 64).join('')
  const shapes = texts.map((text) =>
    signs(text)
      .replace(/[0-9]/g, '9')
      .replace(/[A-Z]/g, 'A')
      .replace(/[a-z]/g, 'a')
      .replace(/\p{Script=Han}/gu, '中'),
  )
  const lengths = texts.map((text) => [...text].length)
  return {
    present: texts.length,
    missing: cells.length - texts.length,
    distinct: new Set(texts).size,
    integer: texts.filter((text) => /^[+-]?[0-9]{1,19}$/.test(text)).length,
    decimal: texts.filter((text) => /^[+-]?[0-9]+[.][0-9]+$/.test(text)).length,
    boolean: texts.filter((text) => ['true', '是', '无'].includes(text)).length,
    lengths: { min: Math.min(...lengths), max: Math.max(...lengths) },
    top: ranked(texts).map(({ value, count }) => ({ value: [...value].slice(0, 200).join(''), count })),
    shapes: ranked(shapes).map(({ value, count }) => ({
      shape: value.replace(/(.)\1+/gu, (run, sign: string) => `${sign}{${[...run].length}}`),
      count,
    })),
  }
}

function toldBy({ readsAs, present, missing, distinct, lengths, top, shapes }: ColumnProfile) {
  const { integer, decimal, boolean } = readsAs
  return { present, missing, distinct, integer, decimal, boolean, lengths, top, shapes }
}

test('columns drawn together look as each does when it is counted by hand', () =>
  inHouse(async (ctx) => {
    const elements = ['text', null, 'date', 'decimal', 'text', null, 'text', null]
    const items = elements.map((element, i) => item(`c${i}`, `列${i}`, 'string', { element }))
    const resource = await foundCity(ctx, [key, ...items])
    const head = ['编号', ...items.map(({ title }) => title.zh)]
    const rows = fileOf(head, 90)
    await deliver(ctx, resource, head, rows)
    const { columns, waiting } = await findProfile(official(ctx, 'sz.market'), resource, 1)
    assert.deepEqual(waiting, [])
    for (const [i, one] of columns.slice(1).entries()) {
      const cells = rows.map((cells) => cells[i + 1] ?? '')
      assert.deepEqual(toldBy(one), countByHand(cells, one.element), one.column)
      if (one.element === 'text') assert.deepEqual([one.readsAs.date, one.readsAs.timestamp], datesIn(cells))
    }
  }))

const dates = new Set(['2020-01-01', '2020年1月3日', '20200102'])
const instants = new Set(['2020-01-01', '2020-01-01 10:00:00'])
const datesIn = (cells: readonly string[]) =>
  [dates, instants].map((known) => cells.filter((cell) => known.has(cell)).length)

test('sixty-one columns alike are drawn by two queries, and shown as far as they are drawn', () =>
  inHouse(async (ctx) => {
    const items = Array.from({ length: 60 }, (_, i) => item(`c${i}`, `列${i}`, 'string', { element: 'text' }))
    const resource = await foundCity(ctx, [key, ...items])
    const head = ['编号', ...items.map(({ title }) => title.zh)]
    await handIn(ctx, resource, [head, ...fileOf(head, 3)].map((cells) => cells.join(',')).join('\n'))
    await ctx.jobs.drain(ctx)
    await ctx.db.deleteFrom('quality.profile' as never).execute()
    const { counted, sql } = counting(ctx)
    const officer = official(counted, 'sz.market')
    const first = await findProfile(officer, resource, 1, 0)
    const whole = await findProfile(officer, resource, 1)
    assert.equal(first.columns.length + first.waiting.length, 61)
    assert.ok(first.waiting.length > 0, 'nobody waited for the picture')
    assert.deepEqual([whole.columns.length, whole.waiting], [61, []])
    assert.equal(sql.filter((text) => text.includes('unpivot')).length, 2)
  }))

test('whoever looks on while a picture is drawn is on record once, before the first look, and then for the whole picture', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, [key])
    await deliver(ctx, resource, ['编号'], [['K1'], ['K2']])
    await ctx.db.deleteFrom('quality.profile' as never).execute()
    const { held, drawOn } = holding(ctx)
    const [provider, competent] = [official(held, 'sz.market'), official(held, 'sz.data')]
    const look = (reader: Ctx) => findProfile(reader, resource, 1, 0)
    await sql`update ledger.head set broken = 'planted'`.execute(ctx.db)
    for (const unseen of await Promise.allSettled([look(provider), look(provider)]))
      assert.equal(unseen.status, 'rejected')
    await sql`update ledger.head set broken = null`.execute(ctx.db)
    const looks = [...(await Promise.all([look(provider), look(provider)])), await look(provider)]
    assert.deepEqual(
      looks.map(({ waiting }) => waiting),
      [['编号'], ['编号'], ['编号']],
    )
    await look(competent)
    drawOn()
    assert.deepEqual((await findProfile(provider, resource, 1, 60)).waiting, [])
    await look(provider)
    await integrate(ctx)
    const { items } = await listEntries(ctx, { kind: 'quality.profileRead' })
    const read = items.map(({ actor, subject, body }) => [actor, subject, body])
    const by = (party: string, said: object) => [`person:${party}.officer`, resource, said]
    assert.deepEqual(read, [
      by('sz.market', { n: 1, drawing: true }),
      by('sz.data', { n: 1, drawing: true }),
      by('sz.market', { n: 1 }),
      by('sz.market', { n: 1 }),
    ])
  }))

test('the picture of undecided columns is kept; a column decided otherwise is drawn anew, and it alone', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx, [
      key,
      item('mobile', '联系电话', 'string', {}),
      item('note', '备注', 'string', { element: 'text' }),
    ])
    await deliver(
      ctx,
      resource,
      ['编号', '联系电话', '备注'],
      [
        ['K1', '13800138000', '甲'],
        ['K2', '13900139000', '乙'],
      ],
    )
    const { counted, sql } = counting(ctx)
    const officer = official(counted, 'sz.market')
    const undecided = await findProfile(officer, resource, 1)
    assert.deepEqual([sql.length, undecided.columns[1]?.personal], [0, true])
    await confirmBindings(officer, resource, [{ column: '联系电话', element: 'text' }])
    const decided = await findProfile(officer, resource, 1)
    const drawn = sql.filter((text) => text.includes('unpivot'))
    assert.equal(drawn.length, 1)
    assert.deepEqual(drawn[0]?.match(/cast[(]"[^"]+"/g), ['cast("联系电话"'])
    assert.deepEqual(
      decided.columns.map(({ top }) => top[0]?.value),
      ['K1', '13800138000', '乙'],
    )
    await ctx.jobs.drain(ctx)
    sql.length = 0
    await makeProfile(counted, resource, 1)
    assert.equal(sql.length, 0)
  }))
