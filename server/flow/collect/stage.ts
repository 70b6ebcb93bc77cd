import { type DeltaColumn, ident, type Lake, literal, writeFiles } from '../../base/lake/index.ts'
import { rejectColumns, type Staged } from './read.ts'
import { recordLimitBytes } from './settings.ts'

/** Columns of every table `rejects`. */
export const rejectSchema: readonly DeltaColumn[] = rejectColumns.map((name) => ({
  name,
  type: name === '_row' ? 'long' : 'string',
  nullable: name !== '_row',
}))

/** A Delta table's version, as versions of a resource name theirs. */
export interface TableSpot {
  readonly path: string
  readonly version: number
}

export interface Landing {
  readonly resource: string
  readonly delivery: string
  readonly mode: 'replace' | 'append'
  /** tables of the version that is appended to */
  readonly base?: { readonly landed: TableSpot; readonly rejects: TableSpot | null }
}

/**
 * Lands staged records as the next version of `resources/<id>/landed`: every column text, `_row` the record's number.
 * Appending adds files to those of the base version; columns it lacks or adds are null on the other side.
 */
export async function landRecords(lake: Lake, landing: Landing, staged: Staged): Promise<TableSpot> {
  const path = `resources/${landing.resource}/landed`
  const table = lake.table(path)
  const base = landing.base && (await table.snapshot(landing.base.landed.version))
  const schema = base ? mergeColumns(base.columns, staged.plan.columns) : landedSchema(staged.plan.columns)
  const { files } = await writeFiles(lake, {
    into: table,
    sql: selectStaged(staged, schema),
    columns: schema,
    stats: ['_row'],
  })
  const version = await table.commit({
    mode: landing.mode,
    schema,
    files,
    operation: 'WRITE',
    commitInfo: { delivery: landing.delivery },
    transaction: { appId: landing.delivery, version: 1 },
    ...(landing.base && { expectedVersion: landing.base.landed.version }),
  })
  return { path, version }
}

/** Lands what could not be read as the version's first rejects; an appended version keeps those of its base. */
export async function landRejects(lake: Lake, landing: Landing, staged: Staged): Promise<TableSpot | null> {
  const path = `resources/${landing.resource}/rejects`
  const table = lake.table(path)
  const earlier = landing.base?.rejects
  if (staged.rejected === 0 && !earlier) return null
  const kept = earlier
    ? ` union all by name select * from ${await lake.table(earlier.path).scan(earlier.version)} where rule like 'scan.%'`
    : ''
  const sql = `select * from ${readStaged(staged.rejectsFile, ',', rejectColumns)}${kept}`
  const { files } = await writeFiles(lake, { into: table, sql, columns: rejectSchema, stats: ['_row'] })
  const version = await table.commit({
    mode: 'replace',
    schema: rejectSchema,
    files,
    operation: 'WRITE',
    commitInfo: { delivery: landing.delivery },
    transaction: { appId: landing.delivery, version: 1 },
  })
  return { path, version }
}

function landedSchema(columns: readonly string[]): DeltaColumn[] {
  return [
    { name: '_row', type: 'long', nullable: false },
    ...columns.map((name): DeltaColumn => ({ name, type: 'string', nullable: true })),
  ]
}

function mergeColumns(base: readonly DeltaColumn[], columns: readonly string[]): DeltaColumn[] {
  const known = new Set(base.map(({ name }) => name.toLowerCase()))
  const added = columns.filter((name) => !known.has(name.toLowerCase()))
  return [...base, ...added.map((name): DeltaColumn => ({ name, type: 'string', nullable: true }))]
}

function selectStaged({ recordsFile, plan }: Staged, schema: readonly DeltaColumn[]): string {
  const source = readStaged(recordsFile, plan.delimiter, ['_row', ...plan.columns])
  const given = new Set(['_row', ...plan.columns.map((name) => name.toLowerCase())])
  const select = schema.map(({ name }) =>
    given.has(name.toLowerCase()) ? ident(name) : `null::varchar as ${ident(name)}`,
  )
  return `select ${select.join(', ')} from ${source}`
}

// The scanner has settled everything the engine would otherwise guess.
function readStaged(file: string, delimiter: string, columns: readonly string[]): string {
  const types = columns.map((name) => `${literal(name)}: ${name === '_row' ? "'BIGINT'" : "'VARCHAR'"}`)
  const lineBytes = recordLimitBytes * 2 + 1024 * 1024
  return `read_csv(${literal(file)}, auto_detect=false, header=false, columns={${types.join(', ')}},
    delim=${literal(delimiter)}, quote='"', escape='"', new_line='\\n', allow_quoted_nulls=false, strict_mode=true,
    max_line_size=${lineBytes}, buffer_size=${lineBytes * 2}, null_padding=false, ignore_errors=false)`
}
