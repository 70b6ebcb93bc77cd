import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeltaCommit } from '../../../base/lake/index.ts'
import { accountRead, addressesAlone } from '../access.ts'
import type { Snapshot } from '../types.ts'
import { type ChangesAsk, readChangesAsk } from './ask.ts'
import type { ResponseFormat } from './capabilities.ts'
import { type Addressing, addressing, addressOf, expiryOf } from './files.ts'
import type { Recipient } from './reader.ts'
import { invalid } from './refusal.ts'
import {
  answerLines,
  earliestSince,
  headOf,
  latestUntil,
  newestOf,
  openVersions,
  readCapabilitiesOf,
  sendLines,
} from './table.ts'
import { addedLine, endLine, headLines, removedLine } from './wire.ts'

/**
 * GET …/changes: each version replaces the one before, so its changes are the files that went
 * (all rows deleted) and the files that came (all rows inserted). The agreement's masks and row
 * rule hold on both sides, since both are files cut by it.
 */
export async function tellChanges(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const snapshots = await openVersions(given, request)
  return sendChanges(
    given,
    request,
    reply,
    snapshots,
    readChangesAsk(request.query as Record<string, unknown>),
  )
}

export async function sendChanges(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
  snapshots: readonly Snapshot[],
  ask: ChangesAsk,
): Promise<unknown> {
  const { ctx } = given
  const asked = readCapabilitiesOf(request)
  const { first, last } = bounds(snapshots, ask)
  const newest = newestOf(snapshots)
  const span = snapshots.filter(({ deltaVersion }) => deltaVersion >= first && deltaVersion <= last).reverse()
  const table = ctx.lake.table(newest.table)
  const state = await table.snapshot(last)
  const to = await addressing(given, request)
  const commits = await Promise.all(span.map(({ deltaVersion }) => table.readCommit(deltaVersion)))
  const lines = commits.flatMap((commit) => commitLines(asked.format, to, newest.table, snapshots, commit))
  const entry = await accountRead(ctx, newest, {
    mode: 'delta',
    ...addressesAlone,
    fields: newest.columns.map(({ name }) => name),
    part: `changes ${first}-${last}`,
  })
  const head = headLines(asked.format, { ...headOf(state), version: first })
  const end = asked.endStream ? [endLine({ minUrlExpirationTimestamp: expiryOf(to) })] : []
  answerLines(reply, asked, first)
  return sendLines(given, reply, newest, entry, [head, ...lines, ...end])
}

function commitLines(
  format: ResponseFormat,
  to: Addressing,
  table: string,
  snapshots: readonly Snapshot[],
  commit: DeltaCommit,
): string[] {
  const expiresAtMs = expiryOf(to)
  const at = { expiresAtMs, version: commit.version, timestampMs: commit.committedAt.getTime() }
  // A file that went is looked for in the version before, where it still stood.
  const before = snapshots.find(({ deltaVersion }) => deltaVersion < commit.version)?.deltaVersion ?? 0
  return commit.actions.flatMap(({ add, remove }) => {
    if (remove)
      return [removedLine(format, { ...at, remove, url: addressOf(to, table, before, remove.path) })]
    if (add) return [addedLine(format, { ...at, add, url: addressOf(to, table, commit.version, add.path) })]
    return []
  })
}

function bounds(snapshots: readonly Snapshot[], ask: ChangesAsk): { first: number; last: number } {
  const newest = newestOf(snapshots).deltaVersion
  const first = ask.startingVersion ?? earliestSince(snapshots, ask.startingMs ?? 0).deltaVersion
  const last =
    ask.endingVersion ??
    (ask.endingMs === undefined ? newest : latestUntil(snapshots, ask.endingMs).deltaVersion)
  if (first > newest) throw invalid(`startingVersion ${first} is after the newest version ${newest}`)
  if (last < first) throw invalid('the end of the change feed is before its start')
  return { first, last: Math.min(last, newest) }
}
