import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundCity, official } from '../../../tests/deliver.ts'
import { inHouse } from '../../../tests/house.ts'
import type { Ctx } from '../../base/ctx.ts'
import { buildServer, collectRoutes } from '../../base/http/index.ts'
import { domain } from './index.ts'
import { readDelivery } from './land.ts'

test('over HTTP a file is taken with 202, followed as events to its version, and its rejects are downloaded', () =>
  inHouse(async (ctx) => {
    const resource = await foundCity(ctx)
    await onRoutes(ctx, async (url) => {
      const body = 'code,name,opened,area\nS1,甲,2020-01-01,1\n"=x\n'
      const headers = { 'content-type': 'text/csv; charset=utf-8', 'idempotency-key': 'k1' }
      const taken = await fetch(
        `${url}/api/collect/deliveries?resource=${resource}&name=${encodeURIComponent('商户.csv')}`,
        { method: 'POST', headers, body },
      )
      const { id, state, sizeBytes } = (await taken.json()) as {
        id: string
        state: string
        sizeBytes: number
      }
      assert.deepEqual([taken.status, state, sizeBytes], [202, 'received', Buffer.byteLength(body)])

      const events = fetch(`${url}/api/collect/deliveries/${id}/events`).then((reply) => reply.text())
      await readDelivery(ctx, id)
      assert.match(await events, /event: progress\ndata: \{.*"state":"landed".*\}\n\n$/)

      const plan = await fetch(`${url}/api/collect/deliveries/${id}/plan`).then((reply) => reply.json())
      assert.deepEqual([(plan as { plan: { encoding: string } }).plan.encoding], ['utf-8'])
      const file = await fetch(`${url}/api/collect/versions/${resource}/1/rejects.csv`)
      assert.equal(
        file.headers.get('content-disposition'),
        `attachment; filename="rejects-${resource}-1.csv"`,
      )
      assert.match(await file.text(), /\n2,"",scan\.unclosedQuote,/)
    })
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
