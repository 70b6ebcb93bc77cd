import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { type Ctx, systemActor } from '../server/base/ctx.ts'
import { type Connection, tx } from '../server/base/db/index.ts'
import { lastCheckpoint, record, recordMany } from '../server/ground/ledger/index.ts'
import { inHouse } from './house.ts'
import { atLeast, type Budget, type Figure, median, type Question, timed } from './question.ts'

const clients = 4
const batch = 256
const rounds = 3
/** transactions of each client in one round */
const transactions = 12
const appends = clients * batch * transactions
const budget = atLeast(3_000)

/** Durable appends: fsync on, every event in a transaction, the tree grown and signed. */
export const ledger: Question = {
  name: 'ledger',
  asks: `durable appends to the ledger, ${clients} clients × ${batch} a transaction`,
  run: () =>
    inHouse(async (house, connection) => {
      const ctx = { ...house.ctx, actor: systemActor('ledger') }
      await round(ctx, recordTogether)
      const many = await rate(ctx, recordTogether)
      const single = await rate(ctx, recordSingly)
      const bare = await rateBare(connection, await leaves(ctx))
      return [told('in batches (recordMany)', many, bare, budget), told('one by one (record)', single, bare)]
    }),
}

interface Rates {
  committed: number
  merged: number
}

function told(way: string, { committed, merged }: Rates, bare: number, budget?: Budget): Figure {
  const note = `${committed.toFixed(0)}/s until committed; bare: the same bytes into one table, same batches`
  const what = `${way}: until in the signed tree`
  return { what, value: merged, unit: '/s', bare, note, ...(budget && { budget }) }
}

type Way = (ctx: Ctx, subjects: readonly string[]) => Promise<unknown>

const recordTogether: Way = (ctx, subjects) =>
  recordMany(
    ctx,
    'serve.read',
    subjects.map((subject) => ({ subject, ...facts })),
  )

async function recordSingly(ctx: Ctx, subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) await record(ctx, 'serve.read', { subject, ...facts })
}

/** What a read puts on record. */
const facts = {
  resource: 'res_00000000000000000000000000',
  version: 1,
  mode: 'api',
  rows: 1,
  bytes: 312,
  fieldsDigest: 'f'.repeat(64),
  filterDigest: 'e'.repeat(64),
}

async function rate(ctx: Ctx, way: Way): Promise<Rates> {
  const all: Rates[] = []
  for (let i = 0; i < rounds; i++) all.push(await round(ctx, way))
  const middle = median(all.map(({ merged }) => merged))
  return all.find(({ merged }) => merged === middle) as Rates
}

async function round(ctx: Ctx, way: Way): Promise<Rates> {
  const before = await sizeOf(ctx)
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let i = 0; i < transactions; i++) {
        const subjects = Array.from({ length: batch }, (_, n) => `agr_${client}_${i}_${n}`)
        await tx(ctx, (ctx) => way(ctx, subjects))
      }
    }),
  )
  const committed = appends / ((performance.now() - begun) / 1000)
  while ((await sizeOf(ctx)) < before + appends) await wait(5)
  return { committed, merged: appends / ((performance.now() - begun) / 1000) }
}

async function sizeOf(ctx: Ctx): Promise<number> {
  return lastCheckpoint(ctx).then(
    ({ size }) => size,
    () => 0,
  )
}

type Leaf = [id: string, at: string, kind: string, subject: string, entry: string, body: string, salt: Buffer]

async function leaves(ctx: Ctx): Promise<Leaf[]> {
  const { rows } = await sql<{
    id: string
    at: Date
    kind: string
    subject: string
    entry: string
    body: string
    salt: Buffer
  }>`
    select entry.id, entry.at, entry.kind, entry.subject, entry.entry, body.body, body.salt
    from ledger.entry join ledger.body using (id) order by index limit ${appends}`.execute(ctx.db)
  return rows.map(({ id, at, kind, subject, entry, body, salt }) => [
    id,
    at.toISOString(),
    kind,
    subject,
    entry,
    body,
    salt,
  ])
}

/** The same bytes as plain multi-row inserts into one table with a key: no tree, no proof, no check. */
async function rateBare(connection: Connection, rows: readonly Leaf[]): Promise<number> {
  const pool = new pg.Pool({ ...connection, max: clients })
  try {
    await pool.query(
      'create table public.bare (id text, at timestamptz, kind text, subject text, entry text, body text, salt bytea, round int, primary key (round, id))',
    )
    const rates: number[] = []
    for (let round = 0; round < rounds; round++)
      rates.push(rows.length / (await timed(() => insertAll(pool, rows, round))).seconds)
    return median(rates)
  } finally {
    await pool.end()
  }
}

async function insertAll(pool: pg.Pool, rows: readonly Leaf[], round: number): Promise<void> {
  const share = Math.ceil(rows.length / clients)
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const own = rows.slice(client * share, (client + 1) * share)
      for (let at = 0; at < own.length; at += batch) {
        const part = own.slice(at, at + batch)
        const columns = [0, 1, 2, 3, 4, 5, 6].map((i) => part.map((row) => row[i]))
        await pool.query(
          `insert into public.bare select *, ${round} from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])`,
          columns,
        )
      }
    }),
  )
}
