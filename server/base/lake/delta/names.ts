import { isAbsolute, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DamagedFile } from '../errors.ts'

export function logFolder(table: string): string {
  return join(table, '_delta_log')
}

export function commitPath(table: string, version: number): string {
  return join(logFolder(table), `${pad(version)}.json`)
}

export function checkpointPath(table: string, version: number): string {
  return join(logFolder(table), `${pad(version)}.checkpoint.parquet`)
}

/** Where a checkpoint's digest is kept; other readers do not look below names of this kind. */
export function checkpointDigestPath(table: string, version: number): string {
  return join(logFolder(table), '_zhishu', `${pad(version)}.checkpoint.sha256`)
}

export interface LogListing {
  /** Ascending. */
  commits: number[]
  /** Ascending; classic single-file checkpoints. */
  checkpoints: number[]
}

/** What versions the names in a log folder speak of. */
export function readNames(names: readonly string[]): LogListing {
  const versions = (pattern: RegExp) =>
    names
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
  return {
    commits: versions(/^(\d{20})\.json$/),
    checkpoints: versions(/^(\d{20})\.checkpoint\.parquet$/),
  }
}

/** A relative file name as Delta writes it. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** The absolute file of an action's path; a path that leaves the table's directory is refused. */
export function locateFile(table: string, path: string): string {
  const decoded = path.startsWith('file:') ? fileURLToPath(path) : decodeURIComponent(path)
  const file = normalize(isAbsolute(decoded) ? decoded : join(table, decoded))
  if (relative(table, file).startsWith('..')) throw new DamagedFile(file, 'it lies outside its table')
  return file
}

function pad(version: number): string {
  return String(version).padStart(20, '0')
}
