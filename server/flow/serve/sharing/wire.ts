import { sha256Hex } from '../../../base/crypto/index.ts'
import type { DeltaAdd, DeltaMetadata, DeltaProtocol, DeltaRemove } from '../../../base/lake/index.ts'
import type { ResponseFormat } from './capabilities.ts'

/** The table of one version, as the first two lines tell it. */
export interface TableHead {
  readonly protocol: DeltaProtocol
  readonly metadata: DeltaMetadata
  readonly version: number
  readonly sizeBytes: number
  readonly files: number
}

/** A file of the answer with the address it may be fetched from. */
export interface SignedFile {
  readonly add: DeltaAdd
  readonly url: string
  readonly expiresAtMs: number
  /** version in which the file was added and that version's instant; told in changes only */
  readonly version: number
  readonly timestampMs: number
}

export interface SignedRemoval {
  readonly remove: DeltaRemove
  readonly url: string
  readonly expiresAtMs: number
  readonly version: number
  readonly timestampMs: number
}

/** Always exactly two lines: Spark throws on more, and pages must repeat them byte by byte. */
export function headLines(format: ResponseFormat, head: TableHead): string {
  return protocolLine(format, head.protocol) + metadataLine(format, head)
}

export function protocolLine(format: ResponseFormat, protocol: DeltaProtocol): string {
  return format === 'delta'
    ? line({ protocol: { deltaProtocol: protocol } })
    : line({ protocol: { minReaderVersion: protocol.minReaderVersion } })
}

export function metadataLine(
  format: ResponseFormat,
  { metadata, version, sizeBytes, files }: TableHead,
): string {
  if (format === 'delta') {
    return line({ metaData: { deltaMetadata: metadata, version, size: sizeBytes, numFiles: files } })
  }
  const { id, name, description, format: stored, schemaString, partitionColumns, configuration } = metadata
  return line({
    metaData: {
      id,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      format: { provider: stored.provider },
      schemaString,
      partitionColumns,
      configuration,
      version,
      size: sizeBytes,
      numFiles: files,
    },
  })
}

/** A live file. Delta clients write the action into a log of their own, so it is complete. */
export function fileLine(format: ResponseFormat, file: SignedFile): string {
  if (format === 'delta') return deltaLine(file, { add: withAddress(file.add, file.url) }, file.add.path)
  const { add, url, expiresAtMs } = file
  return line({ file: { ...parquetFile(add, url), expirationTimestamp: expiresAtMs } })
}

/** A file that came with a version (change feed). */
export function addedLine(format: ResponseFormat, file: SignedFile): string {
  if (format === 'delta') return deltaLine(file, { add: withAddress(file.add, file.url) }, file.add.path)
  const { add, url, expiresAtMs, version, timestampMs } = file
  return line({
    add: { ...parquetFile(add, url), version, timestamp: timestampMs, expirationTimestamp: expiresAtMs },
  })
}

/** A file that went with a version (change feed): all its rows are deletions. */
export function removedLine(format: ResponseFormat, file: SignedRemoval): string {
  const { remove, url, expiresAtMs, version, timestampMs } = file
  if (format === 'delta') return deltaLine(file, { remove: { ...remove, path: url } }, remove.path)
  return line({
    remove: {
      url,
      id: fileId(remove.path),
      partitionValues: remove.partitionValues ?? {},
      size: remove.size ?? 0,
      version,
      timestamp: timestampMs,
      expirationTimestamp: expiresAtMs,
    },
  })
}

export interface StreamEnd {
  readonly refreshToken?: string | undefined
  readonly nextPageToken?: string | undefined
  readonly minUrlExpirationTimestamp?: number | undefined
}

/** The last line, sent only to clients that asked for it or need a token: the Python reader knows none in parquet. */
export function endLine(end: StreamEnd): string {
  return line({ endStreamAction: end })
}

/** The same file has the same id in every answer; it tells nothing of the lake. */
export function fileId(path: string): string {
  return sha256Hex(path).slice(0, 32)
}

function deltaLine(
  { version, timestampMs, expiresAtMs }: Omit<SignedFile, 'add' | 'url'>,
  action: { add: DeltaAdd } | { remove: DeltaRemove },
  path: string,
): string {
  const file = {
    id: fileId(path),
    version,
    timestamp: timestampMs,
    expirationTimestamp: expiresAtMs,
    deltaSingleAction: action,
  }
  return line({ file })
}

// Tags hold our own digest of the file; they are no business of the client's log.
function withAddress({ tags: _tags, ...add }: DeltaAdd, url: string): DeltaAdd {
  return { ...add, path: url }
}

function parquetFile({ path, partitionValues, size, stats }: DeltaAdd, url: string) {
  return { url, id: fileId(path), partitionValues, size, ...(stats !== undefined && { stats }) }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
