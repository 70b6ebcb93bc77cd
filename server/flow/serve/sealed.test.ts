import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPosition, scopeOf, sealPosition } from './sealed.ts'

const key = new Uint8Array(32).fill(7)

test('a cursor opens only for the agreement, version and filter it was given for', () => {
  const scope = scopeOf({ plan: 'agr_0001', version: 3, filter: null })
  const cursor = sealPosition(key, scope, [0, 500])
  assert.deepEqual(openPosition(key, scope, cursor), [0, 500])
  assert.equal(openPosition(key, scopeOf({ plan: 'agr_0002', version: 3, filter: null }), cursor), undefined)
})

test('an altered cursor does not open', () => {
  const scope = scopeOf({ plan: 'agr_0001' })
  const [, mac] = sealPosition(key, scope, [0, 500]).split('.')
  const forged = `${Buffer.from('[0,0]').toString('base64url')}.${mac}`
  assert.equal(openPosition(key, scope, forged), undefined)
  assert.equal(openPosition(key, scope, 'nothing'), undefined)
})
