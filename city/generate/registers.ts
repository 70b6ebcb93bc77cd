import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeXlsx } from 'hucre'
import type pg from 'pg'
import { chance } from './chance.ts'
import { type Enterprise, makeEnterprises, spoil } from './enterprises.ts'

export const registerHeader = [
  '统一社会信用代码',
  '企业名称',
  '法定代表人',
  '注册资本',
  '成立日期',
  '企业类型',
  '行业代码',
  '登记状态',
  '住所',
  '行政区划代码',
  '联系电话',
]

/** The city's dirty enterprise register as CSV, streamed to a file; some records are torn (a field too many). */
export async function writeRegister(path: string, count: number, seed = 809): Promise<void> {
  await pipeline(Readable.from(registerLines(count, seed)), createWriteStream(path))
}

/** The district's park tenants as a workbook: every third firm of Pingshan, as a unit keeps them by hand. */
export async function writeTenants(path: string, count: number, seed = 809): Promise<void> {
  const luck = chance(seed + 1)
  const tenants = [...inPingshan(count, seed)].filter(() => luck.once(3))
  const rows = tenants.map((firm) => [
    luck.once(90) ? firm.uscc.toLowerCase() : firm.uscc,
    firm.name,
    luck.pick(['坪山创新广场', '聚龙山智能制造园', '坑梓产业园', '生物医药加速器']),
    luck.once(25) ? '' : String(30 + luck.below(4000)),
    luck.once(40) ? 'N/A' : `20${15 + luck.below(10)}-0${1 + luck.below(9)}-1${luck.below(10)}`,
    luck.once(60) ? '若干' : String(1 + luck.below(900)),
    '440310005',
  ])
  const header = [
    '统一社会信用代码',
    '企业名称',
    '园区',
    '租赁面积（平方米）',
    '入驻日期',
    '员工人数',
    '街道代码',
  ]
  await writeFile(path, await writeXlsx({ sheets: [{ name: '入驻企业', rows: [header, ...rows] }] }))
}

/** The provincial tax system's own table: one row a firm, in a database nobody else may write. */
export async function fillTaxSystem(client: pg.Client, count: number, seed = 809): Promise<number> {
  const luck = chance(seed + 2)
  await client.query('create schema if not exists hx')
  await client.query('drop table if exists hx.dj_nsrxx')
  await client.query(
    `create table hx.dj_nsrxx (nsrsbh text, nsrmc text, xzqh text, nsxydj text, ssq text, rkse numeric(18,2), qsye numeric(18,2))`,
  )
  const firms = [...makeEnterprises(count, seed)].filter(({ status }) => status === '存续')
  const column = <T>(value: (firm: Enterprise) => T) => firms.map(value)
  await client.query(
    `insert into hx.dj_nsrxx select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[])`,
    [
      column(({ uscc }) => uscc),
      column(({ name }) => name),
      column(({ division }) => division),
      column(() => luck.pick(['A', 'A', 'B', 'B', 'B', 'M', 'C', 'D'])),
      column(() => '202510'),
      column(() => (luck.below(50_000_000) / 100).toFixed(2)),
      column(() => (luck.once(20) ? (luck.below(900_000) / 100).toFixed(2) : '0.00')),
    ],
  )
  return firms.length
}

function* inPingshan(count: number, seed: number): Generator<Enterprise> {
  for (const firm of makeEnterprises(count, seed)) if (firm.division === '440310') yield firm
}

function* registerLines(count: number, seed: number): Generator<string> {
  const luck = chance(seed + 3)
  yield `${registerHeader.join(',')}\r\n`
  for (const firm of makeEnterprises(count, seed)) {
    const cells = spoil(firm, luck).map(quote).join(',')
    yield `${cells}${luck.once(900) ? ',多出一栏' : ''}\r\n`
    if (luck.once(700)) yield `${cells}\r\n`
  }
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
