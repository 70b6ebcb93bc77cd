import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findUntidy, type Untidy } from './tidy.ts'

const room = { 'server/ground/ledger/README.md': '# Ledger', 'server/ground/ledger/index.ts': 'export {}' }

test('a room with its README and a short door is tidy', () => {
  const text = 'See https://example.gov.cn/work/plan and /var/lib/zhishu.'
  assert.deepEqual(findFaults({ ...room, 'README.md': text }), [])
})

const faults: [fault: string, file: string, text: string, line: number][] = [
  ['work left for later', 'server/main.ts', `export {}\n// TO${'DO'} later`, 2],
  ['a type given up', 'cli/main.ts', `const row = found as ${'any'}`, 1],
  ['a type error silenced', 'tools/gen.ts', `// @ts-${'ignore'}`, 1],
  ["a path of somebody's machine", 'docs/start.md', `cd /${'home'}/li/zhishu`, 1],
  ["a path of somebody's machine", '.ci/run', `cd "/${'work'}/main"`, 1],
  ['a registry host', '.npmrc', `registry=https://registry.${'npmjs'}.org/`, 1],
  ['501 lines, at most 500', 'city/plan.ts', 'export {}\n'.repeat(501), 0],
  ['61 lines, at most 60', 'server/ground/ledger/index.ts', 'export {}\n'.repeat(61), 0],
]

for (const [fault, file, text, line] of faults) {
  test(`${file} is found untidy: ${fault}`, () => {
    assert.deepEqual(findFaults({ ...room, [file]: text }), [{ file, line, fault }])
  })
}

test('a room without README or door is found untidy', () => {
  assert.deepEqual(findFaults({ 'server/flow/serve/gate.ts': 'export {}' }), [
    { file: 'server/flow/serve', line: 0, fault: 'a room without README.md' },
    { file: 'server/flow/serve', line: 0, fault: 'a room without index.ts' },
  ])
})

function findFaults(tree: Record<string, string>): Untidy[] {
  const root = mkdtempSync(join(tmpdir(), 'zhishu-tidy-'))
  try {
    for (const [name, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), text)
    }
    return findUntidy(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
