import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onServer } from '../tests/house.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

test('the command tells each key of the ledger with the fingerprint an auditor compares', () =>
  onServer(async (site) => {
    const keys = async (...more: string[]) =>
      (await promisify(execFile)(process.execPath, [main, 'ledger', 'keys', '--url', site.url, ...more]))
        .stdout
    const { keys: known } = JSON.parse(await keys('--json'))
    const [, label = ''] = known[0].verifier.split('+')
    assert.match(known[0].fingerprint, new RegExp(`^${label}[0-9a-f]{56}$`))
    const told = await keys()
    assert.ok(told.includes(known[0].verifier))
    assert.ok(told.replaceAll(' ', '').includes(known[0].fingerprint))
  }))
