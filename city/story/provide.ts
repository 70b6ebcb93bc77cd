import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { waitUntilLanded } from '../../cli/collect.ts'
import type { PrivatePostgres } from '../../server/base/db/embedded.ts'
import { fillTaxSystem, writeRegister, writeTenants } from '../generate/registers.ts'
import { register, taxpayers, tenants, unlawful } from '../resources.ts'
import { hold, refused, until } from './people.ts'
import { type Holding, heads, holdings, officers, reviewers, type Scene, type StepResult } from './scene.ts'

interface Version {
  n: number
  state: string
  landed: number
  accepted: number | null
  rejected: number | null
  score: number | null
}

interface Binding {
  column: string
  element: string
  state: string
}

const drafts = { register, tenants, taxpayers }

/** 1. Three sources, three ways in: a dirty CSV, a workbook, a table pulled from a vertical system's PostgreSQL. */
export async function collectAll(scene: Scene, taxSystem: PrivatePostgres): Promise<StepResult> {
  for (const it of holdings) {
    const client = await scene.as(officers[it])
    const draft = withoutElements(numbered(drafts[it], scene))
    scene.resources[it] = (await client.post<{ id: string }>('/api/catalog/resources', draft)).id
  }
  const csv = join(scene.directory, '商事主体登记.csv')
  const xlsx = join(scene.directory, '园区入驻企业.xlsx')
  await Promise.all([
    writeRegister(csv, scene.firms),
    writeTenants(xlsx, scene.firms),
    fillTax(taxSystem, scene.firms),
  ])
  const landed = [
    await handIn(scene, 'register', csv, 'text/csv'),
    await handIn(scene, 'tenants', xlsx, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    await pull(scene, taxSystem),
  ]
  scene.proofs.push(['collect.landed', scene.resources.register])
  const rows = landed.reduce((sum, { records }) => sum + (records ?? 0), 0)
  const torn = landed.reduce((sum, { rejected }) => sum + (rejected ?? 0), 0)
  return {
    rows,
    note: `CSV、XLSX、PostgreSQL 共 ${rows} 行入湖，${torn} 行残缺另存 / ${rows} rows landed, ${torn} torn rows kept`,
  }
}

/**
 * 2. The house proposes which data element each column is and judges nothing before the owner has decided; then
 * values are normalised and checked, nothing is lost, and the catalogue entry takes the elements up.
 */
export async function standardise(scene: Scene): Promise<StepResult> {
  let accepted = 0
  let rejected = 0
  for (const it of holdings) {
    await bindColumns(scene, it)
    const version = await checkedVersion(scene, it)
    await holdOwnerFirst(scene, it)
    hold(
      version.landed === (version.accepted ?? 0) + (version.rejected ?? 0),
      `入湖 = 合格 + 不合格 / landed = accepted + rejected of ${it}`,
    )
    await nameElements(scene, it)
    accepted += version.accepted ?? 0
    rejected += version.rejected ?? 0
  }
  const client = await scene.as(officers.register)
  const { items } = await client.get<{
    items: { row: number; field: string; rule: string; original: string | null; zh: string }[]
  }>(`/api/collect/versions/${scene.resources.register}/1/rejects?limit=5`)
  const [first] = items
  scene.proofs.push(['standards.bound', scene.resources.register])
  hold(first !== undefined, '不合格行可查 / rejects can be browsed')
  return {
    rows: accepted,
    note: `责任单位确认数据元后才检查：合格 ${accepted} + 不合格 ${rejected}；例：第 ${first?.row} 行 ${first?.field} ${first?.zh} / checked once the owner had bound the columns`,
  }
}

/** 3. Six dimensions of GB/T 36344; faults are a case at the owner, on the clock of article 26. */
export async function measure(scene: Scene): Promise<StepResult> {
  const client = await scene.as(officers.register)
  const quality = await client.get<{ score: number | null }>(`/api/quality/${scene.resources.register}/1`)
  hold(quality.score !== null, '质量得分 / quality score')
  const { items } = await client.get<{
    items: { id: string; clock: { dueOn: string; rule: string } | null }[]
  }>(`/api/cases?kind=quality.fault&subject=${scene.resources.register}`)
  const [fault] = items
  scene.proofs.push(['quality.checked', scene.resources.register])
  hold(fault?.clock?.rule === 'share.correction', '质量工单及其法定期限 / a quality case on its clock')
  return {
    note: `得分 ${Number(quality.score).toFixed(1)}；工单 ${fault?.id} 限 ${fault?.clock?.dueOn} / score, and a case due`,
  }
}

/**
 * 4. The gate refuses the unlawful entry by its article; the lawful ones are reviewed and published by three
 * levels, and one of them is opened to the public.
 */
export async function publish(scene: Scene): Promise<StepResult> {
  const park = await scene.as(officers.tenants)
  const { id } = await park.post<{ id: string }>('/api/catalog/resources', numbered(unlawful, scene, '2'))
  const gate = await refused('不予共享而无法律依据', [422], () =>
    park.post(`/api/catalog/resources/${id}/submission`),
  )
  const { errors } = gate as unknown as { errors: { rule: string; article: string }[] }
  const cited = errors.find(({ rule }) => rule === 'catalog.withheld.basis')
  hold(cited !== undefined, '目录闸门引用条文 / the gate cites the article')
  for (const it of holdings) {
    const review = await (await scene.as(officers[it])).post<{ id: string }>(
      `/api/catalog/resources/${scene.resources[it]}/submission`,
    )
    await (await scene.as(reviewers[it])).post(`/api/cases/${review.id}/moves`, { move: 'publish' })
  }
  await (await scene.as(heads.tenants)).post(`/api/open/resources/${scene.resources.tenants}/opening`, {
    fields: ['uscc', 'name', 'park', 'since', 'street'],
  })
  const demander = await scene.as('ps.hr.officer')
  const found = await demander.get<{ items: { id: string }[] }>(
    `/api/catalog/search?q=${encodeURIComponent('企业')}`,
  )
  scene.proofs.push(['catalog.published', scene.resources.register])
  hold(found.items.length >= 2, '目录可检索 / the catalogue can be searched')
  return {
    note: `三级主管部门发布 3 条，1 条向社会开放；违规条目被拒（${cited?.article}）/ 3 published, 1 opened, 1 refused`,
  }
}

export async function checkedVersion(scene: Scene, it: Holding, n?: number): Promise<Version> {
  const client = await scene.as(officers[it])
  return until(`${it} 检查 / check`, async () => {
    const { items } = await client.get<{ items: Version[] }>(
      `/api/catalog/resources/${scene.resources[it]}/versions`,
    )
    return items.find(
      (version) => (n === undefined || version.n === n) && ['checked', 'served'].includes(version.state),
    )
  })
}

/** The owner decides by the proposals; until then the version waits, landed and unjudged. */
async function bindColumns(scene: Scene, it: Holding): Promise<void> {
  const client = await scene.as(officers[it])
  const resource = scene.resources[it]
  const { items: suggested } = await client.get<{ items: Binding[] }>(`/api/standards/bindings/${resource}`)
  hold(suggested.length > 0, `绑定建议 / binding suggestions for ${it}`)
  hold(
    suggested.every(({ state }) => state === 'suggested'),
    `只是建议，尚未确认 / proposals alone so far for ${it}`,
  )
  const { items: versions } = await client.get<{ items: Version[] }>(
    `/api/catalog/resources/${resource}/versions`,
  )
  hold(
    versions.length === 1 && versions.every(({ state, accepted }) => state === 'landed' && accepted === null),
    `确认之前只入湖、不检查 / ${it} waits, landed, until its owner decides`,
  )
  const columns = new Set(suggested.map(({ column }) => column))
  await client.post(`/api/standards/bindings/${resource}`, {
    bindings: drafts[it].items.map(({ name, title, element }) => ({
      column: columns.has(title.zh) ? title.zh : name,
      element,
    })),
  })
}

/** The ledger tells the order: the owner's decision stands before the verdict. */
async function holdOwnerFirst(scene: Scene, it: Holding): Promise<void> {
  const auditor = await scene.as('sz.audit.auditor')
  const query = new URLSearchParams({ subject: scene.resources[it] })
  const kinds = await until(`${it} 台账 / its entries`, async () => {
    const { items } = await auditor.get<{ items: { kind: string }[] }>(`/api/ledger/entries?${query}`)
    const kinds = items.map(({ kind }) => kind)
    return kinds.includes('quality.checked') ? kinds : undefined
  })
  const bound = kinds.indexOf('standards.bound')
  hold(
    bound >= 0 && bound < kinds.indexOf('quality.checked'),
    `先确认、后检查 / ${it} was bound before it was judged`,
  )
}

/** Writes the confirmed elements into the entry, over exactly the edition that was read. */
async function nameElements(scene: Scene, it: Holding): Promise<void> {
  const client = await scene.as(officers[it])
  const path = `/api/catalog/resources/${scene.resources[it]}`
  const { stamp } = await client.get<{ stamp: string }>(path)
  await client.put(path, { ...numbered(drafts[it], scene), stamp })
}

function withoutElements(draft: typeof register): typeof register {
  return { ...draft, items: draft.items.map((item) => ({ ...item, element: null })) }
}

/** The code's sequence number is this telling's own (类项目细目/顺序号). */
function numbered(draft: typeof register, { telling }: Scene, suffix = '1') {
  return { ...draft, code: `${draft.code?.split('/')[0]}/${telling}${suffix}` }
}

async function handIn(scene: Scene, it: Holding, path: string, type: string) {
  const client = await scene.as(officers[it])
  const { size } = await stat(path)
  const query = new URLSearchParams({
    resource: scene.resources[it],
    mode: 'replace',
    name: path.split('/').at(-1) ?? '',
  })
  const response = await client.fetch(`/api/collect/deliveries?${query}`, {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': String(size) },
    body: Readable.toWeb(createReadStream(path)) as unknown as ReadableStream,
    duplex: 'half',
  })
  return waitUntilLanded(client, (await response.json()) as { id: string }, () => undefined)
}

async function pull(scene: Scene, { connection }: PrivatePostgres) {
  const client = await scene.as(officers.taxpayers)
  const { host, port, user, password, database } = connection
  const source = await client.post<{ id: string }>('/api/collect/sources', {
    resource: scene.resources.taxpayers,
    kind: 'postgres',
    host,
    port,
    database,
    user,
    password,
    query: { schema: 'hx', table: 'dj_nsrxx' },
  })
  const delivery = await client.post<{ id: string }>(`/api/collect/sources/${source.id}/pulls`, {})
  return waitUntilLanded(client, delivery, () => undefined)
}

async function fillTax({ connection }: PrivatePostgres, firms: number): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await fillTaxSystem(client, firms)
  } finally {
    await client.end()
  }
}
