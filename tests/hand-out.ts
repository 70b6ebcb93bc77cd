import type { Ctx } from '../server/base/ctx.ts'
import { writeFiles } from '../server/base/lake/index.ts'
import { addVersion, advanceVersion, type Item, registerResource } from '../server/ground/catalog/index.ts'
import { type AccessPlan, putPlan } from '../server/ground/policy/index.ts'

/** A resource of the town's housing bureau for the tests of this room, its people invented. */
export const tenants: Item[] = [
  item('id_card', '公民身份号码', 'Identity number'),
  item('name', '姓名', 'Name'),
  item('district', '区', 'District'),
  { ...item('rent', '月租金', 'Monthly rent'), type: 'decimal(10,2)' },
  { ...item('since', '起租日', 'Rented since'), type: 'date' },
]

export const secretName = '皇甫无忌'

/** Registers the resource and takes one version of its rows to `checked`; jobs do the rest. */
export async function landTenants(ctx: Ctx): Promise<string> {
  const { id } = await registerResource(ctx, {
    name: { zh: '公共租赁住房租户', en: 'Tenants of public housing' },
    attribute: 'conditional',
    provider: 'ps.housing',
    items: tenants,
  })
  await landVersion(ctx, id, 5)
  return id
}

/** Adds a version of `rows` rows: the rent of row i is 100.50 × i, every third row has no district, its name is SQL. */
export async function landVersion(
  ctx: Ctx,
  resource: string,
  rows: number,
  name = `CASE WHEN i = 3 THEN '${secretName}' ELSE '张三' END`,
): Promise<number> {
  const sql = `SELECT printf('44030719900101%04d', i) AS id_card, ${name} AS name,
    CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN '坪山区' ELSE '=龙岗区' END AS district,
    CAST(i * 100.5 AS DECIMAL(10, 2)) AS rent, DATE '2025-01-01' + CAST(i AS INTEGER) AS since, i AS _row
    FROM range(1, ${rows + 1}) t(i)`
  const table = ctx.lake.table(`resources/${resource}/checked`)
  const written = await writeFiles(ctx.lake, { into: table, sql })
  const version = await table.commit({
    mode: 'replace',
    schema: written.columns,
    files: written.files,
    operation: 'WRITE',
  })
  const { n } = await addVersion(ctx, {
    resource,
    origin: 'delivery',
    delivery: null,
    landed: rows,
    tables: {},
  })
  const tables = { checked: { path: `resources/${resource}/checked`, version } }
  await advanceVersion(ctx, resource, n, {
    from: 'landed',
    to: 'checked',
    accepted: rows,
    rejected: 0,
    tables,
  })
  await ctx.jobs.drain(ctx)
  return n
}

/** An agreement with the human resources bureau: the district's rows, identity number masked, no names. */
export async function grantTenants(
  ctx: Ctx,
  resource: string,
  change: Partial<AccessPlan> = {},
): Promise<string> {
  const id = ctx.ids.next('agr')
  await putPlan(ctx, {
    id,
    resource,
    applicant: 'ps.hr',
    provider: 'ps.housing',
    purpose: '人才住房补贴核验',
    fields: [
      { name: 'since', mask: null },
      { name: 'id_card', mask: 'citizen-id' },
      { name: 'rent', mask: null },
      { name: 'district', mask: null },
    ],
    rows: { not: { field: 'district', op: 'eq', value: '龙华区' } },
    modes: ['api', 'file', 'delta'],
    from: '2025-01-01',
    until: '2026-12-31',
    state: 'inForce',
    revision: 1,
    keyField: 'since',
    ...change,
  })
  await ctx.jobs.drain(ctx)
  return id
}

function item(name: string, zh: string, en: string): Item {
  return { name, title: { zh, en }, type: 'string', element: null, grade: 2, nullable: true }
}
