import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { until } from '../../../city/story/people.ts'
import { grantTenants, landTenants } from '../../../tests/hand-out.ts'
import { onServer } from '../../../tests/house.ts'
import { Row, RowsAnswer } from './types.ts'

test('rows and a row by key answer as the contract says', () =>
  onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    const agreement = await grantTenants(site.ctx, resource)
    // The house works on its own jobs meanwhile.
    const rows = await until('rows of the agreement', async () => {
      const found = await site.call('GET', `/api/data/${agreement}/rows?limit=1`, { as: 'ps.hr.officer' })
      return found.status === 503 ? undefined : found
    })
    assert.deepEqual([rows.status, Value.Errors(RowsAnswer, rows.body)], [200, []])
    assert.equal(typeof rows.body.next, 'string')
    const named = new Set(Object.keys(RowsAnswer.properties))
    assert.deepEqual(new Set(Object.keys(rows.body)), named)
    assert.equal(Value.Check(Row, rows.body.rows[0]), true)
  }))
