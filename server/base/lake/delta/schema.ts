import { SchemaMismatch } from '../errors.ts'
import { ident } from '../sql.ts'
import type { DeltaColumn, DeltaType } from './types.ts'

/** Delta's schemaString of columns. */
export function formatSchema(columns: readonly DeltaColumn[]): string {
  refuseNames(columns)
  const fields = columns.map(({ name, type, nullable, comment, metadata }) => ({
    name,
    type,
    nullable,
    metadata: { ...metadata, ...(comment === undefined ? {} : { comment }) },
  }))
  return JSON.stringify({ type: 'struct', fields })
}

/** Columns of a schemaString; narrower numbers of other writers are read as the next wider type. */
export function parseSchema(schemaString: string): DeltaColumn[] {
  const { fields } = JSON.parse(schemaString) as { fields: Record<string, unknown>[] }
  return fields.map(({ name, type, nullable, metadata }) => {
    const { comment, ...rest } = (metadata ?? {}) as Record<string, unknown>
    return {
      name: String(name),
      type: parseType(type),
      nullable: nullable !== false,
      ...(typeof comment === 'string' ? { comment } : {}),
      ...(Object.keys(rest).length > 0 ? { metadata: rest } : {}),
    }
  })
}

/** The engine's type of a Delta type. */
export function engineType(type: DeltaType): string {
  return engineTypes[type as keyof typeof engineTypes] ?? type.toUpperCase()
}

/** The Delta type in which the lake keeps an engine type; naive timestamps become instants in the lake's zone. */
export function deltaType(engine: string): DeltaType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(engine)
  if (decimal) return `decimal(${Number(decimal[1])},${Number(decimal[2])})`
  const found = deltaTypes[engine] ?? (engine.startsWith('ENUM') ? 'string' : undefined)
  if (!found) throw new SchemaMismatch(`the lake keeps no columns of type ${engine}: cast it in the query`)
  return found
}

/** A select list that casts each column to exactly its declared type, in the declared order. */
export function castList(columns: readonly DeltaColumn[]): string {
  return columns
    .map(({ name, type }) => `CAST(${ident(name)} AS ${engineType(type)}) AS ${ident(name)}`)
    .join(', ')
}

/** Refuses a schema that drops or retypes a column, or adds one that old rows cannot have. */
export function refuseNarrowing(before: readonly DeltaColumn[], after: readonly DeltaColumn[]): void {
  const next = new Map(after.map((column) => [column.name, column]))
  for (const { name, type, nullable } of before) {
    const column = next.get(name)
    if (!column) throw new SchemaMismatch(`appending may not drop the column ${name}`)
    if (column.type !== type) {
      throw new SchemaMismatch(`column ${name} is ${type}; appending may not make it ${column.type}`)
    }
    if (nullable && !column.nullable) throw new SchemaMismatch(`column ${name} may already hold nulls`)
  }
  const known = new Set(before.map(({ name }) => name))
  const forced = after.find(({ name, nullable }) => !known.has(name) && !nullable)
  if (forced) throw new SchemaMismatch(`the new column ${forced.name} must be nullable: old rows lack it`)
}

const engineTypes = {
  string: 'VARCHAR',
  long: 'BIGINT',
  integer: 'INTEGER',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMPTZ',
} as const

const deltaTypes: Readonly<Record<string, DeltaType>> = {
  VARCHAR: 'string',
  UUID: 'string',
  JSON: 'string',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'long',
  BIGINT: 'long',
  // sum() of whole numbers is HUGEINT and count-like in practice; a value beyond 64 bits fails the cast.
  UBIGINT: 'long',
  HUGEINT: 'long',
  FLOAT: 'double',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
}

const foreignTypes: Readonly<Record<string, DeltaType>> = {
  short: 'integer',
  byte: 'integer',
  float: 'double',
}

function parseType(type: unknown): DeltaType {
  if (typeof type === 'string') {
    if (Object.hasOwn(engineTypes, type)) return type as DeltaType
    const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type)
    if (decimal) return `decimal(${Number(decimal[1])},${Number(decimal[2])})`
    const wider = foreignTypes[type]
    if (wider) return wider
  }
  throw new SchemaMismatch(`the lake does not read Delta columns of type ${JSON.stringify(type)}`)
}

// Engines compare names without regard to case; two that differ only in it could not be told apart.
function refuseNames(columns: readonly DeltaColumn[]): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    const folded = name.toLowerCase()
    if (name.trim() === '') throw new SchemaMismatch('a column needs a name')
    if (seen.has(folded)) throw new SchemaMismatch(`two columns are called ${name}`)
    seen.add(folded)
  }
  if (columns.length === 0) throw new SchemaMismatch('a table needs at least one column')
}
