import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { texts } from './admin.zh.ts'

test('every permission of the roles has words on the page of roles', () => {
  const source = readFileSync(new URL('../../../rules/roles.json', import.meta.url), 'utf8')
  const roles: { actions: string[] }[] = Object.values(JSON.parse(source))
  const permissions = new Set(roles.flatMap(({ actions }) => actions.map((it) => it.replaceAll('.', '-'))))
  assert.deepEqual([...permissions].sort(), Object.keys(texts.actions).sort())
})
