import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { actAs } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { eraseBody, findEntry, listEntries } from './entry.ts'
import { checkHead } from './head.ts'
import { integrate } from './integrate.ts'
import { fill, inLedger, takeEvidence } from './ledger.fixture.ts'
import { readTile } from './publish.ts'
import { consistencyProof, lastCheckpoint, receipt } from './receipt.ts'
import { record, recordMany, recordSoon } from './record.ts'
import { startSequencer } from './sequencer.ts'
import { db } from './tables.ts'
import { leafHash, verifyConsistency } from './tlog/merkle.ts'
import { parseCheckpoint } from './tlog/note.ts'
import { parseBundle, splitHashes } from './tlog/tile.ts'
import { verifyBundle, verifyReceipt } from './verify.ts'

const officer = { kind: 'person', id: 'psn_0001', party: 'sz.market', roles: [] } as const

test('what a department did is on record with who, when and about what, and nothing personal is in the leaf', () =>
  inLedger(async (ctx) => {
    const facts = { subject: 'res_enterprise', applicant: '张三', rows: 3 }
    const id = await tx(actAs(ctx, officer), (ctx) => record(ctx, 'serve.read', facts))
    await integrate(ctx)
    const { entry, body, salt, ...found } = await findEntry(ctx, id)
    assert.deepEqual(
      { ...found, leaf: undefined },
      {
        index: 0,
        id,
        at: '2025-09-29T01:00:00.000000Z',
        kind: 'serve.read',
        actor: 'person:psn_0001',
        party: 'sz.market',
        subject: 'res_enterprise',
        leaf: undefined,
      },
    )
    const { digest, ...leaf } = JSON.parse(entry)
    assert.deepEqual(leaf, {
      ...{ id, at: found.at, kind: 'serve.read', subject: 'res_enterprise' },
      ...{ actor: 'person:psn_0001', party: 'sz.market' },
    })
    assert.match(digest, /^[0-9a-f]{64}$/)
    assert.equal(entry.includes('张三'), false)
    assert.deepEqual(body, { applicant: '张三', rows: 3 })
    assert.equal(found.leaf, Buffer.from(leafHash(entry)).toString('base64'))
    assert.equal(Buffer.from(salt ?? '', 'base64').length, 16)
  }))

test('no change without its record, no record without its change', () =>
  inLedger(async (ctx) => {
    await assert.rejects(record(ctx, 'share.filed', { subject: 'sub_0001' }), /outside a transaction/)
    const undone = tx(ctx, async (ctx) => {
      await record(ctx, 'share.filed', { subject: 'sub_0001' })
      throw new Error('the change failed')
    })
    await assert.rejects(undone, /the change failed/)
    assert.equal(await integrate(ctx), 0)
  }))

test('a record that commits late is taken later, and none is taken twice', () =>
  inLedger(async (ctx) => {
    const slow = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const late = tx(ctx, async (ctx) => {
      const id = await record(ctx, 'share.filed', { subject: 'sub_0001' })
      begun.resolve()
      await slow.promise
      return id
    })
    await begun.promise
    const early = await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0002' }))
    assert.equal(await integrate(ctx), 1)
    slow.resolve()
    const lateId = await late
    const [one, two] = await Promise.all([integrate(ctx), integrate(ctx)])
    assert.equal(one + two, 1)
    const { items } = await listEntries(ctx, {})
    assert.deepEqual(
      items.map(({ id, index }) => [id, index]),
      [
        [early, 0],
        [lateId, 1],
      ],
    )
  }))

test('within a batch entries stand in the order of their time', () =>
  inLedger(async (ctx) => {
    const second = await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0002' }))
    ctx.clock.set('2025-09-29T08:59:59+08:00')
    const first = await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0001' }))
    await integrate(ctx)
    const { items } = await listEntries(ctx, {})
    assert.deepEqual(
      items.map(({ id }) => id),
      [first, second],
    )
  }))

test('the whole ledger is borne out offline over full tiles, and every tile is the one its path names', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 3, 253, 1, 700)
    const { lines, keys } = await takeEvidence(ctx)
    const { ok, size, checkpoints, faults } = await verifyBundle(lines, keys)
    assert.deepEqual({ ok, size, checkpoints, faults }, { ok: true, size: 957, checkpoints: 4, faults: [] })

    const bundle = parseBundle(await readTile(ctx, 'tile/entries/003.p/189'))
    const tile = splitHashes(await readTile(ctx, 'tile/0/003.p/189'))
    assert.deepEqual(
      bundle?.map((entry) => Buffer.from(leafHash(entry))),
      tile.map((hash) => Buffer.from(hash)),
    )
    assert.equal((await readTile(ctx, 'tile/0/002')).length, 8192)
    assert.equal((await readTile(ctx, 'tile/1/000.p/3')).length, 96)
    await assert.rejects(readTile(ctx, 'tile/0/003'), { type: '/problems/ledger/noTile' })
    await assert.rejects(readTile(ctx, 'tile/0/3'), { type: '/problems/ledger/noTile' })
  }))

