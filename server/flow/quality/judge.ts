import { join } from 'node:path'
import { type DeltaColumn, ident, type Lake, literal, writeFiles } from '../../base/lake/index.ts'
import type { Version } from '../../ground/catalog/index.ts'
import { rejectSchema, type TableSpot } from '../collect/index.ts'
import { type Judged, judgeSql, warningsFor } from './cell.ts'
import type { Relation } from './relation.ts'
import type { Cause } from './types.ts'
import { wordsOf } from './words.ts'

/** What the one pass over a version counted. */
export interface Tally {
  /** rows that were read */
  readonly rows: number
  /** rows with a value missing that must be there */
  readonly incomplete: number
  readonly faulty: number
  /** rows whose key repeats that of an earlier clean row */
  readonly surplus: number
  /** rows that share their key with another */
  readonly members: number
  readonly keyed: number
  readonly items: readonly {
    readonly values: number
    readonly missing: number
    readonly faults: Readonly<Record<string, number>>
    /** values without fault that bear a warning, by its code */
    readonly warnings: Readonly<Record<string, number>>
  }[]
  /** of each relation of the row, by its code: rows that tell both sides, and those in which they agree */
  readonly relations: Readonly<Record<string, { readonly a: number; readonly b: number }>>
  /** rows that share their key with another, and those of them whose rows contradict each other nowhere */
  readonly twins: { readonly a: number; readonly b: number }
  /** records that could not be read, by rule */
  readonly unread: readonly Cause[]
}

export interface Judgement {
  readonly tally: Tally
  readonly checked: TableSpot
  readonly rejects: TableSpot | null
  readonly accepted: number
}

/** The tables of a version while it is judged. */
export interface Trial {
  readonly resource: string
  readonly n: number
  readonly landed: TableSpot
  readonly unread: TableSpot | null
  readonly judged: readonly Judged[]
  /** records of the version that were never read */
  readonly unreadRows: number
  /** what must agree within a row, none unless given */
  readonly relations?: readonly Relation[]
}

/**
 * Judges a landed version in one pass into a scratch stage, then writes its two tables from that:
 * `checked` (normalised, typed) and `rejects` (every fault of every rejected row, unread records included).
 */
export async function judgeVersion(lake: Lake, trial: Trial): Promise<Judgement> {
  const scratch = await lake.scratch()
  try {
    const stage = join(scratch.path, 'judged.parquet')
    const keys = join(scratch.path, 'keys.parquet')
    const landed = await lake.table(trial.landed.path).scan(trial.landed.version)
    await lake.run(`COPY (${judgeSql(trial.judged, landed)}) TO ${literal(stage)} (FORMAT parquet)`)
    await lake.run(`COPY (${doubledSql(trial.judged, stage)}) TO ${literal(keys)} (FORMAT parquet)`)
    const extra = join(scratch.path, 'surplus.parquet')
    await lake.run(`COPY (${surplusSql(trial.judged, stage, keys)}) TO ${literal(extra)} (FORMAT parquet)`)
    const surplus = `read_parquet(${literal(extra)})`
    const counted = await count(lake, trial.judged, stage, keys, surplus, trial.relations ?? [])
    const tally: Tally = { ...counted, unread: await countUnread(lake, trial.unread) }
    const checked = await writeChecked(lake, trial, stage, surplus)
    const bad = tally.faulty + tally.surplus
    const rejects =
      bad + trial.unreadRows > 0 ? await writeRejects(lake, trial, stage, surplus, landed, tally) : null
    return { tally, checked, rejects, accepted: tally.rows - bad }
  } finally {
    await scratch.dispose()
  }
}

function keysOf(judged: readonly Judged[]): number[] {
  return judged.flatMap(({ item }, i) => (item.key ? [i] : []))
}

// Of rows with one key the first clean one stays (its place in the delivery decides), the others are surplus.
function doubledSql(judged: readonly Judged[], stage: string): string {
  const keys = keysOf(judged)
  if (keys.length === 0) return 'SELECT 0::BIGINT AS members, 0::BIGINT AS first WHERE false'
  const names = keys.map((i) => `v${i}`).join(', ')
  const present = keys.map((i) => `v${i} IS NOT NULL`).join(' AND ')
  return `SELECT ${names}, count(*) AS members, min(_row) FILTER (NOT faulty) AS first
    FROM read_parquet(${literal(stage)}) WHERE ${present} GROUP BY ${names} HAVING count(*) > 1`
}

function surplusSql(judged: readonly Judged[], stage: string, keys: string): string {
  const same = keysOf(judged)
    .map((i) => `j.v${i} = k.v${i}`)
    .join(' AND ')
  if (same === '') return 'SELECT 0::BIGINT AS _row WHERE false'
  return `SELECT j._row FROM read_parquet(${literal(stage)}) j JOIN read_parquet(${literal(keys)}) k ON ${same}
    WHERE NOT j.faulty AND j._row <> k.first`
}

