import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Ctx } from '../../server/base/ctx.ts'
import { tx } from '../../server/base/db/index.ts'
import { writeFiles } from '../../server/base/lake/index.ts'
import { addVersion, registerResource } from '../../server/ground/catalog/index.ts'
import { integrate, recordMany } from '../../server/ground/ledger/index.ts'
import {
  authenticate,
  changePassword,
  disablePerson,
  grantRole,
  listGrants,
  revokeRole,
  signIn,
  signOut,
} from '../../server/ground/parties/index.ts'
import { tenants } from '../hand-out.ts'
import { onServer, passwordOf, type Site } from '../house.ts'
import { type BegunReading, beginReading } from '../slow-reader.ts'

const [officer, auditor] = ['ps.housing.officer', 'sz.audit.auditor'] as const
/** Those who download, and their roles. */
const readers = new Map([
  [officer, 'data-officer'],
  [auditor, 'auditor'],
] as const)
type Reader = typeof officer | typeof auditor
type Password = (login: string) => string
const nextPassword = '海上生明月-天涯共此时-2025'

/** Who downloads what. Each answer is larger than the 4 MB and more that the kernel holds of one nobody reads. */
interface Download {
  readonly reader: Reader
  readonly path: string
}

test('a long download breaks off within a second once its reader signs out, and one that is left alone comes whole', () =>
  onServer(async (site) => {
    const downloads = await prepareDownloads(site.ctx)
    const [staying, leaving] = [await enter(site.ctx, passwordOf), await enter(site.ctx, passwordOf)]
    const undisturbed = await begin(site, downloads, staying)
    const signedOut = await begin(site, downloads, leaving)
    for (const token of leaving.values()) await signOut(site.ctx, { authorization: `Bearer ${token}` })
    assert.deepEqual(await endsOf(signedOut), allOf(downloads, true))
    assert.deepEqual(await endsOf(undisturbed), allOf(downloads, false))
    for (const [path, { received }] of undisturbed)
      assert.ok(received() > 8_000_000, `${path} is too small to tell: ${received()} bytes`)
  }))

test('a long download breaks off within a second once its reader’s role, password or person is gone', () =>
  onServer(async (site) => {
    const { ctx } = site
    const downloads = await prepareDownloads(ctx)
    const breaks = async (event: string, password: Password, end: (reader: Reader) => Promise<unknown>) => {
      const begun = await begin(site, downloads, await enter(ctx, password))
      for (const reader of readers.keys()) await end(reader)
      assert.deepEqual(await endsOf(begun), allOf(downloads, true), event)
    }
    const changed: Password = () => nextPassword
    await breaks('the password was changed', passwordOf, (reader) => changePasswordElsewhere(ctx, reader))
    await breaks('the role was taken away', changed, (reader) => takeRoles(ctx, reader))
    for (const [person, role] of readers) await grantRole(ctx, { person, role })
    await breaks('the person was ended', changed, (reader) => disablePerson(ctx, reader))
  }))

/** Takes the first bytes of all downloads, each by a session of its reader. */
async function begin(site: Site, downloads: readonly Download[], tokens: ReadonlyMap<string, string>) {
  const begun = new Map<string, BegunReading>()
  for (const { reader, path } of downloads) {
    const headers = { authorization: `Bearer ${tokens.get(reader)}` }
    begun.set(path, await beginReading(new URL(path, site.url), { headers }))
  }
  return begun
}

/** Reads nothing for a second and then whatever there is: which of them were broken off. */
async function endsOf(begun: ReadonlyMap<string, BegunReading>): Promise<Record<string, boolean>> {
  await pause(1000)
  for (const { response } of begun.values()) response.resume()
  return Object.fromEntries(
    await Promise.all([...begun].map(async ([path, { broken }]) => [path, await broken])),
  )
}

function allOf(downloads: readonly Download[], broken: boolean): Record<string, boolean> {
  return Object.fromEntries(downloads.map(({ path }) => [path, broken]))
}

/** A new session of each reader. */
async function enter(ctx: Ctx, password: Password): Promise<Map<string, string>> {
  const tokens = new Map<string, string>()
  for (const login of readers.keys())
    tokens.set(login, (await signIn(ctx, { login, password: password(login) })).token)
  return tokens
}

