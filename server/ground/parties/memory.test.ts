import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { writeCookie } from './credentials.ts'
import { rememberBriefly } from './memory.ts'

function house() {
  const clock = fixedClock('2025-09-29')
  return { clock, ctx: { clock, jobs: {}, db: { isTransaction: false } } as unknown as Ctx }
}

test('what is remembered costs no second reading, and none is older than a second', async () => {
  const { clock, ctx } = house()
  let readings = 0
  const memory = rememberBriefly(async () => (readings += 1))
  assert.deepEqual([await memory.get(ctx, 'a'), await memory.get(ctx, 'a')], [1, 1])
  clock.advance({ ms: 1000 })
  assert.equal(await memory.get(ctx, 'a'), 2)
})

test('what was read before a change is not remembered after it', async () => {
  const { ctx } = house()
  let finish: (value: string) => void = () => undefined
  const answers = [
    new Promise<string>((resolve) => {
      finish = resolve
    }),
    Promise.resolve('new'),
  ]
  const memory = rememberBriefly(async () => answers.shift())
  const early = memory.get(ctx, 'a')
  memory.forget(ctx, 'a')
  finish('old')
  assert.equal(await early, 'old')
  assert.equal(await memory.get(ctx, 'a'), 'new')
})

test('a transaction sees its own state and leaves nothing behind', async () => {
  const { ctx } = house()
  let readings = 0
  const memory = rememberBriefly(async () => (readings += 1))
  await memory.get({ ...ctx, db: { isTransaction: true } } as unknown as Ctx, 'a')
  assert.equal(await memory.get(ctx, 'a'), 2)
})

test('only one’s own machine gets a cookie without Secure', () => {
  assert.equal(writeCookie('127.0.0.1:8080', 't'), 'zs_session=t; Path=/; HttpOnly; SameSite=Lax')
  assert.equal(writeCookie('zhishu.sz.gov.cn', 't'), '__Host-zs=t; Path=/; HttpOnly; SameSite=Lax; Secure')
})
