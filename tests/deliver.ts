import { actAs, type Ctx } from '../server/base/ctx.ts'
import type { Delivery, Mode } from '../server/flow/collect/index.ts'
import { receiveUpload } from '../server/flow/collect/index.ts'
import { type Item, type ItemType, registerResource } from '../server/ground/catalog/index.ts'
import { registerOrg } from '../server/ground/parties/index.ts'

/** The context of an official of an organisation. */
export function official<C extends Ctx>(ctx: C, party: string): C {
  return actAs(ctx, { kind: 'person', id: `${party}.officer`, party, roles: ['data-officer'] }) as C
}

/** A city with its data administration and two bureaus; gives the market bureau's register of shops. */
export async function foundCity(ctx: Ctx, items: readonly Item[] = shops): Promise<string> {
  const base = { level: 'city', division: '440300', since: '2020-01-01' } as const
  await registerOrg(ctx, {
    ...base,
    id: 'sz',
    name: { zh: '市人民政府', en: 'City' },
    parent: null,
    kind: 'government',
  })
  for (const [id, kind] of [
    ['sz.data', 'competent'],
    ['sz.market', 'department'],
    ['sz.tax', 'department'],
  ] as const) {
    await registerOrg(ctx, { ...base, id, name: { zh: id, en: id }, parent: 'sz', kind })
  }
  const { id } = await registerResource(official(ctx, 'sz.market'), {
    name: { zh: '商户登记', en: 'Shops' },
    attribute: 'unconditional',
    provider: 'sz.market',
    cycle: 'monthly',
    items: [...items],
  })
  return id
}

export const shops: Item[] = [
  item('code', '商户编号', 'string', { element: 'text', key: true, nullable: false }),
  item('name', '商户名称', 'string', { element: 'text', nullable: false }),
  item('opened', '开业日期', 'date', { element: 'date' }),
  item('area', '面积', 'decimal(10,2)', { element: 'decimal' }),
]

export function item(
  name: string,
  zh: string,
  type: ItemType,
  { element = null, key = false, nullable = true }: Partial<Item>,
): Item {
  return { name, title: { zh, en: name }, type, element, key, grade: 1, nullable }
}

export interface HandIn {
  readonly mode?: Mode
  readonly key?: string | null
  readonly mediaType?: string
}

/** Hands in a text as a file of the market bureau. */
export function handIn(
  ctx: Ctx,
  resource: string,
  text: string | Buffer,
  { mode = 'replace', key = null, mediaType = 'text/csv' }: HandIn = {},
): Promise<Delivery> {
  const bytes = (async function* () {
    yield Buffer.from(text)
  })()
  return receiveUpload(official(ctx, 'sz.market'), {
    resource,
    mode,
    name: 'shops.csv',
    sheet: null,
    mediaType,
    sizeBytes: null,
    key,
    bytes,
  })
}
