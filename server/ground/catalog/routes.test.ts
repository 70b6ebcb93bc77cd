import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer } from '../../../tests/house.ts'
import { enterprises } from './entry.fixture.ts'

test('an officer compiles, checks, submits; the reviewer publishes; another county finds the entry', () =>
  onServer(async (site) => {
    const officer = { as: 'sz.market.officer' }
    const made = await site.call('POST', '/api/catalog/resources', {
      ...officer,
      body: { ...enterprises, cycle: null },
    })
    assert.equal(made.status, 201)
    const path = `/api/catalog/resources/${made.body.id}`
    const refused = await site.call('POST', `${path}/submission`, officer)
    assert.deepEqual([refused.status, refused.body.errors[0].field], [422, '/cycle'])
    assert.equal((await site.call('PUT', path, { ...officer, body: enterprises })).status, 200)
    assert.equal((await site.call('GET', `${path}/gate`, officer)).body.passes, true)
    const submitted = await site.call('POST', `${path}/submission`, officer)
    assert.equal(submitted.status, 201)

    const reviewer = { as: 'sz.data.reviewer' }
    const desk = await site.call('GET', '/api/cases?ended=false', reviewer)
    assert.deepEqual(
      desk.body.items.map(({ id }: { id: string }) => id),
      [submitted.body.id],
    )
    const move = { ...reviewer, body: { move: 'publish' } }
    const decided = await site.call('POST', `/api/cases/${submitted.body.id}/moves`, move)
    assert.deepEqual([decided.status, decided.body.state, decided.body.choices], [200, 'published', []])
    const again = await site.call('POST', `/api/cases/${submitted.body.id}/moves`, move)
    assert.deepEqual([again.status, again.body.state, again.body.possible], [409, 'published', []])

    const reader = { as: 'ps.hr.officer' }
    const found = await site.call(
      'GET',
      `/api/catalog/search?q=${encodeURIComponent('企业')}&attribute=conditional&limit=5`,
      reader,
    )
    assert.deepEqual([found.body.total, found.body.items[0].id], [1, made.body.id])
    assert.equal((await site.call('GET', path, reader)).body.state, 'published')
    assert.equal((await site.call('GET', `/api/cases/${submitted.body.id}`, reader)).status, 404)
    assert.deepEqual((await site.call('GET', `${path}/versions`, reader)).body, { items: [] })
    const revision = await site.call('GET', `${path}/revisions/1`, reviewer)
    assert.deepEqual([revision.status, revision.body.entry.cycle], [200, enterprises.cycle])
    assert.equal((await site.call('GET', `${path}/revisions/1`, reader)).status, 404)
    assert.equal((await site.call('GET', `${path}/revisions/x`, reviewer)).status, 422)
  }))

test('nobody who has not signed in reads the catalogue, and an unknown field of an entry is refused by name', () =>
  onServer(async (site) => {
    assert.equal((await site.call('GET', '/api/catalog/search')).status, 401)
    const body = { ...enterprises, owner: 'sz.market' }
    const refused = await site.call('POST', '/api/catalog/resources', { as: 'sz.market.officer', body })
    assert.deepEqual(
      [refused.status, refused.body.errors.map(({ field }: { field: string }) => field)],
      [422, ['/owner']],
    )
  }))
