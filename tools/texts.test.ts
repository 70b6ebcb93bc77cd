import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { findUnasked, readKeys } from './texts.ts'

const root = join(import.meta.dirname, '..')
const asked = [
  // t('…'), with a count, by a template, by term(…), by getResource(…), of the public pages
  'parts.track.title',
  'parts.clock.daysLeft_one',
  'provider.deliveryState.landed',
  'terms.op.between',
  'audit.kinds.cases-moved',
  'open.fresh.beyond',
]
const unasked = [
  'parts.track.nobody',
  'parts.clock.nobody_one',
  'provider.deliveryState.nobody',
  'terms.nobody.between',
  'audit.nobody.cases-moved',
  'open.fresh.nobody',
]

test('a text for which no line of the console asks is found, however texts are asked for', () => {
  assert.deepEqual(findUnasked(root, [...asked, ...unasked]), unasked)
})

test('the keys are those of the Chinese texts, with their areas', async () => {
  const keys = await readKeys(join(root, 'web/src/texts'))
  assert.deepEqual(
    asked.filter((it) => !keys.includes(it)),
    [],
  )
  assert.equal(new Set(keys).size, keys.length)
})
