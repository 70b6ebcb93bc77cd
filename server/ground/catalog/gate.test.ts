import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadRules } from '../../base/rules/index.ts'
import { enterprises } from './entry.fixture.ts'
import { gateFaults } from './gate.ts'
import type { GateFacts } from './gate-checks.ts'
import type { Entry } from './types.ts'

const facts: GateFacts = {
  rules: loadRules(),
  today: '2025-09-29',
  owner: {
    id: 'sz.market',
    name: { zh: '深圳市市场监督管理局', en: 'Shenzhen Market Supervision' },
    uscc: '91350100M000100Y43',
    level: 'city',
    division: '440300',
    parent: 'sz',
    line: null,
    kind: 'department',
    since: '2020-01-01',
    until: null,
  },
  stewards: ['sz.market'],
  elements: new Set(['uscc', 'date', 'person-name']),
  personal: new Set(['person-name']),
}

/** The faults of the lawful entry after a change, as `field rule`. */
function faultsOf(change: Partial<Entry>, known: Partial<GateFacts> = {}): string[] {
  return gateFaults({ ...enterprises, ...change }, { ...facts, ...known }).map(
    ({ field, rule }) => `${field} ${rule}`,
  )
}

test('a lawful entry passes the gate', () => {
  assert.deepEqual(gateFaults(enterprises, facts), [])
})

test('[catalog.withheld.basis] a provincial regulation is no ground to withhold, a cited law is', () => {
  const withheld = { attribute: 'withheld' as const, conditions: { other: '涉及个人隐私' }, modes: [] }
  const local = { level: 'localRegulation' as const, title: '广东省某条例', article: '第十条' }
  const law = { level: 'law' as const, title: '中华人民共和国统计法', article: '第二十五条' }
  assert.deepEqual(
    gateFaults({ ...enterprises, ...withheld, basis: [local] }, facts).map(({ rule, article, severity }) => [
      rule,
      article,
      severity,
    ]),
    [['catalog.withheld.basis', 'CN-SC-809:art.14(3),art.15¶2', 'refusal']],
  )
  assert.deepEqual(faultsOf({ ...withheld, basis: [{ ...law, article: ' ' }] }), [
    '/basis catalog.withheld.basis',
  ])
  assert.deepEqual(faultsOf({ ...withheld, basis: [local, law] }), [])
})

test('[catalog.conditional.scope] a conditional entry states scope and purpose', () => {
  assert.deepEqual(faultsOf({ conditions: { scope: ' ' } }), [
    '/conditions/scope catalog.conditional.scope',
    '/conditions/purpose catalog.conditional.scope',
  ])
})

test('[catalog.unconditional.noConditions] an unconditional entry sets none', () => {
  assert.deepEqual(faultsOf({ attribute: 'unconditional', conditions: { other: '无条件' } }), [])
  assert.deepEqual(faultsOf({ attribute: 'unconditional', conditions: { purpose: '行政许可' } }), [
    '/conditions/purpose catalog.unconditional.noConditions',
  ])
})

test('[catalog.owner] an entry without owner, basis and grade shows all three faults at once', () => {
  assert.deepEqual(faultsOf({ grade: null, basis: [] }, { owner: undefined, stewards: [] }), [
    '/provider catalog.owner',
    '/provider security.responsibility',
    '/grade catalog.grade',
    '/basis catalog.basis',
  ])
})

test('[catalog.elements] the elements of the guide are asked for one by one', () => {
  assert.deepEqual(
    faultsOf({ items: [], format: null, cycle: null, modes: [], abstract: '', classification: '', code: '' }),
    [
      '/items catalog.entry.contents',
      '/format catalog.entry.contents',
      '/cycle catalog.entry.contents',
      '/modes catalog.entry.contents',
      '/abstract catalog.elements',
      '/classification catalog.elements',
      '/code catalog.elements',
    ],
  )
})

test('[catalog.resourceCode] a malformed code is refused, an unknown class only warns', () => {
  assert.deepEqual(faultsOf({ code: '36012001-17' }), ['/code catalog.resourceCode'])
  const [warning] = gateFaults({ ...enterprises, code: '906012001/17' }, facts)
  assert.deepEqual([warning?.rule, warning?.severity], ['catalog.classes', 'warning'])
})

test('[catalog.elements] an entry is not related to itself', () => {
  assert.deepEqual(faultsOf({ related: ['306012001/000016', enterprises.code] }), [
    '/related/1 catalog.elements',
  ])
})

test('[catalog.open.grade] important and core data are not opened, by the article that protects them', () => {
  for (const grade of ['important', 'core'] as const) {
    const [fault] = gateFaults({ ...enterprises, open: true, openConditions: '注明来源', grade }, facts)
    assert.deepEqual(
      [fault?.field, fault?.rule, fault?.article, fault?.severity],
      ['/open', 'catalog.open.grade', 'CN-NPC-DSL:art.21', 'refusal'],
    )
  }
})

test('[grading.matrix] no item is graded above its entry', () => {
  assert.deepEqual(faultsOf({ grade: 'general-2' }), ['/items/2/grade grading.matrix'])
})

test('[catalog.assessment] personal information needs an impact assessment that has taken place', () => {
  assert.deepEqual(faultsOf({ impactAssessedOn: null }), ['/impactAssessedOn catalog.assessment'])
  assert.deepEqual(faultsOf({ impactAssessedOn: '2025-10-01' }), ['/impactAssessedOn catalog.assessment'])
  assert.deepEqual(faultsOf({ impactAssessedOn: null, items: enterprises.items.slice(0, 2) }), [])
})

test('[catalog.basis] an element that is not registered and a doubled item are named by place', () => {
  const [uscc, founded] = enterprises.items
  assert.ok(uscc && founded)
  assert.deepEqual(
    faultsOf({ items: [uscc, { ...founded, element: 'no-such' }, uscc], regionField: 'district' }),
    [
      '/items/1/element catalog.basis',
      '/items/2/name catalog.entry.contents',
      '/regionField catalog.entry.contents',
    ],
  )
})

test('[catalog.grade] before the Regulation is in force its rules say nothing', () => {
  assert.deepEqual(faultsOf({ grade: null, basis: [] }, { today: '2025-07-31' }), [])
})

test('[catalog.withheld.basis] withholding states its reason besides the article', () => {
  const law = { level: 'law' as const, title: '中华人民共和国统计法', article: '第二十五条' }
  assert.deepEqual(faultsOf({ attribute: 'withheld', conditions: {}, basis: [law] }), [
    '/conditions/other catalog.withheld.basis',
  ])
})

test('[catalog.assessment] the secrecy risk is assessed before an entry is submitted', () => {
  assert.deepEqual(faultsOf({ secrecyAssessedOn: null }), ['/secrecyAssessedOn catalog.assessment'])
})

test('[catalog.elements] what is open to the public states its conditions; a provider without credit code is only warned of', () => {
  assert.deepEqual(faultsOf({ open: true }), ['/openConditions catalog.elements'])
  const owner = facts.owner && { ...facts.owner, uscc: null }
  assert.deepEqual(
    gateFaults(enterprises, { ...facts, owner }).map(({ field, severity }) => [field, severity]),
    [['/provider', 'warning']],
  )
})
