import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer } from '../../../tests/house.ts'

test('an officer looks up an element and checks values against it', () =>
  onServer(async (site) => {
    const officer = { as: 'sz.market.officer' }
    const { body: found } = await site.call('GET', '/api/standards/elements?q=uscc', officer)
    assert.ok(found.items.some(({ id }: { id: string }) => id === 'uscc'))
    assert.equal((await site.call('GET', '/api/standards/elements/uscc', officer)).body.format, 'an18')
    const body = { element: 'uscc', values: ['91350100M000100Y43', '91350100M000100Y44'] }
    const { body: checked } = await site.call('POST', '/api/standards/check', { ...officer, body })
    assert.deepEqual(
      checked.items.map(({ ok }: { ok: boolean }) => ok),
      [true, false],
    )
    assert.equal((await site.call('GET', '/api/standards/elements/no-such', officer)).status, 404)
    assert.equal((await site.call('GET', '/api/standards/tables/sex', officer)).body.size > 0, true)
  }))
