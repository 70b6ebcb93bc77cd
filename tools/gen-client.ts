import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Writes the types of the console's client from the contract; run `npm run gen` before it. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Contract {
  components: { schemas: Record<string, unknown> }
}

const contract: Contract = JSON.parse(readFileSync(join(root, 'contract/openapi.json'), 'utf8'))
const directory = mkdtempSync(join(tmpdir(), 'zhishu-contract-'))
try {
  const schemas: Record<string, unknown> = {}
  const lifted = lift(contract, schemas) as Contract
  Object.assign(lifted.components.schemas, schemas)
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(lifted))
  process.exitCode = writeTypes(join(directory, 'openapi.json'))
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** Moves schemas that are defined inside others (they refer to themselves) to the components, where the tool looks. */
function lift(part: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(part)) return part.map((item) => lift(item, schemas))
  if (typeof part !== 'object' || part === null) return part
  const { $defs, $id: _, ...rest } = part as Record<string, unknown>
  for (const [name, schema] of Object.entries(($defs as Record<string, unknown>) ?? {}))
    schemas[name] ??= lift(schema, schemas)
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === '$ref' ? place(value) : lift(value, schemas)]),
  )
}

function place(target: unknown): unknown {
  return typeof target === 'string' && !target.includes('/') ? `#/components/schemas/${target}` : target
}

function writeTypes(path: string): number {
  const program = join(root, 'web/node_modules/openapi-typescript/bin/cli.js')
  const args = [program, path, '--output', join(root, 'contract/client.gen.ts'), '--alphabetize']
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 0) process.stdout.write('✓ contract/client.gen.ts\n')
  return status ?? 1
}
