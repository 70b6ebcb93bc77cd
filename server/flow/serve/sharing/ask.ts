import { invalid, SharingRefusal } from './refusal.ts'

/** A POST …/query as the protocol writes it; every member is optional. */
export interface TableAsk {
  readonly version?: number
  readonly timestampMs?: number
  readonly startingVersion?: number
  readonly endingVersion?: number
  readonly limitHint?: number
  readonly maxFiles?: number
  readonly pageToken?: string
  readonly refreshToken?: string
  readonly includeRefreshToken: boolean
}

/**
 * Reads the body of a query. Predicate hints are best effort by the protocol: they are checked for
 * their form and not used, so a hint can never widen what the agreement allows. Unknown members are
 * left alone, because clients of several generations send them.
 */
export function readAsk(body: unknown): TableAsk {
  if (body !== undefined && !isObject(body))
    throw new SharingRefusal('MALFORMED_REQUEST', 'the body must be a JSON object')
  const found = (body ?? {}) as Record<string, unknown>
  const hints = found.predicateHints ?? []
  if (!Array.isArray(hints) || !hints.every((hint) => typeof hint === 'string'))
    throw invalid('predicateHints must be a list of strings')
  textOf(found, 'jsonPredicateHints')
  const instant = textOf(found, 'timestamp')
  const ask: TableAsk = {
    ...optional('version', countOf(found, 'version', 0)),
    ...optional('timestampMs', instant === undefined ? undefined : readInstant('timestamp', instant)),
    ...optional('startingVersion', countOf(found, 'startingVersion', 0)),
    ...optional('endingVersion', countOf(found, 'endingVersion', 0)),
    ...optional('limitHint', countOf(found, 'limitHint', 0)),
    ...optional('maxFiles', countOf(found, 'maxFiles', 1)),
    ...optional('pageToken', textOf(found, 'pageToken')),
    ...optional('refreshToken', textOf(found, 'refreshToken')),
    includeRefreshToken: found.includeRefreshToken === true,
  }
  refuseContradictions(ask)
  return ask
}

/** Query parameters of GET …/changes. */
export interface ChangesAsk {
  readonly startingVersion?: number
  readonly startingMs?: number
  readonly endingVersion?: number
  readonly endingMs?: number
}

export function readChangesAsk(query: Readonly<Record<string, unknown>>): ChangesAsk {
  const ask: ChangesAsk = {
    ...optional('startingVersion', numberText(query, 'startingVersion')),
    ...optional('startingMs', instantText(query, 'startingTimestamp')),
    ...optional('endingVersion', numberText(query, 'endingVersion')),
    ...optional('endingMs', instantText(query, 'endingTimestamp')),
  }
  const both = (a: unknown, b: unknown) => a !== undefined && b !== undefined
  if (both(ask.startingVersion, ask.startingMs))
    throw invalid('give startingVersion or startingTimestamp, not both')
  if (both(ask.endingVersion, ask.endingMs)) throw invalid('give endingVersion or endingTimestamp, not both')
  if (ask.startingVersion === undefined && ask.startingMs === undefined) {
    throw invalid('no startingVersion or startingTimestamp given for the change feed')
  }
  return ask
}

/** `version` and `timestamp` of GET …/metadata. */
export function readVersionAsk(query: Readonly<Record<string, unknown>>): TableAsk {
  const version = numberText(query, 'version')
  const timestampMs = instantText(query, 'timestamp')
  const ask = {
    ...optional('version', version),
    ...optional('timestampMs', timestampMs),
    includeRefreshToken: false,
  }
  refuseContradictions(ask)
  return ask
}

export function instantText(query: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const text = textOf(query, name)
  return text === undefined ? undefined : readInstant(name, text)
}

export function numberText(query: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const text = textOf(query, name)
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw invalid(`${name} must be a number not below 0`)
  return Number(text)
}

function refuseContradictions(ask: TableAsk): void {
  const points = [ask.version, ask.timestampMs, ask.startingVersion].filter((point) => point !== undefined)
  if (points.length > 1) throw invalid('give at most one of version, timestamp and startingVersion')
  if (ask.endingVersion !== undefined && ask.startingVersion === undefined) {
    throw invalid('endingVersion needs startingVersion')
  }
  if (ask.endingVersion !== undefined && ask.endingVersion < (ask.startingVersion ?? 0)) {
    throw invalid('endingVersion must not be below startingVersion')
  }
  if (ask.refreshToken !== undefined && (points.length > 0 || ask.pageToken !== undefined)) {
    throw invalid('refreshToken goes with neither a version nor a pageToken')
  }
}

function readInstant(name: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (Number.isNaN(ms)) throw invalid(`${name} must be an instant in ISO 8601, such as 2025-09-29T01:00:00Z`)
  return ms
}

function countOf(found: Record<string, unknown>, name: string, least: number): number | undefined {
  const value = found[name]
  if (value === undefined || value === null) return undefined
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw invalid(`${name} must be a number not below ${least}`)
  return value as number
}

function textOf(found: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = found[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string`)
  return value
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
