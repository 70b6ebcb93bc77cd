import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf } from './place-of.ts'

const matter = {
  id: 'cas_1',
  kind: 'share.answer',
  subject: 'lin_1',
  opener: 'ps.hr',
  handler: 'ps.park',
  facts: { submission: 'sub_1' },
}
const review = { ...matter, kind: 'catalog.review', subject: 'res_1', handler: 'ps.data', facts: {} }
const change = { ...review, kind: 'catalog.change', opener: 'ps.data', handler: 'ps.park' }
const fault = { ...matter, kind: 'quality.fault', subject: 'res_1', opener: 'ps.data', facts: { n: 3 } }
const correction = { ...matter, kind: 'share.correction', subject: 'cor_1', facts: {} }

const reader = (org: string, ...actions: string[]) => ({ org, may: (it: string) => actions.includes(it) })

test('whoever answers a request is led to its line, whoever filed it to the application and the line in it', () => {
  assert.deepEqual(placeOf(matter, reader('ps.park', 'share.answer')), {
    to: '/decide/lines/$id',
    params: { id: 'lin_1' },
  })
  assert.deepEqual(placeOf(matter, reader('ps.hr', 'share.submit')), {
    to: '/demand/submissions/$id',
    params: { id: 'sub_1' },
    search: { line: 'lin_1' },
  })
})

test('a review leads the reviewer to the review and the submitter to the entry', () => {
  assert.deepEqual(placeOf(review, reader('ps.data', 'catalog.review')), {
    to: '/decide/reviews/$id',
    params: { id: 'cas_1' },
  })
  assert.deepEqual(placeOf(review, reader('ps.hr', 'catalog.draft')), {
    to: '/provider/resources/$id/entry',
    params: { id: 'res_1' },
  })
})

test('an entry to be updated leads its provider to the entry', () => {
  const entry = { to: '/provider/resources/$id/entry', params: { id: 'res_1' } }
  assert.deepEqual(placeOf(change, reader('ps.park', 'catalog.draft')), entry)
  assert.equal(placeOf(change, reader('ps.data', 'catalog.review')).to, '/cases/$id')
})

test('a fault leads to the version it was found in, a correction to its page', () => {
  assert.deepEqual(placeOf(fault, reader('ps.park', 'quality.read')), {
    to: '/provider/resources/$id/versions/$n',
    params: { id: 'res_1', n: '3' },
  })
  assert.deepEqual(placeOf(correction, reader('ps.park', 'share.read')), {
    to: '/corrections/$id',
    params: { id: 'cor_1' },
  })
})

test('what has no screen for this reader leads to the page of the matter', () => {
  const own = { to: '/cases/$id', params: { id: 'cas_1' } }
  assert.deepEqual(placeOf(matter, reader('ps.park')), own)
  assert.deepEqual(placeOf(matter, reader('ps.data', 'share.answer')), own)
  assert.deepEqual(placeOf({ ...matter, facts: {} }, reader('ps.hr', 'share.submit')), own)
  assert.deepEqual(placeOf({ ...matter, kind: 'new.kind' }, reader('ps.hr')), own)
  assert.deepEqual(placeOf({ ...fault, facts: {} }, reader('ps.park', 'quality.read')), own)
})