test('every receipt proves its entry offline, and newer trees go on from older ones', () =>
  inLedger(async (ctx) => {
    const ids = await fill(ctx, 2, 300, 5)
    const { keys } = await takeEvidence(ctx)
    for (const n of [0, 1, 255, 256, 306]) {
      const { entry } = await findEntry(ctx, ids[n] ?? '')
      const verdict = verifyReceipt(await receipt(ctx, ids[n] ?? ''), entry, keys)
      assert.deepEqual(verdict.ok && [verdict.index, verdict.size], [n, 307])
    }
    const roots = await db(ctx)
      .selectFrom('ledger.checkpoint')
      .select(['size', 'root'])
      .orderBy('size')
      .execute()
    const [first, second, third] = roots
    assert.ok(first && second && third)
    for (const old of [first, second]) {
      const proof = await consistencyProof(ctx, old.size, third.size)
      assert.equal(verifyConsistency(old.size, old.root, third.size, third.root, proof), true)
    }
    await assert.rejects(receipt(ctx, 'led_none'), { type: '/problems/ledger/noEntry' })
  }))

test('a running sequencer merges what is recorded within the merge delay, reads recorded together included', () =>
  inLedger(async (ctx) => {
    const stop = await startSequencer(ctx)
    try {
      const ids = await Promise.all(
        Array.from({ length: 50 }, (_, n) => recordSoon(ctx, 'serve.read', { subject: `res_${n}` })),
      )
      const begun = performance.now()
      assert.match(await receipt(ctx, ids[49] ?? ''), /^c2sp\.org\/tlog-proof@v1\nindex \d+\n/)
      assert.ok(performance.now() - begun < 1_000)
    } finally {
      await stop()
    }
    assert.equal(
      parseCheckpoint((await lastCheckpoint(ctx)).note.split('\n\n')[0]?.concat('\n') ?? '')?.size,
      50,
    )
  }))

test('a stopping sequencer first merges what is committed', () =>
  inLedger(async (ctx) => {
    const stop = await startSequencer(ctx)
    const id = await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0001' }))
    await stop()
    assert.equal((await findEntry(ctx, id)).index, 0)
  }))

test('entries, tiles and checkpoints are never changed, deleted or emptied', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 256)
    for (const table of ['entry', 'tile', 'checkpoint', 'signer', 'body', 'head'])
      for (const deed of [`delete from ledger.${table}`, `truncate ledger.${table} cascade`])
        await assert.rejects(sql.raw(deed).execute(ctx.db), /never changed/, deed)
    for (const deed of [
      `update ledger.entry set entry = '{}'`,
      `update ledger.tile set root = leaf from ledger.entry`,
      `update ledger.checkpoint set note = ''`,
    ])
      await assert.rejects(sql.raw(deed).execute(ctx.db), /never changed/, deed)
    await assert.rejects(
      sql.raw(`update ledger.body set body = null, salt = null`).execute(ctx.db),
      /erase_body/,
    )
    await assert.rejects(sql.raw(`update ledger.head set size = 0`).execute(ctx.db), /only grows/)
  }))

test('erasing personal information leaves the proof whole and is itself on record', () =>
  inLedger(async (ctx) => {
    const [id = ''] = await fill(ctx, 2)
    const erasure = await eraseBody(ctx, id, '保存期限届满')
    await integrate(ctx)
    assert.deepEqual((await findEntry(ctx, id)).body, null)
    assert.deepEqual((await findEntry(ctx, erasure)).body, { reason: '保存期限届满' })
    const { lines, keys } = await takeEvidence(ctx)
    const { ok, erased } = await verifyBundle(lines, keys)
    assert.deepEqual({ ok, erased }, { ok: true, erased: [{ index: 0, id, recorded: true }] })
    await assert.rejects(eraseBody(ctx, id, '再次'), { type: '/problems/ledger/erased' })
    await assert.rejects(eraseBody(ctx, 'led_none', '没有'), { type: '/problems/ledger/noEntry' })
  }))

test('an entry changed behind the triggers is named by the audit', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 300)
    await tamper(ctx, `update ledger.entry set entry = replace(entry, 'system', 'person') where index = 77`)
    const { lines, keys } = await takeEvidence(ctx)
    const { faults } = await verifyBundle(lines, keys)
    assert.deepEqual(
      faults.map(({ kind, index }) => [kind, index]),
      [['changed', 77]],
    )
  }))

