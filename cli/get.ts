import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { clientOptions, openClient } from './client.ts'
import { say, usage } from './terminal.ts'

/** `get AGREEMENT [KEY]`: data through an agreement, to standard output or a file; `--bom` marks CSV for Excel. */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [agreement, key],
    values,
  } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...clientOptions,
      format: { type: 'string' },
      version: { type: 'string' },
      filter: { type: 'string' },
      fields: { type: 'string' },
      limit: { type: 'string' },
      cursor: { type: 'string' },
      output: { type: 'string', short: 'o' },
      profile: { type: 'boolean' },
      bom: { type: 'boolean' },
    },
  })
  if (!agreement)
    throw usage(
      '用法 / usage: zhishu get AGREEMENT [KEY] [--format json|csv] [--version N] [--filter JSON] [-o FILE] [--bom] [--profile]',
    )
  const client = await openClient(values)
  const query = new URLSearchParams()
  for (const name of ['format', 'version', 'filter', 'fields', 'limit', 'cursor'] as const) {
    const value = values[name]
    if (value !== undefined) query.set(name, value)
  }
  if (values.bom) query.set('bom', 'true')
  const base = `/api/data/${encodeURIComponent(agreement)}`
  const path = values.profile
    ? `${base}/profile`
    : `${base}/rows${key === undefined ? '' : `/${encodeURIComponent(key)}`}?${query}`
  // Making a profile makes a token: that is a change, not a reading.
  const response = await client.fetch(path, values.profile ? { method: 'POST' } : {})
  if (!response.body) return 0
  const body = Readable.fromWeb(response.body as never)
  if (values.output) {
    await pipeline(body, createWriteStream(values.output, { mode: 0o600 }))
    say(`✓ ${values.output}`)
  } else {
    await pipeline(body, process.stdout, { end: false })
    if (process.stdout.isTTY) say('')
  }
  return 0
}
