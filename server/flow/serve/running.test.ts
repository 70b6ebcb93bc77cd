import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { grantTenants, landTenants, landVersion } from '../../../tests/hand-out.ts'
import { onServer, passwordOf, type Reply, type Site } from '../../../tests/house.ts'
import { beginReading, readSlowly } from '../../../tests/slow-reader.ts'
import { tx } from '../../base/db/index.ts'
import { listEntries } from '../../ground/ledger/index.ts'
import {
  authenticate,
  changePassword,
  endClient,
  endSessions,
  issueClientToken,
  listGrants,
  registerClient,
  revokeRole,
  signIn,
  signOut,
} from '../../ground/parties/index.ts'
import { changePlan, revokeTokens } from '../../ground/policy/index.ts'

const reader = 'ps.hr.officer'

test('[share.suspend] what is running breaks off within a second on every channel once the agreement falls', () =>
  onLargeAgreement(async ({ site, agreement, authorization, address }) => {
    const api = { headers: { authorization } }
    const csv = `/api/data/${agreement}/rows?format=csv`
    const batch = await makeBatch(site, agreement)
    const undisturbed = await readSlowly(new URL(csv, site.url), api, async () => undefined)
    assert.deepEqual([undisturbed.broken, undisturbed.received], [false, undisturbed.announced])
    for (const [channel, url, options] of [
      ['CSV', csv, api],
      ['batch', `/api/data/${agreement}/batches/${batch}/file`, api],
      ['Delta Sharing', await address(), {}],
    ] as const) {
      const { received, announced, broken } = await readSlowly(new URL(url, site.url), options, () =>
        changePlan(site.ctx, agreement, { state: 'suspended', reason: '超范围使用' }),
      )
      assert.ok(broken && received < announced, `${channel}: ${received} of ${announced} bytes`)
      await changePlan(site.ctx, agreement, { state: 'inForce', reason: '已整改' })
    }
    const revoked = await readSlowly(new URL(await address()), {}, () => revokeTokens(site.ctx, agreement))
    assert.equal(revoked.broken, true, 'a revoked token')
    const narrowed = await readSlowly(new URL(csv, site.url), api, () =>
      changePlan(site.ctx, agreement, { fields: [{ name: 'since', mask: 'year' }], reason: '缩小范围' }),
    )
    assert.equal(narrowed.broken, true, 'a narrowed agreement')
    const stops = ['suspended', 'suspended', 'suspended', 'SharingRefusal', 'narrowed']
    assert.deepEqual(await stopsOnRecord(site, agreement, 6), [undefined, ...stops])
    const denied = await listEntries(site.ctx, { subject: agreement, kind: 'policy.denied' })
    assert.deepEqual(
      denied.items.map(({ body }) => (body as { reason: string }).reason),
      ['suspended', 'suspended', 'suspended'],
    )
  }))

test('what is running breaks off within a second once somebody ends the session or token that asked for it', () =>
  onLargeAgreement(async ({ site, agreement }) => {
    const { ctx } = site
    const csv = new URL(`/api/data/${agreement}/rows?format=csv`, site.url)
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const enter = async (password = passwordOf(reader)) =>
      (await signIn(ctx, { login: reader, password })).token
    const breaks = async (token: string, meanwhile: () => Promise<unknown>) =>
      (await readSlowly(csv, { headers: bearer(token) }, meanwhile)).broken
    const { secret } = await registerClient(ctx, { id: 'sys_hr', org: 'ps.hr', name: '人事系统' })
    const { token: system } = await issueClientToken(ctx, { client: 'sys_hr', secret })
    const next = '海上生明月-天涯共此时-2025'
    const changePasswordElsewhere = async () => {
      const token = await enter()
      const actor = await authenticate(ctx, bearer(token))
      const input = { current: passwordOf(reader), next, token, source: 'local' }
      if (actor) await changePassword({ ...ctx, actor }, input)
    }
    const revokeRoles = async () => {
      for (const { id, inForce } of await listGrants(ctx, reader)) if (inForce) await revokeRole(ctx, id)
    }
    assert.equal(await breaks(system, () => endClient(ctx, 'sys_hr')), true, 'the system was ended')
    const idle = await breaks(await enter(), async () => ctx.clock.advance({ minutes: 31 }))
    assert.equal(idle, false, 'a session that merely ran out reads to the end what it began')
    const left = await enter()
    assert.equal(await breaks(left, () => signOut(ctx, bearer(left))), true, 'signed out')
    assert.equal(
      await breaks(await enter(), () => endSessions(ctx, reader)),
      true,
      'ended by an administrator',
    )
    assert.equal(await breaks(await enter(), changePasswordElsewhere), true, 'the password was changed')
    assert.equal(await breaks(await enter(next), revokeRoles), true, 'the role was taken away')
    const stops = ['signIn', undefined, 'signIn', 'signIn', 'signIn', 'notAllowed']
    assert.deepEqual(await stopsOnRecord(site, agreement, 6), stops)
  }))

