import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DeltaColumn, type Lake, literal, openLake, writeFiles } from '../../base/lake/index.ts'
import type { Item, ItemType } from '../../ground/catalog/index.ts'
import { generate } from '../../ground/standards/index.ts'
import { castSql, type Judged } from './cell.ts'
import { judgeVersion } from './judge.ts'

const items: Judged[] = [
  judged('uscc', 'string', { element: 'uscc', key: true }),
  judged('name', 'string', { nullable: false }),
  judged('founded', 'date', {}),
  judged('capital', 'decimal(18,2)', {}),
]

const good = generate('uscc', 1)
const wrong = good.slice(0, 17) + (good.endsWith('0') ? '1' : '0')
const rows = [
  [wrong, '甲', '2020-02-29', '100.50'],
  [good, '乙', '2021-02-29', '1'],
  [` ${good.toLowerCase()} `, '乙二', '2021年3月1日', '1.005'],
  [good, '乙三', '20210301', ''],
  [good, '乙四', '', null],
  ['', ' 　', '-', '1e3'],
]

test('each cell shows its first fault, clean rows are typed, and no row is lost', () =>
  inLake(async (lake) => {
    const landed = await land(
      lake,
      ['uscc', 'name', 'founded', 'capital', '备注'],
      rows.map((row, i) => [...row, `注${i}`]),
    )
    const { tally, checked, rejects, accepted } = await judgeVersion(lake, {
      resource: 'res_0001',
      n: 1,
      landed,
      unread: null,
      judged: items,
      unreadRows: 0,
    })
    const faults =
      rejects &&
      (await lake.query(
        `select _row, field, rule, zh, original from ${await lake.table(rejects.path).scan()} order by _row, field`,
      ))
    const clean = await lake.query(`select * from ${await lake.table(checked.path).scan()} order by _row`)
    assert.equal(accepted + new Set((faults ?? []).map(({ _row }) => _row)).size, rows.length)
    assert.deepEqual(clean, [{ _row: 4, uscc: good, name: '乙三', founded: '2021-03-01', capital: null }])
    assert.deepEqual(
      (faults ?? []).map(({ _row, field, rule }) => [_row, field, rule]),
      [
        [1, 'uscc', 'uscc.check'],
        [2, 'founded', 'type.date'],
        [3, 'capital', 'type.decimal'],
        [5, 'uscc', 'key.duplicate'],
        [6, 'capital', 'type.decimal'],
        [6, 'founded', 'type.date'],
        [6, 'name', 'value.missing'],
        [6, 'uscc', 'value.missing'],
      ],
    )
    assert.match(String(faults?.[0]?.zh), /：校验位不正确$/)
    assert.deepEqual([tally.rows, tally.faulty, tally.surplus, tally.members, tally.keyed], [6, 4, 1, 4, 5])
  }))

test('a rejected row keeps its whole record, columns the catalogue does not know included', () =>
  inLake(async (lake) => {
    const landed = await land(
      lake,
      ['uscc', 'name', 'founded', 'capital', '备注'],
      [['x', '甲', null, null, '"注"']],
    )
    const { rejects } = await judgeVersion(lake, {
      resource: 'res_0001',
      n: 1,
      landed,
      unread: null,
      judged: items,
      unreadRows: 0,
    })
    const [row] = await lake.query<{ record: string }>(
      `select record from ${await lake.table(rejects?.path ?? '').scan()}`,
    )
    assert.deepEqual(JSON.parse(row?.record ?? ''), {
      uscc: 'x',
      name: '甲',
      founded: null,
      capital: null,
      备注: '"注"',
    })
  }))

test('a version without rows gives an empty checked table with its types', () =>
  inLake(async (lake) => {
    const landed = await land(lake, ['uscc', 'name', 'founded', 'capital'], [])
    const { checked, rejects, accepted } = await judgeVersion(lake, {
      resource: 'res_0001',
      n: 1,
      landed,
      unread: null,
      judged: items,
      unreadRows: 0,
    })
    const { columns } = await lake.table(checked.path).snapshot()
    assert.deepEqual(
      [accepted, rejects, columns.map(({ type }) => type)],
      [0, null, ['long', 'string', 'string', 'date', 'decimal(18,2)']],
    )
  }))

