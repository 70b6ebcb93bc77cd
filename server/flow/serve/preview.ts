import type { Ctx } from '../../base/ctx.ts'
import { ident } from '../../base/lake/index.ts'
import { findResource, type Version, versionsOf } from '../../ground/catalog/index.ts'
import { recordSoon } from '../../ground/ledger/index.ts'
import {
  type AccessPlan,
  checkFilter,
  type Filter,
  filterSql,
  type PlanField,
} from '../../ground/policy/index.ts'
import { digestFilter, throughLake } from './access.ts'
import { refuse } from './problems.ts'
import { scopeOf } from './sealed.ts'
import { columnsOf, missingFields, snapshotSql } from './shape.ts'
import { tokenKey } from './token.ts'
import type { Column } from './types.ts'

/** Terms that are being weighed: no agreement yet, nothing kept. */
export interface TermsAsk {
  readonly resource: string
  /** tokens are made for one recipient and purpose */
  readonly applicant: string
  readonly purpose: string
  readonly fields: readonly PlanField[]
  readonly rows: Filter | null
  readonly limit: number
}

export interface TermsPreview {
  readonly version: number
  readonly columns: readonly Column[]
  readonly rows: readonly Record<string, unknown>[]
  readonly rowsTotal: number
  /** rows of the version that these terms would hand out */
  readonly rowsVisible: number
}

const patience = { timeoutMs: 20_000 }

/**
 * The first rows an applicant would see through terms that are not agreed yet, cut by the very statement that cuts
 * a snapshot, from the served version or else the newest checked one. Who may ask is the caller's to decide.
 */
export async function previewTerms(ctx: Ctx, ask: TermsAsk): Promise<TermsPreview> {
  const resource = await findResource(ctx, ask.resource)
  const version = await sourceOf(ctx, ask.resource)
  const spot = version?.tables.checked
  if (!version || !spot) throw refuse.nothingToPreview({ resource: ask.resource })
  if (ask.rows)
    checkFilter(
      ask.rows,
      resource.items.map(({ name }) => name),
    )
  const key = resource.items.find((item) => item.key)?.name ?? null
  const plan = planOfTerms(ctx, ask, resource.provider, key)
  const table = ctx.lake.table(spot.path)
  const { columns: present, rows: rowsTotal } = await table.snapshot(spot.version)
  const missing = missingFields(
    plan,
    present.map(({ name }) => name),
  )
  if (missing.length > 0) throw refuse.fieldsGone({ resource: ask.resource, fields: missing })
  const columns = columnsOf(plan, resource.items)
  const scan = await throughLake(() => table.scan(spot.version))
  const cut = snapshotSql(plan, columns, scan, await tokenKey(ctx, plan))
  const rows = await throughLake(() =>
    ctx.lake.query(`${cut.sql} LIMIT ${ask.limit}`, cut.parameters, patience),
  )
  const rowsVisible = await countVisible(ctx, scan, ask.rows)
  await recordSoon(ctx, 'serve.previewed', {
    subject: ask.resource,
    version: version.n,
    applicant: ask.applicant,
    rows: rows.length,
    fieldsDigest: scopeOf(ask.fields.map(({ name, mask }) => [name, mask])),
    filterDigest: ask.rows ? await digestFilter(ctx, ask.rows) : null,
  })
  return { version: version.n, columns, rows, rowsTotal: rowsTotal ?? 0, rowsVisible }
}

/** What is served now, else what a served version would be made from. */
async function sourceOf(ctx: Ctx, resource: string): Promise<Version | undefined> {
  const checked = (await versionsOf(ctx, resource)).filter(({ tables }) => tables.checked)
  return checked.find(({ state }) => state === 'served') ?? checked.find(({ state }) => state === 'checked')
}

function planOfTerms(ctx: Ctx, ask: TermsAsk, provider: string, key: string | null): AccessPlan {
  const clear = ask.fields.some(({ name, mask }) => name === key && mask === null)
  const today = ctx.clock.today()
  return {
    id: 'preview',
    resource: ask.resource,
    applicant: ask.applicant,
    provider,
    purpose: ask.purpose,
    fields: [...ask.fields],
    rows: ask.rows,
    modes: ['api'],
    from: today,
    until: today,
    state: 'inForce',
    revision: 1,
    keyField: clear ? key : null,
  }
}

async function countVisible(ctx: Ctx, scan: string, rows: Filter | null): Promise<number> {
  const rule = rows ? filterSql(rows, (name) => `source.${ident(name)}`) : { sql: 'true', parameters: [] }
  const [counted] = await throughLake(() =>
    ctx.lake.query<{ n: number }>(
      `SELECT count(*) AS n FROM ${scan} AS source WHERE (${rule.sql})`,
      rule.parameters,
      patience,
    ),
  )
  return counted?.n ?? 0
}
