import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadRules, RuleNotInForce, UnknownRule } from './index.ts'

const rules = loadRules()
const on = (id: string, from: string, extendBy = 0) => rules.due(id, from, { extendBy }).on

test('[share.answer.unconditional] received before National Day, the answer is due after it', () => {
  assert.deepEqual(rules.due('share.answer.unconditional', '2025-09-30'), {
    on: '2025-10-09',
    provisional: false,
    rule: 'share.answer.unconditional',
    article: 'CN-SC-809:art.21¶1',
    pack: 'cn-sc-809',
    packVersion: '2025-08-01',
    evidence: 'text',
    silence: 'breach',
  })
})

test('[share.answer.conditional] make-up days are counted and the holiday is not', () => {
  assert.equal(on('share.answer.conditional', '2025-09-26'), '2025-10-16')
})

test('[share.answer.extension] the answer may be put off by ten working days and no more', () => {
  assert.equal(on('share.answer.conditional', '2026-11-20'), '2026-12-04')
  assert.equal(on('share.answer.conditional', '2026-11-20', 10), '2026-12-18')
  assert.throws(() => on('share.answer.conditional', '2026-11-20', 11), /allows at most 10 wd/)
  assert.throws(() => on('share.deliver', '2026-11-20', 1), /cannot be extended/)
})

test('[share.deliver] data agreed on before Spring Festival is due in March', () => {
  assert.equal(on('share.deliver', '2026-02-13'), '2026-03-19')
})

test('[share.correction] a correction asked for before National Day is due on 20 October', () => {
  assert.equal(on('share.correction', '2026-09-30'), '2026-10-20')
})

test('[catalog.change.submit] a duty transferred by law changes the catalogue in ten working days', () => {
  assert.equal(on('catalog.change.submit', '2026-11-23'), '2026-12-07')
  assert.equal(on('catalog.change.submit', '2026-11-23', 5), '2026-12-14')
  assert.equal(on('catalog.change.review', '2026-12-07'), '2026-12-09')
})

test('[share.record.retention] records are kept three years', () => {
  assert.equal(on('share.record.retention', '2026-11-21'), '2029-11-21')
})

test('[share.answer.conditional] a term beyond the known holiday notices is provisional', () => {
  assert.equal(rules.due('share.answer.conditional', '2026-12-28').provisional, true)
})

test('[share.answer.conditional] no term runs before the Regulation is in force', () => {
  assert.throws(() => rules.due('share.answer.conditional', '2025-07-31'), RuleNotInForce)
  assert.throws(() => rules.rule('share.answer.conditional', '2025-07-31'), /in force from 2025-08-01/)
  assert.throws(() => rules.rule('share.no.such'), UnknownRule)
})

test('[share.request.contents] a request states five things', () => {
  assert.deepEqual(rules.param('share.request.contents', 'fields'), [
    'basis',
    'scenario',
    'scope',
    'mode',
    'period',
  ])
})

test('[catalog.withheld.basis] only law, administrative regulation and State Council decision withhold data', () => {
  assert.deepEqual(rules.param('catalog.withheld.basis', 'levels'), [
    'law',
    'adminRegulation',
    'stateCouncilDecision',
  ])
  assert.equal(rules.cite('catalog.withheld.basis').zh, '《政务数据共享条例》第十四条第三项、第十五条第二款')
})

test('[catalog.conditional.scope] a conditional entry names scope and purpose', () => {
  assert.deepEqual(rules.param('catalog.conditional.scope', 'fields'), ['scope', 'purpose'])
})

test('[quality.indicators] two indicators are better when lower', () => {
  const indicators = rules.param<{ code: string; inverse: boolean }[]>('quality.indicators', 'indicators')
  assert.deepEqual(
    indicators.filter((it) => it.inverse).map((it) => it.code),
    ['0303', '0305'],
  )
  assert.equal(indicators.length, 20)
})

test('[catalog.elements] the guide has sixteen core elements', () => {
  assert.equal(rules.param<unknown[]>('catalog.elements', 'elements').length, 16)
})

test('[catalog.resourceCode] a resource code falls into its five parts', () => {
  const pattern = new RegExp(rules.param<string>('catalog.resourceCode', 'pattern'))
  assert.deepEqual(pattern.exec('306012001/17')?.slice(1), ['3', '06', '012', '001', '17'])
  assert.equal(pattern.exec('36012001-17'), null)
})

test('[local.clock.supplement] what the law leaves open is marked local and unverified', () => {
  const local = rules.pack('zhishu').rules
  assert.ok(local.every((rule) => rule.local && rule.evidence === 'unverified'))
  assert.equal(rules.param('local.clock.supplement', 'supplement'), 'pause')
})

test('working hours and clock hours run from an instant', () => {
  const from = new Date('2026-11-20T16:30:00+08:00')
  const end = (unit: 'wh' | 'h') => rules.addAt({ n: 4, unit, from: 'dispatch' }, from).at.toISOString()
  assert.deepEqual([end('wh'), end('h')], ['2026-11-23T03:30:00.000Z', '2026-11-20T12:30:00.000Z'])
  assert.throws(() => rules.add({ n: 4, unit: 'wh', from: 'dispatch' }, '2026-11-20'), /runs from an instant/)
})

test('[incident.report.operator] four hours run at night and on rest days, with article, pack and mark', () => {
  const { at, ...due } = rules.dueAt('incident.report.operator', new Date('2026-11-20T22:00:00+08:00'))
  assert.equal(at.toISOString(), '2026-11-20T18:00:00.000Z')
  assert.deepEqual(due, {
    on: '2026-11-21',
    provisional: false,
    rule: 'incident.report.operator',
    article: 'CN-CAC-INCIDENT:report.operator',
    pack: 'cn-cac-incident',
    packVersion: '2025-11-01',
    evidence: 'secondary',
    silence: 'none',
  })
  assert.throws(() => rules.due('incident.report.operator', '2026-11-20'), /runs from an instant/)
  assert.throws(() => rules.dueAt('share.deliver', new Date()), /runs from a day/)
})

test('[incident.report.closing] the final report is due thirty calendar days after the incident was handled', () => {
  assert.equal(on('incident.report.closing', '2026-09-02'), '2026-10-02')
})

test('no rule id holds a number, and every law cites an article in both languages', () => {
  for (const rule of rules.packs().flatMap((pack) => pack.rules)) {
    assert.doesNotMatch(rule.id, /\d/)
    assert.ok(rule.cite.zh !== '' && rule.cite.en !== '' && rule.article.includes(':'), rule.id)
  }
})

test('a malformed pack stops the start and names file and field', () => {
  const broken = (change: (text: string) => string) => () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'))
    try {
      cpSync(fileURLToPath(new URL('../../../rules/', import.meta.url)), folder, { recursive: true })
      const file = join(folder, 'packs', 'cn-sc-809.json')
      writeFileSync(file, change(readFileSync(file, 'utf8')))
      loadRules(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  assert.throws(
    broken((text) => text.replace('"unit": "wd"', '"unit": "days"')),
    /cn-sc-809\.json: \/rules\/0\/term\/unit/,
  )
  assert.throws(
    broken((text) => text.replace('"effectiveFrom": "2025-08-01"', '"effectiveFrom": "2025-02-30"')),
    /rules\/0\/effectiveFrom is not a day/,
  )
  assert.throws(
    broken((text) => text.replace('"share.correction"', '"share.deliver"')),
    /share\.deliver is in force twice/,
  )
  assert.throws(
    broken((text) =>
      text.replace('"extension": "share.answer.extension"', '"extension": "share.answer.longer"'),
    ),
    /no term: share\.answer\.longer/,
  )
})