test('when every row is at fault, every row is kept as rejected', () =>
  inLake(async (lake) => {
    const landed = await land(
      lake,
      ['uscc', 'name', 'founded', 'capital'],
      Array.from({ length: 5000 }, (_, i) => [String(i), '甲', null, null]),
    )
    const { rejects, accepted } = await judgeVersion(lake, {
      resource: 'res_0001',
      n: 1,
      landed,
      unread: null,
      judged: items,
      unreadRows: 0,
    })
    const [{ n } = { n: 0 }] = await lake.query<{ n: number }>(
      `select count(distinct _row) as n from ${await lake.table(rejects?.path ?? '').scan()}`,
    )
    assert.deepEqual([accepted, n], [0, 5000])
  }))

test('values are read as their type without rounding or guessing', () =>
  inLake(async (lake) => {
    const cast = async (type: ItemType, text: string) => {
      const [row] = await lake.query<{ v: unknown }>(
        `select ${castSql(type, 't')} as v from (select ${literal(text)} as t)`,
      )
      return row?.v
    }
    const cases: [ItemType, string, unknown][] = [
      ['integer', '12', 12],
      ['integer', '12.5', null],
      ['integer', '0x1F', null],
      ['integer', '1_000', null],
      ['integer', '2147483648', null],
      ['long', '9223372036854775807', '9223372036854775807'],
      ['long', '1e3', null],
      ['decimal(5,2)', '123.45', '123.45'],
      ['decimal(5,2)', '123.456', null],
      ['decimal(5,2)', '1.500', '1.50'],
      ['decimal(5,2)', '1234', null],
      ['double', '1.5e3', 1500],
      ['double', 'nan', null],
      ['double', 'inf', null],
      ['date', '2020-1-5', '2020-01-05'],
      ['date', '20200105', '2020-01-05'],
      ['date', '2020/01/05', '2020-01-05'],
      ['date', '2023-02-29', null],
      ['date', '202015', null],
      ['date', '2020-01-05 00:00:00', '2020-01-05'],
      ['timestamp', '2025-09-29 09:00:00', '2025-09-29T01:00:00.000Z'],
      ['timestamp', '2025-09-29T01:00:00Z', '2025-09-29T01:00:00.000Z'],
      ['timestamp', '09:00', null],
      ['boolean', '是', true],
      ['boolean', 'N', false],
      ['boolean', '2', null],
    ]
    for (const [type, text, wanted] of cases)
      assert.deepEqual(await cast(type, text), wanted, `${type} ${text}`)
  }))

function judged(
  name: string,
  type: ItemType,
  {
    element = null,
    key = false,
    nullable = true,
  }: { element?: string | null; key?: boolean; nullable?: boolean },
): Judged {
  const item: Item = { name, title: { zh: name, en: name }, type, element, key, grade: 1, nullable }
  return { item, column: name, element }
}

async function land(lake: Lake, columns: readonly string[], cells: readonly (readonly (string | null)[])[]) {
  const path = 'resources/res_0001/landed'
  const table = lake.table(path)
  const schema: DeltaColumn[] = [
    { name: '_row', type: 'long', nullable: false },
    ...columns.map((name): DeltaColumn => ({ name, type: 'string', nullable: true })),
  ]
  const values = cells.map((row, i) => `(${[i + 1, ...row].map(literal).join(', ')})`).join(', ')
  const names = schema.map(({ name }) => `"${name}"`).join(', ')
  const nothing = `select ${schema.map(({ name }) => `null as "${name}"`).join(', ')} where false`
  const { files } = await writeFiles(lake, {
    into: table,
    sql: cells.length > 0 ? `select * from (values ${values}) as t(${names})` : nothing,
    columns: schema,
  })
  return { path, version: await table.commit({ mode: 'replace', schema, files, operation: 'WRITE' }) }
}

async function inLake(work: (lake: Lake) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhishu-judge-'))
  const lake = await openLake({ root })
  try {
    await work(lake)
  } finally {
    await lake.close()
    await rm(root, { recursive: true, force: true })
  }
}
