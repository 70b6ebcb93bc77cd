import { BIGINT, type DuckDBPreparedStatement, DuckDBTimestampTZValue, LIST, VARCHAR } from '@duckdb/node-api'

export type SqlScalar = string | number | bigint | boolean | null | Date
export type SqlValue = SqlScalar | readonly string[] | readonly number[] | readonly bigint[]

/** Quotes a name (table, column) for SQL. */
export function ident(name: string): string {
  if (name === '' || name.includes('\0')) throw new TypeError('a name in SQL is neither empty nor holds NUL')
  return `"${name.replaceAll('"', '""')}"`
}

/** Writes a value as an SQL literal; doubles keep every bit, dates become UTC instants. */
export function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return textLiteral(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : `'${value}'::DOUBLE`
  if (value instanceof Date) return `'${value.toISOString()}'::TIMESTAMPTZ`
  return `[${value.map((item) => literal(item)).join(', ')}]`
}

/** Binds positional values ($1, $2, …) of a prepared statement. */
export function bindValues(statement: DuckDBPreparedStatement, values: readonly SqlValue[]): void {
  for (const [at, value] of values.entries()) bindValue(statement, at + 1, value)
}

function textLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('an SQL literal cannot hold NUL: bind it as a parameter')
  return `'${text.replaceAll("'", "''")}'`
}

function bindValue(statement: DuckDBPreparedStatement, at: number, value: SqlValue): void {
  if (value === null) statement.bindNull(at)
  else if (typeof value === 'string') statement.bindVarchar(at, value)
  else if (typeof value === 'boolean') statement.bindBoolean(at, value)
  else if (typeof value === 'bigint') bindWhole(statement, at, value)
  else if (typeof value === 'number') bindNumber(statement, at, value)
  else if (value instanceof Date) {
    statement.bindTimestampTZ(at, new DuckDBTimestampTZValue(BigInt(value.getTime()) * 1000n))
  } else bindItems(statement, at, value)
}

function bindItems(
  statement: DuckDBPreparedStatement,
  at: number,
  items: Exclude<SqlValue, SqlScalar>,
): void {
  if (items.every((item) => typeof item === 'string')) statement.bindList(at, items, LIST(VARCHAR))
  else if (items.every((item) => typeof item === 'bigint' || Number.isSafeInteger(item))) {
    statement.bindList(at, items.map(BigInt), LIST(BIGINT))
  } else statement.bindList(at, items.map(Number))
}

function bindNumber(statement: DuckDBPreparedStatement, at: number, value: number): void {
  if (Number.isSafeInteger(value)) statement.bindBigInt(at, BigInt(value))
  else statement.bindDouble(at, value)
}

function bindWhole(statement: DuckDBPreparedStatement, at: number, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) statement.bindBigInt(at, value)
  else statement.bindHugeInt(at, value)
}
