import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../../base/ctx.ts'
import type { DeltaSnapshot } from '../../../base/lake/index.ts'
import type { AccessPlan } from '../../../ground/policy/index.ts'
import { accountSent } from '../access.ts'
import { refuse } from '../problems.ts'
import { type Running, whileAgreed } from '../running.ts'
import { listSnapshots } from '../snapshot.ts'
import type { Snapshot } from '../types.ts'
import { instantText, readVersionAsk, type TableAsk } from './ask.ts'
import { type Capabilities, readCapabilities } from './capabilities.ts'
import { admitBearer } from './files.ts'
import { openTable } from './listing.ts'
import type { Recipient } from './reader.ts'
import { invalid } from './refusal.ts'
import { headLines, type TableHead } from './wire.ts'

/** GET and HEAD …/version: newest, or the earliest at or after `startingTimestamp`. */
export async function tellTableVersion(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const snapshots = await openVersions(given, request)
  const startingMs = instantText(request.query as Record<string, unknown>, 'startingTimestamp')
  const { deltaVersion } =
    startingMs === undefined ? newestOf(snapshots) : earliestSince(snapshots, startingMs)
  return reply.header('delta-table-version', deltaVersion).header('cache-control', 'no-store').send('')
}

/** GET …/metadata: exactly two lines. */
export async function tellMetadata(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const snapshots = await openVersions(given, request)
  const asked = readCapabilitiesOf(request)
  const snapshot = pickVersion(snapshots, readVersionAsk(request.query as Record<string, unknown>))
  const state = await given.ctx.lake.table(snapshot.table).snapshot(snapshot.deltaVersion)
  return answerLines(reply, asked, snapshot.deltaVersion).send(headLines(asked.format, headOf(state)))
}

/** Versions of the agreement's present table, newest first; earlier tables of a wider agreement are out of reach. */
export async function openVersions(given: Recipient, request: FastifyRequest): Promise<readonly Snapshot[]> {
  const plan = await openTable(given, request)
  return versionsOf(given.ctx, plan)
}

export async function versionsOf(ctx: Ctx, plan: AccessPlan): Promise<readonly Snapshot[]> {
  const snapshots = await listSnapshots(ctx, plan)
  const table = snapshots[0]?.table
  if (table === undefined) throw refuse.preparing({ agreement: plan.id })
  return snapshots.filter((snapshot) => snapshot.table === table)
}

export function pickVersion(snapshots: readonly Snapshot[], { version, timestampMs }: TableAsk): Snapshot {
  if (timestampMs !== undefined) return latestUntil(snapshots, timestampMs)
  if (version === undefined) return newestOf(snapshots)
  const found = snapshots.find(({ deltaVersion }) => deltaVersion === version)
  if (!found)
    throw invalid(`there is no version ${version}; the newest is ${newestOf(snapshots).deltaVersion}`)
  return found
}

export function earliestSince(snapshots: readonly Snapshot[], ms: number): Snapshot {
  const found = snapshots.findLast(({ committedAt }) => committedAt.getTime() >= ms)
  if (!found) throw invalid('the timestamp is after the newest version of the table')
  return found
}

export function newestOf(snapshots: readonly Snapshot[]): Snapshot {
  const [newest] = snapshots
  if (!newest) throw new Error('a table has at least one version')
  return newest
}

export function readCapabilitiesOf(request: FastifyRequest): Capabilities {
  const text = (name: string) => {
    const header = request.headers[name]
    return typeof header === 'string' ? header : undefined
  }
  return readCapabilities(text('delta-sharing-capabilities'), text('fileidhash'))
}

export function answerLines(
  reply: FastifyReply,
  { format, endStream, fileIdHash }: Capabilities,
  version: number,
): FastifyReply {
  const end = endStream ? ';includeendstreamaction=true' : ''
  reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('delta-table-version', version)
    .header('delta-sharing-capabilities', `responseformat=${format}${end}`)
  return fileIdHash === null ? reply : reply.header('fileidhash', fileIdHash)
}

/** Sends an answer line by line while the agreement and the token that asked stand. */
export function sendLines(
  { ctx, plan, bearer }: Recipient,
  reply: FastifyReply,
  snapshot: Snapshot,
  entry: string,
  lines: Iterable<string>,
): unknown {
  const close: Running['close'] = ({ sentBytes, stopped }) => {
    if (stopped !== undefined) accountSent(ctx, entry, plan, { bytes: sentBytes, whole: false, stopped })
  }
  const ask = async () => (await admitBearer(ctx, bearer, plan)).plan
  return reply.send(whileAgreed(reply, Readable.from(lines), { snapshot, ask, close }))
}

export function headOf({ protocol, metadata, version, sizeBytes, files }: DeltaSnapshot): TableHead {
  return { protocol, metadata, version, sizeBytes, files: files.length }
}

export function latestUntil(snapshots: readonly Snapshot[], ms: number): Snapshot {
  if (ms > newestOf(snapshots).committedAt.getTime()) {
    throw invalid('the timestamp is after the newest version of the table')
  }
  const found = snapshots.find(({ committedAt }) => committedAt.getTime() <= ms)
  if (!found) throw invalid('the timestamp is before the earliest version of the table')
  return found
}
