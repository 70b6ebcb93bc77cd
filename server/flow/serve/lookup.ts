import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import type { Ctx } from '../../base/ctx.ts'
import { ident, type Lake } from '../../base/lake/index.ts'
import { refuse } from './problems.ts'
import type { Snapshot } from './types.ts'

/**
 * Key → row, for look-ups at health-code rates: one LMDB file per snapshot, its values the JSON bytes
 * that go out. A cache beside the lake: what is missing is made again from the snapshot.
 */
export async function findRowBytes(ctx: Ctx, snapshot: Snapshot, key: string): Promise<Buffer> {
  if (snapshot.keyField === null) throw refuse.noKey({ agreement: snapshot.plan })
  const index = indexOf(ctx, snapshot)
  const bytes = (index instanceof Promise ? await index : index).get(key)
  if (bytes === undefined) throw refuse.unknownKey()
  if (bytes.length === 0) throw refuse.ambiguousKey()
  return bytes
}

/** Makes the look-up of a snapshot unless it is there; the first reader need not wait for it then. */
export async function warmIndex(ctx: Ctx, snapshot: Snapshot): Promise<void> {
  if (snapshot.keyField !== null) await indexOf(ctx, snapshot)
}

/** Lets go of all look-ups of a lake (at shutdown). */
export async function closeIndexes(lake: Lake): Promise<void> {
  const known = opened.get(lake)
  opened.delete(lake)
  for (const index of known?.values() ?? []) {
    const found = await Promise.resolve(index).catch(() => undefined)
    await found?.close()
  }
}

/** Lets go of the look-ups of one table of an agreement and removes their files. */
export async function dropIndexes(lake: Lake, plan: string, table: string): Promise<void> {
  const known = opened.get(lake)
  const folder = join(dirname(lake.root), 'index', plan)
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${table}-`)) continue
    const path = join(folder, name)
    const index = known?.get(path)
    known?.delete(path)
    await rm(path, { force: true })
    if (index) closeLater(index)
  }
}

type Index = RootDatabase<Buffer, string>

/** Open at once per lake; the least recently opened is let go. */
const openLimit = 256
// LMDB's longest key is 1978 bytes; a longer value cannot be asked for in a path either.
const keyLimitBytes = 1900
const putsInFlight = 20_000
const opened = new WeakMap<Lake, Map<string, Index | Promise<Index>>>()
const several = Buffer.alloc(0)

function indexOf(ctx: Ctx, snapshot: Snapshot): Index | Promise<Index> {
  const known = opened.get(ctx.lake) ?? new Map<string, Index | Promise<Index>>()
  opened.set(ctx.lake, known)
  const path = indexPath(ctx.lake, snapshot)
  const found = known.get(path)
  if (found) return found
  const opening = openIndex(ctx, snapshot, path)
  known.set(path, opening)
  opening.then(
    (index) => known.set(path, index),
    () => known.delete(path),
  )
  if (known.size > openLimit) letGoOldest(known)
  return opening
}

function letGoOldest(known: Map<string, Index | Promise<Index>>): void {
  const [oldest] = known
  if (!oldest) return
  known.delete(oldest[0])
  closeLater(oldest[1])
}

// Readers that hold it finish within their own tick; a second is ample.
function closeLater(index: Index | Promise<Index>): void {
  setTimeout(() => void Promise.resolve(index).then((index) => index.close()), 1000).unref()
}

function indexPath(lake: Lake, { plan, table, deltaVersion }: Snapshot): string {
  return join(dirname(lake.root), 'index', plan, `${basename(table)}-${deltaVersion}.mdb`)
}

async function openIndex(ctx: Ctx, snapshot: Snapshot, path: string): Promise<Index> {
  const present = await stat(path).catch(() => undefined)
  if (!present) await buildIndex(ctx, snapshot, path)
  return open<Buffer, string>({ path, noSubdir: true, encoding: 'binary', readOnly: true })
}

// Built under another name: an index that can be seen is whole.
async function buildIndex(ctx: Ctx, snapshot: Snapshot, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.building`
  const index = open<Buffer, string>({ path: draft, noSubdir: true, encoding: 'binary' })
  try {
    await fillIndex(ctx, snapshot, index)
    await index.flushed
    await index.close()
    await rename(draft, path)
    await sweepFormer(path)
  } finally {
    for (const leftover of [draft, `${draft}-lock`]) await rm(leftover, { force: true })
  }
}

// Look-ups of former versions: whoever still has one open reads on, since its file lives until it is let go.
async function sweepFormer(path: string): Promise<void> {
  const folder = dirname(path)
  const former = (await readdir(folder)).filter((name) => name.endsWith('.mdb') && name !== basename(path))
  for (const name of former) {
    for (const end of ['', '-lock']) await rm(join(folder, `${name}${end}`), { force: true })
  }
}

async function fillIndex(
  ctx: Ctx,
  { table, deltaVersion, keyField, columns }: Snapshot,
  index: Index,
): Promise<void> {
  const key = ident(keyField ?? '')
  const names = columns.map(({ name }) => ident(name)).join(', ')
  const scan = await ctx.lake.table(table).scan(deltaVersion)
  const sql = `SELECT ${names} FROM ${scan} WHERE ${key} IS NOT NULL ORDER BY ${key}`
  let before: string | undefined
  let waiting = 0
  for await (const rows of ctx.lake.stream(sql)) {
    for (const row of rows) {
      const text = String(row[keyField ?? ''])
      if (Buffer.byteLength(text) > keyLimitBytes) continue
      const put = index.put(text, text === before ? several : Buffer.from(JSON.stringify(row)))
      before = text
      waiting += 1
      if (waiting % putsInFlight === 0) await put
    }
  }
}
