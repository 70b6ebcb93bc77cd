import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { register } from '../../../city/resources.ts'
import { handIn } from '../../../tests/deliver.ts'
import { inTown, passwordOf } from '../../../tests/house.ts'
import { registerResource } from '../../ground/catalog/index.ts'
import { signIn, signOut } from '../../ground/parties/index.ts'
import { findDelivery } from './delivery.ts'
import { readerOf, tellDelivery } from './events.ts'

test('the progress of a delivery is told no longer once its reader has signed out', () =>
  inTown(async (town) => {
    const officer = town.as('sz.market.officer')
    const { id: resource } = await registerResource(officer, register)
    const { id } = await handIn(town.ctx, resource, '统一社会信用代码\n1\n')
    const login = 'sz.market.officer'
    const { token } = await signIn(town.ctx, { login, password: passwordOf(login) })
    const headers = { authorization: `Bearer ${token}` }
    const askReader = readerOf(town.ctx, { headers, method: 'GET', ip: '127.0.0.1' })
    const { signal, abort } = leaving()
    const told = tellDelivery(id, signal, askReader)
    assert.match((await told.next()).value ?? '', /"state":"received"/)
    await signOut(town.ctx, headers)
    setTimeout(abort, 5_000).unref()
    assert.deepEqual([(await told.next()).done, signal.aborted], [true, false])
  }))

test('a delivery that failed is told to whoever listens, as one that landed is', () =>
  inTown(async (town) => {
    const { id: resource } = await registerResource(town.as('sz.market.officer'), register)
    const topics: string[] = []
    const stop = town.ctx.jobs.subscribe((topic) => void topics.push(topic))
    await pause(300)
    const { id } = await handIn(town.ctx, resource, '没有目录里的字段\n1\n')
    await town.ctx.jobs.drain(town.ctx)
    assert.equal((await findDelivery(town.ctx, id)).state, 'failed')
    for (let tries = 0; tries < 40 && topics.length === 0; tries += 1) await pause(50)
    assert.deepEqual(topics, ['collect.failed'])
    stop()
  }))

function leaving(): { signal: AbortSignal; abort: () => void } {
  const reader = new AbortController()
  return { signal: reader.signal, abort: () => reader.abort() }
}