async function count(
  lake: Lake,
  judged: readonly Judged[],
  stage: string,
  keys: string,
  surplus: string,
  relations: readonly Relation[],
): Promise<Omit<Tally, 'unread'>> {
  const keyed =
    keysOf(judged)
      .map((i) => `v${i} IS NOT NULL`)
      .join(' AND ') || 'false'
  const required =
    judged.flatMap(({ item }, i) => (item.key || !item.nullable ? [`m${i}`] : [])).join(' OR ') || 'false'
  const warned = judged.map(warningsFor)
  const parts = judged.flatMap((_, i) => [
    `count(*) FILTER (m${i}) AS m${i}`,
    `CAST(to_json(histogram(f${i})) AS VARCHAR) AS h${i}`,
    ...(warned[i] ?? []).map(
      (_, bit) => `count(*) FILTER (f${i} IS NULL AND w${i} & ${1 << bit} <> 0) AS w${i}_${bit}`,
    ),
  ])
  parts.push(
    ...relations.flatMap(({ both, agrees }, j) => [
      `count(*) FILTER (${both}) AS rb${j}`,
      `count(*) FILTER ((${both}) AND (${agrees})) AS ra${j}`,
    ]),
  )
  const [found = {}] = await lake.query<Record<string, number | string | null>>(
    `SELECT count(*) AS rows, count(*) FILTER (faulty) AS faulty, count(*) FILTER (${keyed}) AS keyed,
       count(*) FILTER (${required}) AS incomplete${parts.map((part) => `, ${part}`).join('')}
     FROM read_parquet(${literal(stage)})`,
    [],
    { timeoutMs: 15 * 60_000 },
  )
  const [doubled] = await lake.query<{ members: number }>(
    `SELECT coalesce(sum(members), 0)::BIGINT AS members FROM read_parquet(${literal(keys)})`,
  )
  const [extra] = await lake.query<{ surplus: number }>(`SELECT count(*) AS surplus FROM ${surplus}`)
  const rows = Number(found.rows)
  return {
    rows,
    incomplete: Number(found.incomplete),
    faulty: Number(found.faulty),
    keyed: Number(found.keyed),
    members: doubled?.members ?? 0,
    surplus: extra?.surplus ?? 0,
    items: judged.map((_, i) => ({
      values: rows - Number(found[`m${i}`]),
      missing: Number(found[`m${i}`]),
      faults: JSON.parse(String(found[`h${i}`] ?? '{}')) ?? {},
      warnings: Object.fromEntries(
        (warned[i] ?? []).flatMap(({ rule }, bit) => {
          const n = Number(found[`w${i}_${bit}`])
          return n > 0 ? [[rule, n]] : []
        }),
      ),
    })),
    relations: Object.fromEntries(
      relations.map(({ rule }, j) => [rule, { a: Number(found[`ra${j}`]), b: Number(found[`rb${j}`]) }]),
    ),
    twins: (doubled?.members ?? 0) === 0 ? { a: 0, b: 0 } : await countTwins(lake, judged, stage, keys),
  }
}

async function countUnread(lake: Lake, unread: TableSpot | null): Promise<Cause[]> {
  if (!unread) return []
  const source = await lake.table(unread.path).scan(unread.version)
  return lake.query<Cause>(
    `SELECT rule, NULL AS field, any_value(zh) AS zh, any_value(en) AS en, count(*) AS count
     FROM ${source} WHERE rule LIKE 'scan.%' GROUP BY rule ORDER BY rule`,
  )
}

// Rows with one key tell the same data; a value that is missing contradicts nothing.
async function countTwins(
  lake: Lake,
  judged: readonly Judged[],
  stage: string,
  keys: string,
): Promise<Tally['twins']> {
  const key = keysOf(judged)
  const same = key.map((i) => `j.v${i} = k.v${i}`).join(' AND ')
  const names = key.map((i) => `j.v${i}`).join(', ')
  const alike = judged.flatMap((_, i) => (key.includes(i) ? [] : [`count(DISTINCT j.v${i}) <= 1`]))
  const [found] = await lake.query<{ a: number; b: number }>(
    `SELECT coalesce(sum(n) FILTER (alike), 0)::BIGINT AS a, coalesce(sum(n), 0)::BIGINT AS b FROM (
       SELECT count(*) AS n, ${alike.join(' AND ') || 'true'} AS alike
       FROM read_parquet(${literal(stage)}) j JOIN read_parquet(${literal(keys)}) k ON ${same} GROUP BY ${names})`,
  )
  return { a: Number(found?.a ?? 0), b: Number(found?.b ?? 0) }
}

/** Columns of a checked table: the row's number, then the items as the catalogue types them. */
export function checkedColumns(items: readonly Judged['item'][]): DeltaColumn[] {
  return [
    { name: '_row', type: 'long', nullable: false },
    ...items.map(
      ({ name, type, title, nullable, key }): DeltaColumn => ({
        name,
        type,
        nullable: nullable && !key,
        comment: title.zh,
      }),
    ),
  ]
}

