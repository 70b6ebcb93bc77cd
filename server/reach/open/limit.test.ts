import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHouse, onServer, type Site } from '../../../tests/house.ts'
import { mostAddresses, networkOf, takeTokens } from './limit.ts'

test('[local.open.requests] an address that asks too often waits, and only it', () =>
  behindGateway(async (site) => {
    const call = (from: string) =>
      site.call('GET', '/api/open/resources', { headers: { 'x-forwarded-for': from } })
    const { allowance } = site.ctx.rules.rule('local.open.requests').params as { allowance: number }
    takeTokens(site.ctx, '203.0.113.7', allowance - 1)
    assert.equal((await call('203.0.113.7')).status, 200)
    const refused = await call('203.0.113.7')
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
    assert.equal(refused.body.type, '/problems/open/tooMany')
    assert.equal((await call('203.0.113.8')).status, 200)
    site.ctx.clock.advance({ ms: 1000 })
    assert.equal((await call('203.0.113.7')).status, 200)
  }))

test('[local.open.requests] no more addresses are kept than the limit, the least recent forgotten first', () =>
  inHouse(async (ctx) => {
    const allowance = ctx.rules.param<number>('local.open.requests', 'allowance')
    takeTokens(ctx, 'first', allowance)
    for (let i = 0; i < mostAddresses - 1; i += 1) takeTokens(ctx, `a${i}`, 1)
    assert.ok(takeTokens(ctx, 'first', 1) > 0)
    takeTokens(ctx, 'one more', 1)
    assert.equal(takeTokens(ctx, 'a0', allowance), 0)
    assert.ok(takeTokens(ctx, 'first', 1) > 0)
  }))

/** A server that believes the gateway on loopback about the address it saw. */
async function behindGateway(scene: (site: Site) => Promise<void>): Promise<void> {
  const before = process.env.ZHISHU_TRUSTED_PROXIES
  process.env.ZHISHU_TRUSTED_PROXIES = '127.0.0.1'
  try {
    await onServer(scene)
  } finally {
    if (before === undefined) delete process.env.ZHISHU_TRUSTED_PROXIES
    else process.env.ZHISHU_TRUSTED_PROXIES = before
  }
}

test('an address of IPv6 counts with all its subscriber has', () => {
  assert.deepEqual(
    ['2001:db8:0:7:aaaa::1', '2001:db8::1', '::ffff:203.0.113.7', '203.0.113.7'].map(networkOf),
    ['2001:db8:0:7::/64', '2001:db8:0:0::/64', '203.0.113.7', '203.0.113.7'],
  )
})
