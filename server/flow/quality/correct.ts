import { sha256Hex } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { DeltaConflict, ident, literal, writeFiles } from '../../base/lake/index.ts'
import type { FieldFault } from '../../base/problem.ts'
import {
  addVersion,
  advanceVersion,
  findResource,
  type Item,
  type Version,
  versionsOf,
} from '../../ground/catalog/index.ts'
import { record } from '../../ground/ledger/index.ts'
import type { TableSpot } from '../collect/index.ts'
import { bindingElement } from './binding.ts'
import { castSql, elementFaultSql, engineTypeOf, type Judged, textSql } from './cell.ts'
import { checkedColumns } from './judge.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Patch, Verdict } from './types.ts'
import { wordsOf } from './words.ts'

const patchLimit = 1000

/** A patch whose value passed: its text in normal form, null where the cell is emptied. */
interface Settled {
  readonly at: number
  readonly key: string
  readonly field: string
  readonly text: string | null
}

/**
 * Corrects cells of the latest checked data (校核更正): each value passes its item's check, then one statement writes the
 * next version, with origin `correction`. The landed rows stay as they were handed in. Names every faulty patch (422).
 */
export async function correctValues(
  ctx: Ctx,
  id: string,
  patches: readonly Patch[],
  reason: string,
): Promise<Version> {
  if (patches.length > patchLimit) throw refuse.tooManyPatches({ limit: patchLimit })
  const resource = await findResource(ctx, id)
  if (ctx.actor.kind !== 'system' && ctx.actor.party !== resource.provider)
    throw refuse.notProvider({ provider: resource.provider })
  const base = (await versionsOf(ctx, id)).find(
    ({ state, tables }) => (state === 'checked' || state === 'served') && tables.checked,
  )
  const checked = base?.tables.checked
  if (!base || !checked) throw refuse.nothingToCorrect()
  const keys = resource.items.filter(({ key }) => key)
  const [key] = keys
  if (!key || keys.length > 1) throw refuse.noSingleKey()
  const judged = await judgedFor(ctx, id, resource.items)
  const settled = await settlePatches(ctx, judged, key, checked, patches)
  const corrected = await writeCorrected(ctx, id, resource.items, key, checked, settled)
  return tx(ctx, async (ctx) => {
    const latest = (await versionsOf(ctx, id)).find(
      ({ state, tables }) => (state === 'checked' || state === 'served') && tables.checked,
    )
    if (latest?.n !== base.n) throw refuse.changedMeanwhile()
    const { landed, accepted, rejected, score } = base
    const { n } = await addVersion(ctx, {
      resource: id,
      origin: 'correction',
      delivery: null,
      landed,
      tables: { ...base.tables, checked: corrected },
    })
    await copyVerdict(ctx, base, n)
    await record(ctx, 'quality.corrected', {
      subject: id,
      n,
      from: base.n,
      cells: settled.length,
      fields: [...new Set(settled.map(({ field }) => field))],
      reasonSha256: sha256Hex(reason),
    })
    return advanceVersion(ctx, id, n, {
      from: 'landed',
      to: 'checked',
      ...(accepted !== null && { accepted }),
      ...(rejected !== null && { rejected }),
      ...(score !== null && { score }),
    })
  })
}

async function judgedFor(ctx: Ctx, id: string, items: readonly Item[]): Promise<Judged[]> {
  const elementOf = await bindingElement(ctx, id)
  return items.map((item) => ({ item, column: item.name, element: elementOf(item, item.name) || null }))
}

async function settlePatches(
  ctx: Ctx,
  judged: readonly Judged[],
  key: Item,
  checked: TableSpot,
  patches: readonly Patch[],
): Promise<Settled[]> {
  const errors: FieldFault[] = []
  const fault = (at: number, part: string, rule: string, zh: string, en: string) =>
    void errors.push({ field: `/patches/${at}/${part}`, rule, zh, en })
  const byName = new Map(judged.map((one) => [one.item.name, one]))
  const settled: Settled[] = []
  const seen = new Set<string>()
  for (const [at, { key: wanted, field, value }] of patches.entries()) {
    const one = byName.get(field)
    if (!one) fault(at, 'field', 'unknownField', `没有信息项 ${field}`, `there is no item ${field}`)
    else if (field === key.name) fault(at, 'field', 'keyFixed', '主键不能更正', 'the key cannot be corrected')
    else {
      const { text, rule } = await judgeValue(ctx, one, value)
      if (rule) fault(at, 'value', rule, wordsOf(rule).zh, wordsOf(rule).en)
      settled.push({ at, key: wanted, field, text })
    }
    if (seen.has(`${wanted}\n${field}`))
      fault(at, 'key', 'twice', '同一格更正了两次', 'the same cell is corrected twice')
    seen.add(`${wanted}\n${field}`)
  }
  const known = await knownKeys(ctx, key, checked, [...new Set(patches.map((patch) => patch.key))])
  for (const [at, patch] of patches.entries()) {
    if (!known.has(patch.key))
      fault(at, 'key', 'unknownKey', `没有主键为 ${patch.key} 的行`, `no row has the key ${patch.key}`)
  }
  if (errors.length > 0 || patches.length === 0) throw refuse.wrongValues({ errors })
  return settled
}

