import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer, passwordOf } from '../../../tests/house.ts'
import { tx } from '../db/index.ts'

test('what one room announces, everybody signed in hears the moment it is committed', () =>
  onServer(async (site) => {
    const { body } = await site.call('POST', '/api/parties/session', {
      body: { login: 'ps.hr.officer', password: passwordOf('ps.hr.officer') },
    })
    const stop = new AbortController()
    const events = await fetch(`${site.url}/api/events`, {
      headers: { authorization: `Bearer ${body.token}` },
      signal: stop.signal,
    })
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = (await reader?.read())?.value ?? ''
    await new Promise((wake) => setTimeout(wake, 100))
    await tx(site.ctx, (ctx) => ctx.jobs.announce(ctx, 'catalog.version.served', { resource: 'res_x', n: 1 }))
    while (!heard.includes('data:')) heard += (await reader?.read())?.value ?? ''
    assert.match(heard, /data: \{"topic":"catalog.version.served"\}/)
    stop.abort()
  }))

test('the operator sees jobs and storage, and the officer does not', () =>
  onServer(async (site) => {
    const jobs = await site.call('GET', '/api/operate/jobs', { as: 'sz.cloud.operator' })
    assert.ok(jobs.body.items.some(({ job }: { job: string }) => job === 'quality.check'))
    const storage = await site.call('GET', '/api/operate/storage', { as: 'sz.cloud.operator' })
    assert.ok(storage.body.databaseBytes > 0)
    assert.equal((await site.call('GET', '/api/operate/jobs', { as: 'ps.hr.officer' })).status, 403)
  }))

test('every rule in force is shown with article and evidence', () =>
  onServer(async (site) => {
    const { body } = await site.call('GET', '/api/rules/packs', { as: 'ps.hr.officer' })
    const rules = body.items.flatMap((pack: { rules: { id: string }[] }) => pack.rules)
    const rule = rules.find(({ id }: { id: string }) => id === 'share.answer.conditional')
    assert.deepEqual([rule.article, rule.evidence], ['CN-SC-809:art.21¶1', 'text'])
  }))
