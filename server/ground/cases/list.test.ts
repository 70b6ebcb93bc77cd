import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inHouse } from '../../../tests/house.ts'
import { matter, official } from './case.fixture.ts'
import { showCases, showKinds } from './desk.ts'
import { moveCase, openCase } from './index.ts'
import { countedAtMost } from './list.ts'

const november = { at: '2026-11-20T10:00:00+08:00' }

test('a case waits for its handler while the clock runs, for its opener while it is paused, for nobody at the end', () =>
  inHouse(november, async (ctx) => {
    const { id } = await openCase(ctx, matter)
    const waiting = async () => {
      const of = async (waitingFor: string) =>
        (await showCases(official(ctx, 'sz.market'), { waitingFor })).items.map((item) => item.id)
      const [line] = (await showCases(official(ctx, 'sz.market'), {})).items
      return [(await of('sz.market')).length, (await of('ps.hr')).length, line?.waitsFor]
    }
    const turns = [await waiting()]
    await moveCase(official(ctx, 'sz.market'), id, 'ask')
    turns.push(await waiting())
    await moveCase(official(ctx, 'ps.hr'), id, 'supplement')
    turns.push(await waiting())
    await moveCase(official(ctx, 'sz.market'), id, 'refuse', { reason: '超出职责范围' })
    turns.push(await waiting())
    assert.deepEqual(turns, [
      [1, 0, 'sz.market'],
      [0, 1, 'ps.hr'],
      [1, 0, 'sz.market'],
      [0, 0, null],
    ])
  }))

test('a matter without a statutory term waits for somebody all the same', () =>
  inHouse(november, async (ctx) => {
    const { rule: _, ...free } = matter
    const { id } = await openCase(ctx, free)
    await moveCase(official(ctx, 'sz.market'), id, 'ask')
    const { items } = await showCases(official(ctx, 'ps.hr'), { waitingFor: 'ps.hr' })
    assert.deepEqual(
      items.map(({ waitsFor, clock }) => [waitsFor, clock]),
      [['ps.hr', null]],
    )
  }))

test('asking for whom cases wait does not show a party the cases of others', () =>
  inHouse(november, async (ctx) => {
    await openCase(ctx, matter)
    const { items } = await showCases(official(ctx, 'ps.housing'), { waitingFor: 'sz.market' })
    assert.deepEqual(items, [])
  }))

test('a list names kind and state in both languages, and tells its kinds with their numbers', () =>
  inHouse(november, async (ctx) => {
    await openCase(ctx, matter)
    await openCase(ctx, { ...matter, subject: 'res_0002' })
    await openCase(ctx, { ...matter, handler: 'ps.park', opener: 'ps.housing', competent: 'ps.data' })
    const reader = official(ctx, 'sz.market')
    const [line] = (await showCases(reader, { limit: 1 })).items
    assert.deepEqual(
      [line?.kindTitle, line?.stateTitle],
      [
        { zh: '试办事项', en: 'Trial matter' },
        { zh: '待答复', en: 'waiting for an answer' },
      ],
    )
    const { items: kinds } = await showKinds(reader, { kind: 'cases.other' })
    assert.deepEqual(
      kinds.map(({ kind, title, cases, more, states }) => [kind, title.zh, cases, more, states[0]?.title.en]),
      [['cases.trial', '试办事项', 2, false, 'waiting for an answer']],
    )
  }))

test('a list runs by time left over all parts a party has, what has ended last, and no case comes twice or never', () =>
  inHouse(november, async (ctx) => {
    const reader = official(ctx, 'sz.market')
    const { rule: _, ...free } = matter
    const ended = await openCase(ctx, matter)
    await moveCase(reader, ended.id, 'refuse', { reason: '超出职责范围' })
    const [later, sooner, ...others] = [
      await openCase(ctx, { ...matter, from: '2026-11-18', handler: 'ps.hr', opener: 'sz.market' }),
      await openCase(ctx, { ...matter, from: '2026-11-10' }),
      await openCase(ctx, { ...matter, handler: 'sz.market', opener: 'sz.market', competent: 'sz.market' }),
      await openCase(ctx, { ...free, handler: 'ps.hr', opener: 'ps.housing', competent: 'sz.market' }),
    ]
    await openCase(ctx, { ...matter, handler: 'ps.park', opener: 'ps.housing', competent: 'ps.data' })
    const leafed: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await showCases(reader, { limit: 1, ...(cursor !== undefined && { cursor }) })
      leafed.push(...page.items.map(({ id }) => id))
      if (page.next === undefined) break
      cursor = page.next
    }
    assert.deepEqual(
      leafed,
      [sooner, later, ...others, ended].map((item) => item?.id),
    )
    const closed = await showCases(reader, { ended: true })
    assert.deepEqual([closed.items.map(({ id }) => id), closed.next], [[ended.id], undefined])
  }))

test('of many cases as many are counted as anybody needs to know', () =>
  inHouse(november, async (ctx) => {
    await sql`insert into cases.item (id, kind, subject, title_zh, title_en, opener, handler, competent, state, opened_at)
      select 'cas_' || i, ${matter.kind}, 'res_1', '', '', 'ps.hr', 'sz.market', 'sz.market', 'received', now()
      from generate_series(1, ${countedAtMost + 5}) i`.execute(ctx.db)
    const { items } = await showKinds(official(ctx, 'sz.market'), {})
    assert.deepEqual(
      items.map(({ kind, cases, more }) => [kind, cases, more]),
      [[matter.kind, countedAtMost, true]],
    )
  }))
