import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import {
  checkValue,
  codeTable,
  type Element,
  elements,
  faultSql,
  generate,
  generated,
  maskNames,
  maskSql,
  maskValue,
  missingValueSql,
  normalSql,
  type PlainMask,
} from './index.ts'

let connection: DuckDBConnection

before(async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  connection = await instance.connect()
})
after(() => connection.closeSync())

const dirty = [
  '',
  ' ',
  '-',
  '无',
  'N/A',
  'null',
  'NULL',
  '未知',
  '0',
  '00',
  '1',
  '01',
  '男',
  '女',
  '是',
  '否',
  'Y',
  'true',
  '汉族',
  '汉',
  'CHN',
  '156',
  '中国',
  'CNY',
  '人民币',
  '美元',
  '2380（万元）',
  '10万人民币',
  '53万港币',
  '1,234.50',
  '1,23',
  '-0',
  '-0.00',
  '0.000',
  '007',
  '1e3',
  '0x1F',
  '1_000',
  '12.5%',
  '12.50％',
  '99999999999999999999',
  '123456789012345678',
  '-5',
  '+5',
  '.5',
  '5.',
  '1.0000000005',
  '0.9999999995',
  '-1.23456789012',
  '2020-1-5',
  '2020/01/05',
  '2020.1.5',
  '20200105',
  '2020年1月5日',
  '2023-02-29',
  '2024-02-29',
  '2020-13-01',
  '1700-01-01',
  '2999-01-01',
  '2020-01-05 9:05',
  '2020-01-05T01:05:07Z',
  '2020-01-05 23:59:59.999+08:00',
  '2020-01-05 24:00:00',
  '20200105090507',
  '202001',
  '2020年1月',
  '2020-1',
  '202013',
  '2020年',
  '0991012',
  '1900-01-01',
  '9999-12-31',
  '440310',
  '440399',
  '440310001',
  '440310001001',
  '440310000000',
  '430102',
  '990000',
  '810000',
  'A0111',
  'A',
  '01',
  '0111',
  '98',
  '9811',
  '粤B12345',
  '粤b·12345',
  '粤Z1234港',
  '京A1234警',
  '粤BI2345',
  'a@b.cn',
  'a@b',
  '@b.cn',
  'a@b@c.cn',
  'https://www.gov.cn/',
  'HTTP://中国.cn',
  '10.0.0.1',
  '::1',
  '1::',
  '256.1.1.1',
  '+86 138-0013-8000',
  '0086-13800138000',
  '(0755)28398222',
  '01012345678',
  '400-800-1234',
  '11010519491231002x',
  '130503670401001',
  '110101190002300013',
  '110105194912310021',
  '91350100M000100Y43',
  '91350100m000100y43',
  '9111010857906823XF',
  'D2143569-X',
  '6222021234567890128',
  '110108000000016',
  'LSVAM4187C2184847',
  '张三',
  '张',
  '欧阳娜娜',
  '张　三',
  '阿卜杜拉•买买提',
  'John Smith',
  'ß',
  'ı',
  'ﬁ',
  '１２３',
  '\u3000',
  '|',
  '=',
  '男性=1|Male',
  '|1|',
  '1|2',
  'a=b',
  "O'Brien",
  '男|女',
  '\t1\n',
  '深圳市坪山区坪山街道某路1号',
  '广东省深圳市坪山区',
  '114.346',
  '-22.70049',
  '22.7005',
  '181',
  '𠮷野家',
  '1990',
  '1990-05-06',
  '1,234户',
  '12人',
  '岁',
  '12岁',
]

