import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeltaSnapshot, LiveFile } from '../../../base/lake/index.ts'
import { accountRead, addressesAlone } from '../access.ts'
import { openPosition, sealPosition } from '../sealed.ts'
import type { Snapshot } from '../types.ts'
import { readAsk, type TableAsk } from './ask.ts'
import { sendChanges } from './changes.ts'
import { type Addressing, addressing, addressOf, expiryOf } from './files.ts'
import type { Recipient } from './reader.ts'
import { invalid } from './refusal.ts'
import { answerLines, headOf, openVersions, pickVersion, readCapabilitiesOf, sendLines } from './table.ts'
import { endLine, fileLine, headLines, type SignedFile } from './wire.ts'

/** Files in one answer at most; the rest follow by page token. */
const pageFiles = 10_000
const pageLifeMs = 3 * 24 * 3600_000
const refreshLifeMs = 3600_000

/** POST …/query: the files of a version, or of all changes since one. */
export async function queryTable(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const snapshots = await openVersions(given, request)
  const ask = readAsk(request.body)
  if (ask.startingVersion !== undefined) {
    const { startingVersion, endingVersion } = ask
    return sendChanges(given, request, reply, snapshots, {
      startingVersion,
      ...(endingVersion !== undefined && { endingVersion }),
    })
  }
  const key = await given.ctx.keys.secret('serve.pages')
  const start = readStart(key, snapshots, ask, given.ctx.clock.now())
  return sendFiles(given, request, reply, ask, start, key)
}

interface Start {
  readonly snapshot: Snapshot
  readonly offset: number
}

async function sendFiles(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
  ask: TableAsk,
  { snapshot, offset }: Start,
  key: Uint8Array,
): Promise<unknown> {
  const { ctx } = given
  const asked = readCapabilitiesOf(request)
  const state = await ctx.lake.table(snapshot.table).snapshot(snapshot.deltaVersion)
  const wanted = withinHint(state.files, ask.limitHint)
  const page = wanted.slice(offset, offset + Math.min(ask.maxFiles ?? pageFiles, pageFiles))
  const to = await addressing(given, request)
  const expiresAtMs = expiryOf(to)
  const more = offset + page.length < wanted.length
  const nowMs = to.at.getTime()
  const end = {
    ...(more && {
      nextPageToken: sealPosition(key, pageScope(snapshot), [
        offset + page.length,
        snapshot.deltaVersion,
        nowMs,
      ]),
    }),
    ...(ask.includeRefreshToken && {
      refreshToken: sealPosition(key, refreshScope(snapshot), [snapshot.deltaVersion, nowMs]),
    }),
    ...(page.length > 0 && { minUrlExpirationTimestamp: expiresAtMs }),
  }
  const tellsEnd = asked.endStream || more || ask.includeRefreshToken
  const entry = await accountRead(ctx, snapshot, {
    mode: 'delta',
    ...addressesAlone,
    fields: snapshot.columns.map(({ name }) => name),
    part: 'query',
  })
  const lines = function* () {
    yield headLines(asked.format, headOf(state))
    for (const file of page) yield fileLine(asked.format, signFile(to, state, snapshot, file, expiresAtMs))
    if (tellsEnd) yield endLine(end)
  }
  answerLines(reply, asked, snapshot.deltaVersion)
  return sendLines(given, reply, snapshot, entry, lines())
}

function signFile(
  to: Addressing,
  state: DeltaSnapshot,
  { table }: Snapshot,
  { add }: LiveFile,
  expiresAtMs: number,
): SignedFile {
  return {
    add,
    url: addressOf(to, table, state.version, add.path),
    expiresAtMs,
    version: state.version,
    timestampMs: state.committedAt.getTime(),
  }
}

function readStart(key: Uint8Array, snapshots: readonly Snapshot[], ask: TableAsk, now: Date): Start {
  const [any] = snapshots
  if (!any) throw invalid('the table has no version')
  if (ask.pageToken !== undefined) {
    const position = openPosition(key, pageScope(any), ask.pageToken)
    const [offset, version, madeMs] = (position ?? []).map(Number)
    if (offset === undefined || version === undefined || now.getTime() - (madeMs ?? 0) > pageLifeMs) {
      throw invalid('pageToken is not one of this table or is too old')
    }
    return { snapshot: pickVersion(snapshots, { version, includeRefreshToken: false }), offset }
  }
  if (ask.refreshToken !== undefined) {
    const [version, madeMs] = (openPosition(key, refreshScope(any), ask.refreshToken) ?? []).map(Number)
    if (version === undefined || now.getTime() - (madeMs ?? 0) > refreshLifeMs) {
      throw invalid('refreshToken is not one of this table or is too old')
    }
    return { snapshot: pickVersion(snapshots, { version, includeRefreshToken: false }), offset: 0 }
  }
  return { snapshot: pickVersion(snapshots, ask), offset: 0 }
}

// A hint, never a promise: the files that hold the first rows are enough for a client that shows no more.
function withinHint(files: readonly LiveFile[], limit: number | undefined): readonly LiveFile[] {
  if (limit === undefined) return files
  let rows = 0
  return files.filter((file) => {
    const needed = rows < limit
    rows += file.rows ?? 0
    return needed
  })
}

function pageScope({ plan, table }: Snapshot): string {
  return `page ${plan} ${table}`
}

function refreshScope({ plan, table }: Snapshot): string {
  return `refresh ${plan} ${table}`
}
