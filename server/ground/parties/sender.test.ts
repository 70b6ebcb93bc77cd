import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { inTown, passwordOf } from '../../../tests/house.ts'
import { authenticate, changePassword, disablePerson, findSender, signIn, signOut } from './index.ts'

const login = 'sz.market.officer'

test('who stands behind a request under way is told until somebody ends the session, and asking is no use of it', () =>
  inTown(async ({ ctx }) => {
    const enter = async () => {
      const { token } = await signIn(ctx, { login, password: passwordOf(login) })
      return { authorization: `Bearer ${token}` }
    }
    const [idle, out] = [await enter(), await enter()]
    const { endsAt } = (await findSender(ctx, idle)) ?? {}
    for (let n = 0; n < 4; n += 1) {
      ctx.clock.advance({ minutes: 10 })
      assert.deepEqual((await findSender(ctx, idle))?.endsAt, endsAt)
    }
    assert.equal(await authenticate(ctx, idle), undefined, 'it ran out')
    assert.equal((await findSender(ctx, idle))?.actor.id, login, 'and what was begun may end')
    await signOut(ctx, out)
    assert.equal(await findSender(ctx, out), undefined)
    const [mine, other] = [await enter(), await enter()]
    const actor = await authenticate(ctx, mine)
    assert.ok(actor && (await authenticate(ctx, other)))
    const token = mine.authorization.slice('Bearer '.length)
    const input = { current: passwordOf(login), next: '海上生明月-天涯共此时-2025', token, source: 'local' }
    await changePassword({ ...ctx, actor }, input)
    assert.equal(await findSender(ctx, other), undefined, 'the password was changed elsewhere')
    assert.ok(await findSender(ctx, mine))
    await disablePerson(ctx, login)
    assert.equal(await findSender(ctx, mine), undefined)
  }))

test('all who are asked for on one beat are one query', () =>
  inTown(async (town) => {
    const tokens: string[] = []
    for (let n = 0; n < 5; n += 1)
      tokens.push((await signIn(town.ctx, { login, password: passwordOf(login) })).token)
    let queries = 0
    const count: KyselyPlugin = {
      transformQuery({ node }) {
        queries += 1
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const ctx = { ...town.ctx, db: town.ctx.db.withPlugin(count) }
    const found = await Promise.all(
      tokens.map((token) => findSender(ctx, { authorization: `Bearer ${token}` })),
    )
    assert.deepEqual([found.map((it) => it?.actor.id), queries], [tokens.map(() => login), 1])
  }))
