import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../../base/ctx.ts'
import type { LiveFile } from '../../../base/lake/index.ts'
import { type AccessPlan, decide, tokenActor } from '../../../ground/policy/index.ts'
import { originOf, sendFile } from '../file.ts'
import { refuse } from '../problems.ts'
import { listSnapshots } from '../snapshot.ts'
import type { Snapshot } from '../types.ts'
import { openBearer, sealBearer } from './credential.ts'
import { presign, readPresigned } from './presign.ts'
import type { Recipient } from './reader.ts'
import { SharingRefusal } from './refusal.ts'

/** Long, because the Python client cannot renew; revocation does not wait for it. */
const addressLifeSeconds = 3600

export interface Addressing {
  readonly key: Uint8Array
  readonly origin: string
  readonly plan: string
  /** the token the addresses are given to, sealed */
  readonly credential: string
  readonly at: Date
}

/** What presigned addresses of this answer are made with. */
export async function addressing(
  { ctx, plan, bearer }: Recipient,
  request: FastifyRequest,
): Promise<Addressing> {
  return {
    key: await ctx.keys.secret('serve.addresses'),
    origin: originOf(request),
    plan,
    credential: sealBearer(await ctx.keys.secret('serve.credentials'), bearer),
    at: ctx.clock.now(),
  }
}

/** When addresses made at `at` end, in milliseconds since 1970. */
export function expiryOf({ at }: Addressing): number {
  return at.getTime() + addressLifeSeconds * 1000
}

/** The address of a data file as it stood in a version of the agreement's table. */
export function addressOf(to: Addressing, table: string, version: number, file: string): string {
  const path = `/delta-sharing/files/${to.plan}/${basename(table)}/${version}/${file}`
  return (
    to.origin +
    presign(to.key, { path, credential: to.credential, at: to.at, lifeSeconds: addressLifeSeconds })
  )
}

/**
 * Hands out a presigned file. The signature says who was given the address; whether the agreement
 * still stands, and still shows what this file holds, is asked on every request.
 */
export async function giveFile(house: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { agreement, table, version, file } = request.params as Record<
    'agreement' | 'table' | 'version' | 'file',
    string
  >
  const bearer = await readAddress(house, request)
  const { ctx, plan } = await admitBearer(house, bearer, agreement)
  const snapshots = await listSnapshots(ctx, plan)
  const snapshot = snapshots.find((it) => basename(it.table) === table && it.deltaVersion === Number(version))
  if (!snapshot) throw new SharingRefusal('PERMISSION_DENIED', 'the agreement no longer covers this file')
  const { path, sizeBytes, sha256, rows } = await findFile(ctx, snapshot, file)
  return sendFile(ctx, request, reply, {
    path,
    sizeBytes,
    etag: sha256,
    type: 'application/vnd.apache.parquet',
    snapshot,
    read: { mode: 'delta', rows, part: file },
    // The token is asked for again too: a revoked one loses the file it is fetching.
    ask: async () => (await admitBearer(house, bearer, agreement)).plan,
  })
}

/** The token an address was given to; refuses a forged or expired address. */
async function readAddress(house: Ctx, request: FastifyRequest): Promise<string | undefined> {
  const key = await house.keys.secret('serve.addresses')
  const [path = ''] = request.url.split('?')
  const read = readPresigned(key, path, request.query as Record<string, unknown>, house.clock.now())
  if (read === 'forged')
    throw new SharingRefusal('PERMISSION_DENIED', 'the signature of the address does not match')
  if (read === 'expired')
    throw new SharingRefusal('PERMISSION_DENIED', 'the address has expired; ask for the files again')
  return openBearer(await house.keys.secret('serve.credentials'), read.credential)
}

/** The token's holder as reader of the agreement, if both still stand. */
export async function admitBearer(
  house: Ctx,
  bearer: string | undefined,
  agreement: string,
): Promise<{ ctx: Ctx; plan: AccessPlan }> {
  const holder = bearer === undefined ? undefined : await tokenActor(house, bearer)
  if (holder?.plan !== agreement)
    throw new SharingRefusal('PERMISSION_DENIED', 'the token of this address is no longer valid')
  const ctx: Ctx = { ...house, actor: holder.actor }
  return { ctx, plan: await decide(ctx, agreement, 'delta') }
}

interface FoundFile {
  path: string
  sizeBytes: number
  sha256: string
  rows: number | null
}

const found = new Map<string, FoundFile>()
const foundLimit = 50_000

// A file never changes once written, so it is found and read through once per process.
async function findFile(ctx: Ctx, { table, deltaVersion }: Snapshot, name: string): Promise<FoundFile> {
  const id = `${ctx.lake.root}/${table}/${deltaVersion}/${name}`
  const known = found.get(id)
  if (known) return known
  const { files } = await ctx.lake.table(table).snapshot(deltaVersion)
  const file = files.find(({ path }) => basename(path) === name)
  if (!file?.sha256) throw new SharingRefusal('RESOURCE_DOES_NOT_EXIST', 'there is no such file')
  await verifyFile(file)
  const entry = { path: file.path, sizeBytes: file.sizeBytes, sha256: file.sha256, rows: file.rows }
  if (found.size >= foundLimit) found.clear()
  found.set(id, entry)
  return entry
}

async function verifyFile({ path, sha256 }: LiveFile): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash).catch(() => {
    throw refuse.damagedFile()
  })
  if (hash.digest('hex') !== sha256) throw refuse.damagedFile()
}
