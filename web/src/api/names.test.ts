import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ActorName, tellApart } from './names.ts'

const head: ActorName = { id: 'sz.market.head', kind: 'person', name: '商处长', org: 'sz.market' }
const officer: ActorName = { id: 'ps.hr.officer', kind: 'person', name: '仁专员', org: 'ps.hr' }
const namesake: ActorName = { id: 'ps.park.clerk', kind: 'person', name: '仁专员', org: 'ps.park' }

function sharedIds(known: readonly ActorName[], found: readonly ActorName[]): string[] {
  return [...tellApart(known, found)].flatMap(([id, { shared }]) => (shared ? [id] : []))
}

test('two officials of one name are told apart by their ids, the one read before as well', () => {
  assert.deepEqual(sharedIds([head, officer], [namesake]), ['ps.hr.officer', 'ps.park.clerk'])
  assert.deepEqual(sharedIds([], [officer, namesake]), ['ps.hr.officer', 'ps.park.clerk'])
})

test('one official read twice, or renamed meanwhile, is no namesake', () => {
  assert.deepEqual(sharedIds([head, officer], [officer]), [])
  assert.deepEqual(sharedIds([officer, namesake], [{ ...namesake, name: '元办事员' }]), [])
})

test('a person and a system of one id stand under it together', () => {
  const system: ActorName = { ...head, kind: 'client', name: '企业登记系统' }
  assert.deepEqual(tellApart([], [head, system]).get(head.id), { named: [head, system], shared: false })
})
