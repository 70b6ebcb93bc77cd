import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer } from '../../../tests/house.ts'

test('the operator sees jobs and storage, and the officer does not', () =>
  onServer(async (site) => {
    const jobs = await site.call('GET', '/api/operate/jobs', { as: 'sz.cloud.operator' })
    assert.ok(jobs.body.items.some(({ job }: { job: string }) => job === 'quality.check'))
    const storage = await site.call('GET', '/api/operate/storage', { as: 'sz.cloud.operator' })
    assert.ok(storage.body.databaseBytes > 0)
    assert.equal((await site.call('GET', '/api/operate/jobs', { as: 'ps.hr.officer' })).status, 403)
  }))

test('every rule in force is shown with article and evidence', () =>
  onServer(async (site) => {
    const { body } = await site.call('GET', '/api/rules/packs', { as: 'ps.hr.officer' })
    const rules = body.items.flatMap((pack: { rules: { id: string }[] }) => pack.rules)
    const rule = rules.find(({ id }: { id: string }) => id === 'share.answer.conditional')
    assert.deepEqual([rule.article, rule.evidence], ['CN-SC-809:art.21¶1', 'text'])
  }))