// The same expressions that judge a delivery judge a correction: one truth.
async function judgeValue(
  ctx: Ctx,
  one: Judged,
  value: string | null,
): Promise<{ text: string | null; rule: string | null }> {
  const { item } = one
  const [found] = await ctx.lake.query<{
    text: string | null
    missing: boolean
    fault: string | null
    cast: boolean
  }>(
    `select text, text is null and fault is null as missing, fault, ${castSql(item.type, 'text')} is not null as "cast" from (
       select ${textSql(one, 'c')} as text, ${elementFaultSql(one, 'c')} as fault from (select $1::varchar as c))`,
    [value],
  )
  if (!found || found.missing) return { text: null, rule: item.nullable ? null : 'value.missing' }
  if (found.fault) return { text: null, rule: found.fault }
  const kind = item.type.startsWith('decimal') ? 'decimal' : item.type
  return { text: found.text, rule: found.cast ? null : `type.${kind}` }
}

async function knownKeys(
  ctx: Ctx,
  key: Item,
  { path, version }: TableSpot,
  wanted: readonly string[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const rows = await ctx.lake.query<{ key: string }>(
    `select cast(${ident(key.name)} as varchar) as key from ${await ctx.lake.table(path).scan(version)}
     where cast(${ident(key.name)} as varchar) in (select unnest($1::varchar[]))`,
    [wanted],
  )
  return new Set(rows.map((row) => row.key))
}

// The previous rows with the patched cells, in one statement; a change in between loses against the table's version.
async function writeCorrected(
  ctx: Ctx,
  id: string,
  items: readonly Item[],
  key: Item,
  checked: TableSpot,
  settled: readonly Settled[],
): Promise<TableSpot> {
  const table = ctx.lake.table(checked.path)
  const before = await table.version()
  const fields = [...new Set(settled.map(({ field }) => field))]
  const rows = settled.map(({ key, field, text }) => `(${[key, field, text].map(literal).join(', ')})`)
  const pivot = fields.map(
    (field, i) =>
      `max(text) filter (field = ${literal(field)}) as t${i}, bool_or(field = ${literal(field)}) as h${i}`,
  )
  const columns = items.map(({ name, type }) => {
    const i = fields.indexOf(name)
    const old = `c.${ident(name)}`
    return i < 0
      ? old
      : `case when p.h${i} then cast(${castSql(type, `p.t${i}`)} as ${engineTypeOf(type)}) else ${old} end as ${ident(name)}`
  })
  const sql = `select ${['c._row', ...columns].join(', ')} from ${await table.scan(checked.version)} c
    left join (select key, ${pivot.join(', ')} from (values ${rows.join(', ')}) as v(key, field, text) group by key) p
      on p.key = cast(c.${ident(key.name)} as varchar)`
  const schema = checkedColumns(items)
  const { files } = await writeFiles(ctx.lake, { into: table, sql, columns: schema, stats: ['_row'] })
  try {
    const version = await table.commit({
      mode: 'replace',
      schema,
      files,
      operation: 'MERGE',
      commitInfo: { correction: id },
      expectedVersion: before,
    })
    return { path: checked.path, version }
  } catch (error) {
    throw error instanceof DeltaConflict ? refuse.changedMeanwhile() : error
  }
}

async function copyVerdict(ctx: Ctx, base: Version, n: number): Promise<void> {
  const row = await db(ctx)
    .selectFrom('quality.verdict')
    .selectAll()
    .where('resource', '=', base.resource)
    .where('n', '=', base.n)
    .executeTakeFirst()
  if (!row) return
  const verdict: Verdict = { ...row.verdict, n }
  await db(ctx)
    .insertInto('quality.verdict')
    .values({ ...row, n, verdict: JSON.stringify(verdict) })
    .execute()
}