async function changePasswordElsewhere(ctx: Ctx, login: string): Promise<void> {
  const current = passwordOf(login)
  const { token } = await signIn(ctx, { login, password: current })
  const actor = await authenticate(ctx, { authorization: `Bearer ${token}` })
  assert.ok(actor)
  await changePassword({ ...ctx, actor }, { current, next: nextPassword, token, source: 'local' })
}

async function takeRoles(ctx: Ctx, person: string): Promise<void> {
  for (const { id, inForce } of await listGrants(ctx, person)) if (inForce) await revokeRole(ctx, id)
}

/** Some ten megabytes behind each address that hands out a list or the ledger as a file. */
async function prepareDownloads(ctx: Ctx): Promise<Download[]> {
  const resource = await landRejects(ctx)
  await fileLines(ctx)
  await openCases(ctx)
  await fillLedger(ctx)
  return [
    { reader: officer, path: `/api/collect/versions/${resource}/1/rejects.csv` },
    { reader: officer, path: '/api/cases.csv' },
    { reader: officer, path: '/api/share/lines.csv' },
    { reader: auditor, path: '/api/ledger/bundle' },
  ]
}

/** A version of which ten thousand rows are faulty, a kilobyte each. */
async function landRejects(ctx: Ctx): Promise<string> {
  const name = { zh: '公共租赁住房租户', en: 'Tenants of public housing' }
  const draft = { name, attribute: 'conditional', provider: 'ps.housing', items: tenants } as const
  const { id } = await registerResource(ctx, draft)
  const path = `resources/${id}/rejects`
  const written = await writeFiles(ctx.lake, {
    into: ctx.lake.table(path),
    sql: `select i as _row, 'name' as field, 'value.missing' as rule, '缺' as zh, 'missing' as en,
      repeat(md5(i::varchar), 32) as original, null::varchar as record from range(1, 10001) t(i)`,
  })
  const { columns: schema, files } = written
  const version = await ctx.lake.table(path).commit({ mode: 'replace', schema, files, operation: 'WRITE' })
  const tables = { rejects: { path, version } }
  await addVersion(ctx, { resource: id, origin: 'delivery', delivery: null, landed: 10_000, tables })
  return id
}

/** Four hundred lines whose purpose fills twenty-five kilobytes. */
async function fileLines(ctx: Ctx): Promise<void> {
  await sql`insert into share.submission values ('sub_large', 'ps.hr', 'ps.hr.officer', 'ps.hr.head', repeat('x', 25000),
    '依据', '场景', '范围', '2025-09-29', '2026-09-28', 'filed', ${ctx.clock.now()}, ${ctx.clock.now()})`.execute(
    ctx.db,
  )
  await sql`insert into share.line (id, submission, position, resource, provider, attribute, fields, modes)
    select 'lin_' || k, 'sub_large', k, 'res_' || k, 'ps.housing', 'conditional', '{name}', '{api}'
    from generate_series(1, 400) k`.execute(ctx.db)
  await sql`insert into share.standing (line, handler, competent)
    select id, provider, 'ps.data' from share.line where submission = 'sub_large'`.execute(ctx.db)
}

/** Four hundred cases whose title fills twenty-five kilobytes. */
async function openCases(ctx: Ctx): Promise<void> {
  await sql`insert into cases.item (id, kind, subject, title_zh, title_en, opener, handler, competent, state, opened_at)
    select 'cas_' || k, 'share.answer', 'lin_' || k, repeat('x', 25000), 'x', 'ps.hr', 'ps.housing', 'ps.data', 'received',
      ${ctx.clock.now()} from generate_series(1, 400) k`.execute(ctx.db)
}

/** Two hundred entries that say fifty kilobytes each. */
async function fillLedger(ctx: Ctx): Promise<void> {
  const events = Array.from({ length: 200 }, (_, k) => ({ subject: `large_${k}`, said: 'x'.repeat(50_000) }))
  await tx(ctx, (ctx) => recordMany(ctx, 'house.said', events))
  await integrate(ctx)
}
