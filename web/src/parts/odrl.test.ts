import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeOdrl } from '../../../server/reach/share/odrl.ts'
import type { Line } from '../../../server/reach/share/types.ts'
import { readOdrl } from './odrl.ts'

const line = { resource: 'res_1', provider: 'sz.market', applicant: 'ps.hr', purpose: '核验' } as Line
const terms = {
  fields: [
    { name: 'uscc', mask: null },
    { name: 'mobile', mask: 'mobile' },
  ],
  rows: { field: 'division', op: 'eq' as const, value: '440310' },
  modes: ['api' as const, 'delta' as const],
  from: '2026-11-22',
  until: '2027-11-22',
}

test('what the server writes into an agreement is read back: items, masks, rows, channels, term, duties', () => {
  assert.deepEqual(readOdrl(writeOdrl('agr_1', line, terms)), {
    purpose: '核验',
    from: '2026-11-22',
    until: '2027-11-22',
    modes: ['api', 'delta'],
    fields: terms.fields,
    rows: terms.rows,
    duties: ['recordUse', 'delete', 'distribute'],
  })
})

test('an agreement on all rows without masks says so, and a text that is no agreement has no terms', () => {
  const { fields, rows } = readOdrl(
    writeOdrl('agr_1', line, { ...terms, fields: [{ name: 'uscc', mask: null }], rows: null }),
  )
  assert.deepEqual({ fields, rows }, { fields: [{ name: 'uscc', mask: null }], rows: null })
  assert.deepEqual(readOdrl(null).fields, [])
})
