import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { goldenFiles } from '../tests/golden/golden.ts'

/** Writes what is generated and committed: the contract and the golden files. Read their diff. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

for (const [path, text] of Object.entries(await goldenFiles())) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
  process.stdout.write(`✓ ${path}\n`)
}

await import('./gen-client.ts')
