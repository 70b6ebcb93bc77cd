import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

test('[share.answer.conditional] the command tells the last day, with article and mark', async () => {
  const { code, out } = await due('share.answer.conditional', '2026-11-20')
  assert.equal(code, 0)
  assert.match(out, /^2026-12-04\n/)
  assert.match(out, /CN-SC-809:art\.21¶1/)
  assert.doesNotMatch(out, /local\.clock\.receipt/)
})

test('[local.clock.receipt] on a rest day it tells the day by law, and the other by the local rule beside it', async () => {
  const { out } = await due('share.answer.conditional', '2026-11-21')
  assert.match(out, /^2026-12-04\n/)
  assert.match(out, /2026-11-23 → 2026-12-07 \(local\.clock\.receipt, unverified\)/)
})

test('[incident.report.organ] a term in hours ends at an instant, at night and on a rest day too', async () => {
  const { code, out } = await due('incident.report.organ', '2026-11-20T23:30')
  assert.equal(code, 0)
  assert.match(out, /^2026-11-21T01:30:00\+08:00\n/)
  assert.match(out, /secondary/)
})

test('[incident.report.organ] without a time a term in hours is not reckoned', async () => {
  const { code, out } = await due('incident.report.organ', '2026-11-20')
  assert.equal(code, 1)
  assert.match(out, /2026-11-20T09:00/)
  assert.equal((await due('incident.report.organ', '2026-11-20T25:00')).code, 2)
})

function due(rule: string, from: string): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'rules', 'due', rule, '--from', from], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })
    })
  })
}
