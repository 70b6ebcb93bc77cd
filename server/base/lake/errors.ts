/** All analytic places are taken and the queue is full; the caller may try again later. */
export class LakeBusy extends Error {
  override readonly name = 'LakeBusy'
  constructor(waiting: number) {
    super(`the lake is busy: ${waiting} queries are waiting already`)
  }
}

/** A query passed its time limit and was interrupted. */
export class QueryTimeout extends Error {
  override readonly name = 'QueryTimeout'
  readonly limitMs: number
  constructor(limitMs: number) {
    super(`the query passed its limit of ${limitMs} ms`)
    this.limitMs = limitMs
  }
}

/** The engine refused or failed a statement. Its words name columns and paths: never show them outside. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
}

/** Another writer changed the table first, or the table is not at the expected version. */
export class DeltaConflict extends Error {
  override readonly name = 'DeltaConflict'
  readonly table: string
  readonly expected: number | null
  readonly found: number | null
  constructor(table: string, expected: number | null, found: number | null) {
    super(`table ${table} is at version ${found ?? 'none'}, expected ${expected ?? 'none'}`)
    this.table = table
    this.expected = expected
    this.found = found
  }
}

/** Files do not fit the table's columns, or a column has a type the lake cannot hold. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
}

/** A version that the table never had, or a table that does not exist (version null). */
export class UnknownVersion extends Error {
  override readonly name = 'UnknownVersion'
  readonly table: string
  readonly version: number | null
  constructor(table: string, version: number | null) {
    super(version === null ? `there is no table at ${table}` : `table ${table} has no version ${version}`)
    this.table = table
    this.version = version
  }
}

/** A file of the table is missing or its bytes are not those that were committed. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile'
  readonly file: string
  readonly reason: string
  constructor(file: string, reason: string) {
    super(`damaged file ${file}: ${reason}`)
    this.file = file
    this.reason = reason
  }
}
