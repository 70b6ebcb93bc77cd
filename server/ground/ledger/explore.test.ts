import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { inTown, onServer } from '../../../tests/house.ts'
import { refusal } from '../../../tests/refusal.ts'
import { actAs, type Ctx } from '../../base/ctx.ts'
import { proveEntry, proveGrowth } from './inclusion.ts'
import { integrate, lastCheckpoint, listEntries, recordSoon } from './index.ts'
import { verifyConsistency } from './tlog/merkle.ts'

const as = (ctx: Ctx, party: string) =>
  actAs(ctx, { kind: 'person', id: `${party}.officer`, party, roles: [] })

test('who read what: entries by agreement, by party, by actor, by kind and by day', () =>
  inTown(async ({ ctx }) => {
    await recordSoon(as(ctx, 'ps.hr'), 'serve.read', { subject: 'agr_0001', rows: 1 })
    ctx.clock.advance({ days: 1 })
    await recordSoon(as(ctx, 'ps.hr'), 'serve.sent', { subject: 'agr_0001', bytes: 9 })
    await recordSoon(as(ctx, 'ps.park'), 'serve.read', { subject: 'agr_0002', rows: 2 })
    await integrate(ctx)
    const found = async (query: Parameters<typeof listEntries>[1]) =>
      (await listEntries(ctx, query)).items.map(({ kind, subject }) => `${kind} ${subject}`)
    assert.deepEqual(await found({ kind: 'serve.read', subject: 'agr_0001' }), ['serve.read agr_0001'])
    assert.deepEqual(await found({ party: 'ps.hr' }), ['serve.read agr_0001', 'serve.sent agr_0001'])
    assert.deepEqual(await found({ actor: 'person:ps.park.officer' }), ['serve.read agr_0002'])
    assert.deepEqual(await found({ kindPrefix: 'serve.', from: '2025-09-30', order: 'newest' }), [
      'serve.read agr_0002',
      'serve.sent agr_0001',
    ])
    assert.deepEqual(await found({ kindPrefix: 'serve.', from: '2025-09-29', until: '2025-09-29' }), [
      'serve.read agr_0001',
    ])
  }))

test('newest first, the pages go back without a gap', () =>
  inTown(async ({ ctx }) => {
    for (const n of [1, 2, 3]) await recordSoon(ctx, 'try.noted', { subject: `res_000${n}` })
    await integrate(ctx)
    const first = await listEntries(ctx, { kind: 'try.noted', order: 'newest', limit: 2 })
    const rest = await listEntries(ctx, {
      kind: 'try.noted',
      order: 'newest',
      limit: 2,
      cursor: first.next ?? '',
    })
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ subject }) => subject),
      ['res_0003', 'res_0002', 'res_0001'],
    )
  }))

test('a browser finds the root of the signed checkpoint from an entry and its path', () =>
  onServer(async (site) => {
    const id = await recordSoon(site.ctx, 'try.noted', { subject: 'res_0001' })
    const proof = await site.call('GET', `/api/ledger/inclusion/${id}`, { as: 'ps.hr.officer' })
    assert.equal(proof.status, 200)
    const { index, size, leaf, path, checkpoint } = proof.body
    const entry = await site.call('GET', `/api/ledger/entries/${id}`, { as: 'sz.audit.auditor' })
    const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
    assert.equal(sha(Buffer.of(0), Buffer.from(entry.body.entry)).toString('base64'), leaf)
    // RFC 9162 §2.1.3.2, written anew as a page would.
    let found: Uint8Array = Buffer.from(leaf, 'base64')
    let at = index
    let last = size - 1
    for (const text of path as string[]) {
      const sibling = Buffer.from(text, 'base64')
      if (at % 2 === 1 || at === last) {
        found = sha(Buffer.of(1), sibling, found)
        while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
      } else found = sha(Buffer.of(1), found, sibling)
      ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
    }
    assert.equal(Buffer.from(found).toString('base64'), checkpoint.split('\n')[2])
    const growth = await site.call('GET', '/api/ledger/consistency?from=1')
    assert.deepEqual([growth.status, growth.body.from], [200, 1])
  }))

test('the growth between two checkpoints is proven, and one that never was is refused', () =>
  inTown(async ({ ctx }) => {
    await recordSoon(ctx, 'try.noted', { subject: 'res_0001' })
    await integrate(ctx)
    const before = await lastCheckpoint(ctx)
    for (const n of [2, 3]) await recordSoon(ctx, 'try.noted', { subject: `res_000${n}` })
    await integrate(ctx)
    const { from, to, proof, checkpoints } = await proveGrowth(ctx, { from: before.size })
    const rootOf = (note: string | null) => Buffer.from(note?.split('\n')[2] ?? '', 'base64')
    const hashes = proof.map((hash) => Buffer.from(hash, 'base64'))
    assert.equal(verifyConsistency(from, rootOf(checkpoints.from), to, rootOf(checkpoints.to), hashes), true)
    await assert.rejects(proveGrowth(ctx, { from: to + 1 }), refusal('ledger/noSuchTree', { size: to }))
    await assert.rejects(proveEntry(ctx, 'led_9999'), refusal('ledger/noEntry'))
  }))
