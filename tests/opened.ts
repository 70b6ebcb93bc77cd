import { setTimeout } from 'node:timers/promises'
import { tenants } from '../city/resources.ts'
import { receiveUpload } from '../server/flow/collect/index.ts'
import type { ResourceDraft } from '../server/ground/catalog/index.ts'
import { confirmBindings, generate } from '../server/ground/standards/index.ts'
import { listOpen, openResource } from '../server/reach/open/index.ts'
import type { Town } from './cast.ts'
import { publishEntry } from './provide.ts'

/** The district's tenants of industrial parks, marked as open to the public. */
export const openTenants: ResourceDraft = {
  ...tenants,
  abstract: '坪山区各产业园区入驻企业及租赁面积。演示数据，全部为生成。',
  open: true,
  openConditions: '可自由使用，须注明来源',
}

/** The items the tests open; `staff`, `since` and `street` stay closed. */
export const openedFields = ['uscc', 'name', 'park', 'area_m2'] as const

export const parkHead = 'ps.park.head'

/** Three tenants made for tests; the second one's park would be run as a formula by a spreadsheet. */
export const tenantsCsv = [
  '统一社会信用代码,企业名称,园区,租赁面积（平方米）,入驻日期,员工人数,街道代码',
  `${generate('uscc', 11)},深圳市甲一科技有限公司,坑梓园,120,2021-03-04,4711,440310005`,
  `${generate('uscc', 12)},深圳市乙二电子有限公司,=坪山园,80,2022-05-06,4712,440310005`,
  `${generate('uscc', 13)},深圳市丙三商贸有限公司,坑梓园,45,2023-07-08,4713,440310005`,
].join('\r\n')

/** Published, handed in, bound, checked and served, but not yet opened. */
export async function provideOpenTenants(town: Town): Promise<string> {
  const officer = town.as('ps.park.officer')
  const id = await publishEntry(town, 'ps.park', openTenants)
  await handInTenants(town, id, tenantsCsv)
  await confirmBindings(
    officer,
    id,
    openTenants.items.map(({ title, element }) => ({ column: title.zh, element: element ?? 'text' })),
  )
  await town.ctx.jobs.drain(town.ctx)
  return id
}

/** Hands in one file of tenants and lets the jobs do their work. */
export async function handInTenants(town: Town, id: string, csv: string): Promise<void> {
  await receiveUpload(town.as('ps.park.officer'), {
    resource: id,
    mode: 'replace',
    name: '入驻企业.csv',
    sheet: null,
    mediaType: 'text/csv',
    sizeBytes: null,
    key: null,
    bytes: bytesOf(csv),
  })
  await town.ctx.jobs.drain(town.ctx)
}

/** The same, opened to the public by its provider with the items above. */
export async function openToPublic(town: Town): Promise<string> {
  const id = await provideOpenTenants(town)
  await openResource(town.as(parkHead), id, { fields: [...openedFields] })
  await untilRead(town, id, 1)
  return id
}

/** Waits until the public reads a version; behind a server the jobs run by themselves. */
export async function untilRead(town: Town, id: string, version: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await town.ctx.jobs.drain(town.ctx)
    const { items } = await listOpen(town.ctx, {})
    if (items.some((item) => item.id === id && item.version === version)) return
    await setTimeout(50)
  }
  throw new Error(`version ${version} of ${id} was not served`)
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
