import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { foundCity, official, shops } from '../../../tests/deliver.ts'
import { inHouse, onServer } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { buildServer, collectRoutes } from '../../base/http/index.ts'
import { registerResource } from '../../ground/catalog/index.ts'
import { Delivery, domain } from './index.ts'

test('over HTTP a file is taken with 202, followed as events to its version, and its rejects are downloaded', () =>
  onServer(async (site) => {
    const as = 'sz.market.officer'
    const { id: resource } = await registerResource(site.as(as), {
      name: { zh: '商户登记', en: 'Shops' },
      attribute: 'unconditional',
      provider: 'sz.market',
      cycle: 'monthly',
      items: shops,
    })
    const body = 'code,name,opened,area\nS1,甲,2020-01-01,1\n"=x\n'
    const headers = { 'content-type': 'text/csv; charset=utf-8', 'idempotency-key': 'k1' }
    const path = `/api/collect/deliveries?resource=${resource}&name=${encodeURIComponent('商户.csv')}`
    const taken = await site.call('POST', path, { as, headers, body })
    const { id, state, sizeBytes } = taken.body
    assert.deepEqual([taken.status, state, sizeBytes], [202, 'received', Buffer.byteLength(body)])
    assert.deepEqual(Value.Errors(Delivery, taken.body), [])

    const events = await site.call('GET', `/api/collect/deliveries/${id}/events`, { as })
    assert.match(events.body, /event: progress\ndata: \{.*"state":"landed".*\}\n\n$/)

    const { body: told } = await site.call('GET', `/api/collect/deliveries/${id}/plan`, { as })
    assert.equal(told.plan.encoding, 'utf-8')
    const file = await site.call('GET', `/api/collect/versions/${resource}/1/rejects.csv`, { as })
    const name = `attachment; filename="rejects-${resource}-1.csv"`
    assert.equal(file.headers.get('content-disposition'), name)
    assert.match(file.body, /\n2,"",scan\.unclosedQuote,/)
  }))

test('an upload with an unknown parameter or of another type is refused', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await onRoutes(ctx, async (url) => {
      const send = (query: string, type: string) =>
        fetch(`${url}/api/collect/deliveries?${query}`, {
          method: 'POST',
          headers: { 'content-type': type },
          body: 'a\n',
        })
      assert.equal((await send(`resource=${resource}&colour=red`, 'text/csv')).status, 422)
      assert.equal((await send(`resource=${resource}`, 'application/json')).status, 415)
      assert.equal((await send('resource=res_9999', 'text/csv')).status, 404)
    })
  }))

async function onRoutes(ctx: Ctx, work: (url: string) => Promise<void>): Promise<void> {
  const gate = {
    authenticate: async () => official(ctx, 'sz.market').actor,
    recognise: async () => official(ctx, 'sz.market').actor,
    authorise: async () => undefined,
  }
  const server = buildServer(ctx, gate, collectRoutes([domain]))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  try {
    await work(url)
  } finally {
    await server.close()
  }
}