/** Values near the truth: whole ones, ones with a slip, and noise of the same signs. */
function valuesOf(one: Pick<Element, 'id' | 'table'>, seed: number): string[] {
  const good = generated().includes(one.id)
    ? Array.from({ length: 300 }, (_, at) => generate(one.id, at))
    : []
  const codes = one.table
    ? codeTable(one.table).values.flatMap(({ code, zh, aliases = [] }) => [code, zh, ...aliases])
    : []
  const seeds = [...dirty, ...good, ...codes]
  const sign = fc.constantFrom(...'0123456789ABXZabxz-./:, ()（）万亿元年月日Z+%|='.split(''))
  const slip = fc.tuple(fc.constantFrom(...seeds), fc.nat(20), sign, fc.nat(3)).map(([text, at, by, how]) => {
    const signs = [...text]
    if (how === 0) signs.splice(at, 1, by)
    else if (how === 1) signs.splice(at, 0, by)
    else if (how === 2) signs.splice(at, 1)
    else return `　${text} `
    return signs.join('')
  })
  const noise = fc.string({ unit: sign, maxLength: 20 })
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789X'), minLength: 6, maxLength: 19 })
  const made = fc.sample(fc.oneof({ weight: 4, arbitrary: slip }, noise, digits), { numRuns: 1_500, seed })
  return [...seeds, ...made]
}

async function loadValues(values: readonly (string | null)[]): Promise<void> {
  await connection.run('CREATE OR REPLACE TABLE dirty (i INTEGER, v VARCHAR)')
  const appender = await connection.createAppender('dirty')
  values.forEach((value, at) => {
    appender.appendInteger(at)
    if (value === null) appender.appendNull()
    else appender.appendVarchar(value)
    appender.endRow()
  })
  appender.closeSync()
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJson() as unknown[][]
}

for (const one of elements()) {
  test(`the engine judges ${one.id} as the program does`, async () => {
    const values = valuesOf(one, 20261121)
    await loadValues(values)
    const columns = ['v', "(v || '')"].flatMap((v) => [normalSql(one.id, v), faultSql(one.id, v)])
    const rows = await rowsOf(
      `SELECT ${columns.join(', ')}, ${missingValueSql(one.id, 'v')} FROM dirty ORDER BY i`,
    )
    const differing: unknown[] = []
    values.forEach((value, at) => {
      const { normal, faults, missing } = checkValue(one.id, value)
      const error = faults.find(({ severity }) => severity === 'error')?.code ?? null
      const program = [normal, error, normal, error, missing]
      if (JSON.stringify(rows[at]) !== JSON.stringify(program))
        differing.push([value, { engine: rows[at], program }])
    })
    assert.deepEqual(differing.slice(0, 5), [])
  })
}

test('a column may bear the name of anything inside the expression', async () => {
  for (const name of ['x', 'r', 'n', 'e', 'q', '"m"']) {
    const sql = `SELECT ${faultSql('uscc', name)}, ${normalSql('amount', `${name} || ''`)} FROM (SELECT '1,234.50' AS ${name})`
    assert.deepEqual(await rowsOf(sql), [['uscc.format', '1234.5']], name)
  }
})

test('NULL is missing, without fault and without normal form', async () => {
  await loadValues([null])
  for (const { id } of elements()) {
    const [row] = await rowsOf(
      `SELECT ${normalSql(id, 'v')}, ${faultSql(id, 'v')}, ${missingValueSql(id, 'v')} FROM dirty`,
    )
    assert.deepEqual(row, [null, null, true], id)
  }
})

for (const mask of maskNames.filter((name): name is PlainMask => name !== 'token')) {
  test(`the engine masks ${mask} as the program does`, async () => {
    const ids = ['citizen-id', 'mobile', 'bank-card', 'plate', 'email', 'person-name', 'birth-date', 'phone']
    const values = [...ids.flatMap((id) => valuesOf({ id }, 7).slice(-700)), ...dirty]
    await loadValues([...values, null])
    const rows = await rowsOf(`SELECT ${maskSql(mask, 'v')} FROM dirty ORDER BY i`)
    const differing = [...values, null].flatMap((value, at) => {
      const program = maskValue(mask, value)
      return rows[at]?.[0] === program ? [] : [[value, { engine: rows[at]?.[0], program }]]
    })
    assert.deepEqual(differing.slice(0, 5), [])
  })
}
