#!/usr/bin/env node
// Plain JavaScript, for any Node of 18 or later: installs what is missing, then runs a verb under a Node
// that runs TypeScript. The only other such files are zhishu.mjs and what the two import.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { runChild, runUnderNode } from './runtime.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [verb = '', ...args] = process.argv.slice(2)

const scripts = {
  start: ['cli/main.ts', 'start'],
  test: ['tools/test.ts'],
  check: ['tools/check.ts'],
  bench: ['bench/main.ts'],
  gen: ['tools/gen.ts'],
  chaos: ['tests/chaos/main.ts'],
}

if (verb === 'ci') {
  await runChild('bash', [join(root, '.ci/run'), ...args])
} else if (Object.hasOwn(scripts, verb)) {
  ensureInstalled(root)
  if (verb === 'start' || verb === 'test') ensureBuilt(root)
  const [script, ...first] = scripts[verb]
  await runUnderNode(root, script, [...first, ...args])
} else {
  console.error('用法 / Usage: node tools/launch.mjs start | test | check | bench | gen | chaos | ci')
  process.exit(2)
}
