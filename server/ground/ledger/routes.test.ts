import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, Ctx } from '../../base/ctx.ts'
import { publicActor } from '../../base/ctx.ts'
import { buildServer, collectRoutes, type Gate } from '../../base/http/index.ts'
import { problems } from '../../base/problem.ts'
import { fill, inLedger, takeEvidence } from './ledger.fixture.ts'
import { routes } from './routes.ts'
import { leafHash } from './tlog/merkle.ts'
import { parseBundle } from './tlog/tile.ts'
import { verifyBundle, verifyReceipt } from './verify.ts'

const refuse = problems('policy', { notPermitted: { status: 403, zh: '无权办理', en: 'Not permitted' } })

const auditor: Actor = { kind: 'person', id: 'psn_audit', party: 'sz.audit', roles: ['auditor'] }
const officer: Actor = { kind: 'person', id: 'psn_0001', party: 'sz.market', roles: [] }

test('everybody reads checkpoint, keys and hashes; the entries themselves only who may', () =>
  inLedger(async (ctx) => {
    await fill(ctx, 3)
    const status = async (actor: Actor, url: string) => (await ask(ctx, actor, url)).statusCode
    for (const url of ['/ledger/checkpoint', '/ledger/tile/0/000.p/3', '/api/ledger/keys'])
      assert.equal(await status(publicActor, url), 200, url)
    for (const url of ['/ledger/tile/entries/000.p/3', '/api/ledger/entries', '/api/ledger/bundle']) {
      assert.equal(await status(publicActor, url), 401, url)
      assert.equal(await status(officer, url), 403, url)
      assert.equal(await status(auditor, url), 200, url)
    }
    assert.equal(await status(publicActor, '/ledger/tile/0/000.p/4'), 404)
    assert.equal(await status(publicActor, '/ledger/tile/%65ntries/000.p/3'), 401)
    assert.equal(await status(publicActor, '/ledger/tile/0/3'), 404)
  }))

test('what an auditor downloads is borne out by nothing but the downloads and the key', () =>
  inLedger(async (ctx) => {
    const [id = ''] = await fill(ctx, 300)
    const { keys } = await takeEvidence(ctx)
    const bundle = await ask(ctx, auditor, '/api/ledger/bundle')
    assert.equal((await verifyBundle([bundle.rawPayload], keys)).ok, true)
    assert.match(
      String(bundle.headers['content-disposition']),
      /^attachment; filename="zhishu-ledger-[0-9a-f]{8}-300-\d{4}-\d\d-\d\d\.ndjson"$/,
    )

    const receipt = await ask(ctx, officer, `/api/ledger/receipts/${id}`)
    const entry = await ask(ctx, auditor, `/api/ledger/entries/${id}`)
    assert.equal(verifyReceipt(receipt.body, entry.json().entry, keys).ok, true)

    const tile = await ask(ctx, publicActor, '/ledger/tile/0/000')
    const entries = await ask(ctx, auditor, '/ledger/tile/entries/000')
    const leaves = parseBundle(entries.rawPayload)?.map(leafHash) ?? []
    assert.deepEqual(tile.rawPayload, Buffer.concat(leaves))
    assert.match(String(tile.headers['cache-control']), /immutable/)
    assert.match(String(entries.headers['cache-control']), /private/)
  }))

async function ask(ctx: Ctx, actor: Actor, url: string) {
  const gate: Gate = {
    authenticate: async () => actor,
    recognise: async () => actor,
    authorise: async (ctx, action) => {
      if (action === 'signedIn') return
      if (action !== 'ledger.read' || !ctx.actor.roles.includes('auditor')) throw refuse.notPermitted()
    },
  }
  const server = buildServer(ctx, gate, collectRoutes([{ routes }]))
  try {
    return await server.inject({ method: 'GET', url })
  } finally {
    await server.close()
  }
}
