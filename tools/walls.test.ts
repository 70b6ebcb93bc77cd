import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findTrespasses } from './walls.ts'

test('imports down, left and through the door are free', () => {
  const free = {
    'server/base/db/index.ts': "import { now } from '../clock/index.ts'",
    'server/ground/catalog/resource.ts': [
      "import { tx } from '../../base/db/index.ts'",
      "import { record } from '../ledger/index.ts'",
      "import type { Resource } from './types.ts'",
      "import type { Domain } from '../../domain.ts'",
      "import { z } from 'zod'",
    ].join('\n'),
    'server/reach/share/request.test.ts': "import { inHouse } from '../../../tests/house.ts'",
    'server/domains.ts': "export { ledger } from './ground/ledger/index.ts'",
    'server/main.ts': "import { domains } from './domains.ts'",
    'cli/verify.ts': "import { verify } from '../server/ground/ledger/verify.ts'",
    'cli/start.ts': "const { serve } = await import('../server/main.ts')",
    'city/plan.ts': "import { fileResource } from '../server/ground/catalog/resource.ts'",
  }
  assert.deepEqual(findWalls(free), [])
})

const trespasses: [wall: string, from: string, imported: string][] = [
  ['upstairs', 'server/base/db/index.ts', "import { record } from '../../ground/ledger/index.ts'"],
  ['upstairs', 'server/ground/cases/case.ts', "import type { Batch } from '../../flow/collect/index.ts'"],
  ['later room', 'server/ground/ledger/entry.ts', "export { decide } from '../policy/index.ts'"],
  ['later room', 'server/flow/collect/jobs.ts', "const { check } = await import('../quality/index.ts')"],
  ['back door', 'server/reach/share/request.ts', "import {\n  x,\n} from '../../ground/catalog/resource.ts'"],
  ['back door', 'server/ground/policy/decide.ts', "import '../ledger/entry.ts'"],
  ['back door', 'server/domains.ts', "import { entry } from './ground/ledger/entry.ts'"],
  ['no such room in ground', 'server/ground/gossip/index.ts', "import { tx } from '../../base/db/index.ts'"],
  ['composition root', 'server/ground/cases/case.ts', "import { domains } from '../../domains.ts'"],
  ['composition root', 'server/base/http/index.ts', "import type { Domain } from '../../domain.ts'"],
  ['out of the house', 'server/flow/serve/gate.ts', "import { plan } from '../../../city/plan.ts'"],
  [
    'cli uses the contract, not the rooms',
    'cli/share.ts',
    "import { x } from '../server/reach/share/index.ts'",
  ],
]

for (const [wall, from, imported] of trespasses) {
  test(`${from} is stopped: ${wall}`, () => {
    assert.deepEqual(findWalls({ [from]: imported }), [wall])
  })
}

function findWalls(tree: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'zhishu-walls-'))
  try {
    for (const [name, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), `${text}\n`)
    }
    return findTrespasses(root).map(({ wall }) => wall)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