test('while policy cannot be asked no byte goes out, and then the answer goes on', () =>
  onLargeAgreement(async ({ site, agreement, authorization }) => {
    const csv = new URL(`/api/data/${agreement}/rows?format=csv`, site.url)
    const { response, received, broken } = await beginReading(csv, { headers: { authorization } })
    const announced = Number(response.headers['content-length'])
    await tx(site.ctx, async (ctx) => {
      await sql`lock table policy.plan in access exclusive mode`.execute(ctx.db)
      // What is remembered of a plan, and a decision by it, live a second each.
      await pause(2500)
      response.resume()
      await pause(1000)
      assert.ok(received() < announced, `${received()} of ${announced} bytes went out undecided`)
    })
    assert.deepEqual([await broken, received()], [false, announced])
  }))

interface Large {
  readonly site: Site
  readonly agreement: string
  readonly authorization: string
  /** a presigned address of its only file */
  readonly address: () => Promise<string>
}

/** A kilobyte that no codec makes much smaller than half of it. */
const longName = `array_to_string(list_transform(range(32), k -> md5(CAST(i * 32 + k AS VARCHAR))), '')`

/** An agreement whose files are far larger than what sockets hold: the kernel takes 4 MB and more of an unread answer. */
function onLargeAgreement(scene: (large: Large) => Promise<void>): Promise<void> {
  return onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    await landVersion(site.ctx, resource, 25_000, longName)
    const agreement = await grantTenants(site.ctx, resource, {
      fields: [
        { name: 'since', mask: null },
        { name: 'id_card', mask: 'token' },
        { name: 'name', mask: null },
      ],
      rows: null,
      keyField: null,
    })
    await untilReady(site, `/api/data/${agreement}`, ({ status }) => status === 200)
    const { body } = await site.call('POST', '/api/parties/session', {
      body: { login: reader, password: passwordOf(reader) },
    })
    const address = async () => {
      const { body: profile } = await site.call('POST', `/api/data/${agreement}/profile`, { as: reader })
      const answer = await site.call(
        'POST',
        `/delta-sharing/shares/${agreement}/schemas/default/tables/${resource}/query`,
        { headers: { authorization: `Bearer ${profile.bearerToken}` }, body: {} },
      )
      return JSON.parse(answer.body.trim().split('\n')[2]).file.url as string
    }
    await scene({ site, agreement, authorization: `Bearer ${body.token}`, address })
  })
}

async function makeBatch(site: Site, agreement: string): Promise<string> {
  const { body } = await site.call('POST', `/api/data/${agreement}/batches`, {
    as: reader,
    body: { format: 'csv' },
  })
  await site.ctx.jobs.drain(site.ctx)
  const path = `/api/data/${agreement}/batches/${body.id}`
  await untilReady(site, path, (reply) => reply.body.state === 'ready')
  return body.id
}

async function untilReady(site: Site, path: string, ready: (reply: Reply) => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (ready(await site.call('GET', path, { as: reader }))) return
    await pause(50)
  }
  assert.fail(`${path} is not ready`)
}

async function stopsOnRecord(site: Site, agreement: string, count: number): Promise<unknown[]> {
  for (let tries = 0; tries < 60; tries += 1) {
    const { items } = await listEntries(site.ctx, { subject: agreement, kind: 'serve.sent' })
    if (items.length >= count) return items.map(({ body }) => (body as { stopped?: string }).stopped)
    await pause(50)
  }
  assert.fail('the end of an answer is not on record')
}
