import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { weighFirstLoads } from './sizes.ts'

/** `npm run build:web`: builds both entries, compresses once for every reader, and weighs the first load. */
const dist = join(import.meta.dirname, 'dist')
const worthIt = 1024

await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
for (const name of readdirSync(join(dist, 'assets'))) compress(join(dist, 'assets', name))
process.exitCode = weighFirstLoads(dist) ? 0 : 1

function compress(path: string): void {
  const bytes = readFileSync(path)
  if (bytes.length < worthIt || /\.(woff2?|png|jpe?g|webp)$/.test(path)) return
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}
