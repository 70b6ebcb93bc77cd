import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { grantTenants, landTenants, landVersion } from '../../../tests/hand-out.ts'
import { onServer, passwordOf, type Reply, type Site } from '../../../tests/house.ts'
import { listEntries } from '../../ground/ledger/index.ts'
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

interface Large {
  readonly site: Site
  readonly agreement: string
  readonly authorization: string
  /** a presigned address of its only file */
  readonly address: () => Promise<string>
}

/** An agreement whose files are far larger than what sockets hold. */
function onLargeAgreement(scene: (large: Large) => Promise<void>): Promise<void> {
  return onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    await landVersion(site.ctx, resource, 200_000)
    const agreement = await grantTenants(site.ctx, resource, {
      fields: [
        { name: 'since', mask: null },
        { name: 'id_card', mask: 'token' },
        { name: 'rent', mask: null },
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

/** Takes the first bytes, lets something happen, reads nothing for a second and then takes whatever there is. */
async function readSlowly(
  url: URL,
  options: { headers?: Record<string, string> },
  meanwhile: () => Promise<unknown>,
): Promise<{ received: number; announced: number; broken: boolean }> {
  const request = get(url, { ...options, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(response.statusCode, 200)
  request.on('error', () => undefined)
  const broken = new Promise<boolean>((tell) => {
    response.once('error', () => tell(true))
    response.once('end', () => tell(false))
  })
  let received = 0
  response.once('data', () => response.pause())
  response.on('data', (bytes: Buffer) => {
    received += bytes.length
  })
  await once(response, 'pause')
  await meanwhile()
  await pause(1000)
  response.resume()
  return { broken: await broken, received, announced: Number(response.headers['content-length']) }
}

async function stopsOnRecord(site: Site, agreement: string, count: number): Promise<unknown[]> {
  for (let tries = 0; tries < 60; tries += 1) {
    const { items } = await listEntries(site.ctx, { subject: agreement, kind: 'serve.sent' })
    if (items.length >= count) return items.map(({ body }) => (body as { stopped?: string }).stopped)
    await pause(50)
  }
  assert.fail('the end of an answer is not on record')
}
