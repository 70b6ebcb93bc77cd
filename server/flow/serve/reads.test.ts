import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grantTenants, landTenants } from '../../../tests/hand-out.ts'
import { inTown } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { integrate } from '../../ground/ledger/index.ts'
import { decide } from '../../ground/policy/index.ts'
import { accountRead } from './access.ts'
import { countReads, listReads } from './reads.ts'
import { newestSnapshot } from './snapshot.ts'

test('a provider sees who read how much, by agreement, channel and day, and who was turned away', () =>
  inTown(async (town) => {
    const { ctx } = town
    const resource = await landTenants(ctx)
    const agreement = await grantTenants(ctx, resource, { modes: ['api'] })
    const reader = town.as('ps.hr.officer')
    await readRows(reader, agreement, 'api', 4)
    await readRows(reader, agreement, 'api', 1)
    await assert.rejects(decide(reader, agreement, 'delta'))
    ctx.clock.advance({ days: 1 })
    await readRows(reader, agreement, 'file', 4)
    await integrate(ctx)
    const of = {
      agreement,
      applicant: 'ps.hr',
      purpose: '人才住房补贴核验',
      state: 'inForce',
    }
    const provider = town.as('ps.housing.officer')
    const { items } = await listReads(provider, { resource })
    assert.deepEqual(
      items.map(({ applicantName: _name, ...it }) => it),
      [
        counted(of, 'file', '2025-09-30', { requests: 1, rows: 4, lastReadAt: '2025-09-30T01:00:00.000Z' }),
        counted(of, 'delta', '2025-09-29', { denials: 1 }),
        counted(of, 'api', '2025-09-29', { requests: 2, rows: 5, lastReadAt: '2025-09-29T01:00:00.000Z' }),
      ],
    )
    assert.match(items[0]?.applicantName.zh ?? '', /人力资源/)
    assert.deepEqual((await listReads(provider, { resource, until: '2025-09-29' })).items, items.slice(1))
  }))

test('each entry is counted once, however often and however many count', () =>
  inTown(async (town) => {
    const resource = await landTenants(town.ctx)
    const agreement = await grantTenants(town.ctx, resource)
    const reader = town.as('ps.hr.officer')
    for (let read = 0; read < 3; read += 1) {
      await readRows(reader, agreement, 'api', 2)
      await integrate(town.ctx)
      await Promise.all([countReads(town.ctx), countReads(town.ctx)])
    }
    const { items } = await listReads(town.as('ps.housing.officer'), { resource })
    assert.deepEqual(
      items.map(({ requests, rows }) => [requests, rows]),
      [[3, 6]],
    )
  }))

test('the counts come in pages, to the provider and the auditor alone', () =>
  inTown(async (town) => {
    const resource = await landTenants(town.ctx)
    const agreement = await grantTenants(town.ctx, resource)
    for (const mode of ['api', 'file', 'delta'] as const)
      await readRows(town.as('ps.hr.officer'), agreement, mode, 1)
    await integrate(town.ctx)
    const auditor = town.as('sz.audit.auditor')
    const first = await listReads(auditor, { resource, limit: 2 })
    const second = await listReads(auditor, { resource, limit: 2, cursor: first.next ?? '' })
    assert.deepEqual(
      [first.items, second.items].map((items) => items.map(({ channel }) => channel)),
      [['file', 'delta'], ['api']],
    )
    assert.equal(second.next, undefined)
    await assert.rejects(listReads(town.as('ps.hr.officer'), { resource }), {
      type: '/problems/serve/noReads',
      status: 404,
    })
  }))

type Counts = { requests?: number; rows?: number; denials?: number; lastReadAt?: string }

function counted(of: object, channel: string, day: string, counts: Counts) {
  const { requests = 0, rows = 0, denials = 0, lastReadAt = null } = counts
  return { ...of, channel, day, requests, rows, sizeBytes: rows * 10, denials, lastReadAt }
}

async function readRows(ctx: Ctx, agreement: string, mode: 'api' | 'file' | 'delta', rows: number) {
  const plan = { ...(await decide(ctx, agreement, 'api')) }
  const snapshot = await newestSnapshot(ctx, plan)
  assert.ok(snapshot)
  await accountRead(ctx, snapshot, { mode, rows, bytes: rows * 10, fields: ['since'] })
}