test('a ledger that disagrees with its own head refuses service and is never repaired', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 300)
    const waiting = await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0000' }))
    await tamper(ctx, `update ledger.entry set leaf = sha256('forged') where index = 299`)
    const stop = await startSequencer(ctx)
    await stop()
    const filed = tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0001' }))
    await assert.rejects(filed, { type: '/problems/ledger/broken', status: 503 })
    await assert.rejects(recordSoon(ctx, 'serve.read', { subject: 'res_1' }), {
      type: '/problems/ledger/broken',
    })
    assert.match((await checkHead(ctx)) ?? '', /another root/)
    await tamper(
      ctx,
      `update ledger.entry set leaf = sha256('\\x00'::bytea || convert_to(entry, 'utf8')) where index = 299`,
    )
    assert.equal(await integrate(ctx), 0)
    await assert.rejects(findEntry(ctx, waiting), { type: '/problems/ledger/noEntry' })
  }))

test('a dropped last entry and a foreign checkpoint are noticed at the start', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 3)
    await tamper(ctx, `delete from ledger.entry where index = 2`)
    assert.match((await checkHead(ctx)) ?? '', /2 entries under a head of 3/)
    await sql`update ledger.head set broken = null`.execute(ctx.db)
    await tamper(
      ctx,
      `insert into ledger.entry select 2, 'led_x', at, kind, subject, entry, leaf from ledger.entry where index = 1`,
    )
    assert.match((await checkHead(ctx)) ?? '', /another root/)
    await sql`update ledger.head set broken = null`.execute(ctx.db)
    await tamper(ctx, `update ledger.checkpoint set note = replace(note, '3', '4')`)
    assert.match((await checkHead(ctx)) ?? '', /not signed/)
  }))

test('when nothing is merged for long, work stops rather than go unlogged', () =>
  inLedger(async (ctx) => {
    await tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0001' }))
    await sql`update ledger.pending set waiting_since = now() - interval '1 hour'`.execute(ctx.db)
    const filed = () => tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0002' }))
    await assert.rejects(filed(), { type: '/problems/ledger/behind', status: 503 })
    await integrate(ctx)
    assert.match(await filed(), /^led_/)
  }))

test('facts that cannot be kept are refused before anything is written', () =>
  inLedger(async (ctx) => {
    const put = (facts: object) =>
      tx(ctx, (ctx) => record(ctx, 'share.filed', { subject: 'sub_0001', ...facts }))
    await assert.rejects(put({ purpose: '\ud800' }), { type: '/problems/ledger/notWritable' })
    await assert.rejects(put({ purpose: '长'.repeat(30_000) }), { type: '/problems/ledger/tooLarge' })
    await assert.rejects(put({ subject: 'line\nbreak' }), /Not a subject/)
    assert.match(await put({ purpose: '\u0000\u2028"\\' }), /^led_/)
  }))

test('an auditor reads the list page by page and by subject', () =>
  inLedger(async (ctx) => {
    const ids = await fill(ctx, 5)
    const first = await listEntries(ctx, { limit: 3 })
    const second = await listEntries(ctx, {
      limit: 3,
      ...(first.next !== undefined && { cursor: first.next }),
    })
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      ids,
    )
    assert.equal(second.next, undefined)
    assert.deepEqual(
      (await listEntries(ctx, { subject: 'res_3' })).items.map(({ id }) => id),
      ids.slice(3, 4),
    )
  }))

test('two nodes sequence one ledger without a gap', () =>
  inLedger(async (ctx) => {
    const other: Ctx = {
      ...ctx,
      db: ctx.db.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => result,
      }),
    }
    for (let n = 0; n < 6; n++) {
      const events = Array.from({ length: 200 }, (_, i) => ({ subject: `res_${n}_${i}` }))
      await tx(ctx, (ctx) => recordMany(ctx, 'serve.read', events))
      await Promise.all([integrate(ctx), integrate(other), checkHead(other), wait(1)])
    }
    while ((await integrate(other)) > 0);
    const { lines, keys } = await takeEvidence(ctx)
    const { ok, size } = await verifyBundle(lines, keys)
    assert.deepEqual({ ok, size }, { ok: true, size: 1200 })
  }))

/** What somebody with the rights of the database's owner could do. */
async function tamper(ctx: Ctx, statement: string): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    await sql`set local session_replication_role = replica`.execute(db)
    await sql.raw(statement).execute(db)
  })
}
