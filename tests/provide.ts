import { register as registerDraft, taxpayers, tenants } from '../city/resources.ts'
import { receiveUpload } from '../server/flow/collect/index.ts'
import { moveCase } from '../server/ground/cases/index.ts'
import { type ResourceDraft, registerResource, submitResource } from '../server/ground/catalog/index.ts'
import { confirmBindings, generate } from '../server/ground/standards/index.ts'
import type { Town } from './cast.ts'

/** Three firms made for tests; they belong to nobody. The second stands in Pingshan, the third's code is wrong. */
export const firms = {
  luohu: generate('uscc', 1),
  pingshan: generate('uscc', 2),
  wrong: `${generate('uscc', 3).slice(0, 17)}I`,
}

/** A small register as it would be handed in: two good rows and one wrong code. */
export const registerCsv = [
  '统一社会信用代码,企业名称,法定代表人,注册资本,成立日期,企业类型,行业代码,登记状态,住所,行政区划代码,联系电话',
  `${firms.luohu},深圳市鸿远商贸有限公司,赵文静,100（万元）,2001-02-03,有限责任公司,5100,存续,深圳市罗湖区深汕路1号,440303,13800138000`,
  `${firms.pingshan},深圳市瑞丰电子科技有限公司,欧阳远山,50万人民币,2011/04/05,有限责任公司,3900,存续,深圳市坪山区丹梓大道2号,440310,13900139000`,
  `${firms.wrong},深圳市恒信物流有限公司,李明,10万元,2015-06-07,有限责任公司,5900,注销,深圳市坪山区金牛西路3号,440310,13700137000`,
].join('\r\n')

const reviewerOf: Record<string, string> = {
  'sz.market': 'sz.data.reviewer',
  'ps.park': 'ps.data.reviewer',
  'gd.tax': 'gd.data.reviewer',
}

/** An entry of the catalogue, reviewed and published, without any row yet. */
export async function publishEntry(town: Town, provider: string, draft: ResourceDraft): Promise<string> {
  const officer = town.as(`${provider}.officer`)
  const { id } = await registerResource(officer, draft)
  const review = await submitResource(officer, id)
  await moveCase(town.as(reviewerOf[provider] ?? ''), review.id, 'publish', {})
  return id
}

/** The city's register, published, handed in, bound, checked and served. */
export async function provideRegister(town: Town, csv: string = registerCsv): Promise<string> {
  const officer = town.as('sz.market.officer')
  const { id } = await registerResource(officer, registerDraft)
  await receiveUpload(officer, {
    resource: id,
    mode: 'replace',
    name: '登记.csv',
    sheet: null,
    mediaType: 'text/csv',
    sizeBytes: null,
    key: null,
    bytes: bytesOf(csv),
  })
  await town.ctx.jobs.drain(town.ctx)
  await confirmBindings(
    officer,
    id,
    registerDraft.items.map(({ title, element }) => ({ column: title.zh, element: element ?? 'text' })),
  )
  await town.ctx.jobs.drain(town.ctx)
  const review = await submitResource(officer, id)
  await moveCase(town.as('sz.data.reviewer'), review.id, 'publish', {})
  return id
}

export const provideTenants = (town: Town) => publishEntry(town, 'ps.park', tenants)
export const provideTaxpayers = (town: Town) => publishEntry(town, 'gd.tax', taxpayers)

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
