import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { routeEntries } from '../../server/house.ts'
import { goldenFiles } from './golden.ts'

test('contract, problems, routes and role matrix are as committed; run `npm run gen` and read the diff', async () => {
  for (const [path, text] of Object.entries(await goldenFiles())) {
    const committed = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8').catch(() => '')
    assert.ok(committed === text, `${path} is stale`)
  }
})

test('every permission an endpoint asks for is held by some role', async () => {
  const roles: Record<string, { actions: string[] }> = JSON.parse(
    await readFile(new URL('../../rules/roles.json', import.meta.url), 'utf8'),
  )
  const held = new Set(Object.values(roles).flatMap(({ actions }) => actions))
  const asked = routeEntries().map(({ route, raw }) => (route ?? raw)?.may ?? '')
  assert.deepEqual(
    [...new Set(asked)].filter((may) => !['public', 'signedIn'].includes(may) && !held.has(may)),
    [],
  )
})

test('every endpoint speaks both languages', () => {
  const mute = routeEntries().filter(({ route, raw }) => {
    const summary = (route ?? raw)?.summary
    return !summary?.zh.match(/[\u4e00-\u9fff]/) || !summary.en.match(/[a-z]/i)
  })
  assert.deepEqual(
    mute.map(({ method, path }) => `${method} ${path}`),
    [],
  )
})