async function writeChecked(
  lake: Lake,
  { resource, n, judged }: Trial,
  stage: string,
  surplus: string,
): Promise<TableSpot> {
  const path = `resources/${resource}/checked`
  const table = lake.table(path)
  const columns = checkedColumns(judged.map(({ item }) => item))
  const values = judged.map(({ item }, i) => `v${i} AS ${ident(item.name)}`)
  const sql = `SELECT ${['_row', ...values].join(', ')} FROM read_parquet(${literal(stage)}) j
    WHERE NOT faulty AND NOT EXISTS (SELECT 1 FROM ${surplus} s WHERE s._row = j._row)`
  const { files } = await writeFiles(lake, { into: table, sql, columns, stats: ['_row'] })
  const version = await table.commit({
    mode: 'replace',
    schema: columns,
    files,
    operation: 'WRITE',
    commitInfo: { version: n },
    transaction: { appId: `quality.check.${resource}`, version: n },
  })
  return { path, version }
}

async function writeRejects(
  lake: Lake,
  trial: Trial,
  stage: string,
  surplus: string,
  landed: string,
  tally: Tally,
): Promise<TableSpot> {
  const path = `resources/${trial.resource}/rejects`
  const table = lake.table(path)
  const parts = [
    faultRowsSql(trial.judged, stage, surplus, landed, await columnsOf(lake, trial.landed), tally),
  ]
  if (trial.unread) {
    const unread = await lake.table(trial.unread.path).scan(trial.unread.version)
    parts.push(
      `SELECT ${rejectSchema.map(({ name }) => name).join(', ')} FROM ${unread} WHERE rule LIKE 'scan.%'`,
    )
  }
  const { files } = await writeFiles(lake, {
    into: table,
    // In the order in which they are leafed through, in small groups: a page then reads one group, not all of them.
    sql: `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY _row, field, rule`,
    rowGroupRows: 4_096,
    columns: rejectSchema,
    stats: ['_row'],
  })
  const version = await table.commit({
    mode: 'replace',
    schema: rejectSchema,
    files,
    operation: 'WRITE',
    commitInfo: { version: trial.n },
    transaction: { appId: `quality.check.${trial.resource}`, version: trial.n },
  })
  return { path, version }
}

async function columnsOf(lake: Lake, { path, version }: TableSpot): Promise<string[]> {
  const { columns } = await lake.table(path).snapshot(version)
  return columns.map(({ name }) => name).filter((name) => name !== '_row')
}

const shownCharacters = 2000

function faultRowsSql(
  judged: readonly Judged[],
  stage: string,
  surplus: string,
  landed: string,
  columns: readonly string[],
  tally: Tally,
): string {
  const cells = judged.map(
    ({ item, column }, i) =>
      `{field: ${literal(item.name)}, rule: b.f${i}, original: left(l.${ident(column)}, ${shownCharacters})}`,
  )
  const keys = keysOf(judged).flatMap((i) => judged[i] ?? [])
  if (keys.length > 0) {
    const field = keys.map(({ item }) => item.name).join(',')
    const original = keys.map(({ column }) => `coalesce(l.${ident(column)}, '')`).join(` || ',' || `)
    cells.push(
      `{field: ${literal(field)}, rule: CASE WHEN b.doubled THEN 'key.duplicate' END, original: left(${original}, ${shownCharacters})}`,
    )
  }
  const rules = new Set(['key.duplicate', ...tally.items.flatMap(({ faults }) => Object.keys(faults))])
  const words = [...rules].map((rule) => {
    const { zh, en } = wordsOf(rule)
    return `(${[rule, zh, en].map(literal).join(', ')})`
  })
  const record = columns.map((name) => `${literal(name)}, l.${ident(name)}`).join(', ')
  return `SELECT u._row, u.fault.field AS field, u.fault.rule AS rule, w.zh, w.en, u.fault.original AS original, u.record FROM (
      SELECT l._row, unnest(list_filter([${cells.join(', ')}], lambda c: c.rule IS NOT NULL)) AS fault,
        CAST(json_object(${record}) AS VARCHAR) AS record
      FROM (SELECT j.*, s._row IS NOT NULL AS doubled FROM read_parquet(${literal(stage)}) j
              LEFT JOIN ${surplus} s ON s._row = j._row WHERE j.faulty OR s._row IS NOT NULL) b
        JOIN ${landed} l ON l._row = b._row) u
    LEFT JOIN (VALUES ${words.join(', ')}) AS w(rule, zh, en) ON w.rule = u.fault.rule`
}

/** Records of a version that could not be read: they landed as rejects and nowhere else. */
export function unreadOf(version: Pick<Version, 'landed'>, rowsRead: number): number {
  return version.landed - rowsRead
}
