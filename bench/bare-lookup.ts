import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { open } from 'lmdb'

/** The bare engine of a look-up: node:http, LMDB, nothing decided and nothing recorded. Arguments: ROWS.json FILE. */
async function main([rowsFile = '', path = '']: string[]): Promise<void> {
  const rows = JSON.parse(await readFile(rowsFile, 'utf8')) as Record<string, unknown>[]
  const index = open<Buffer, string>({ path, noSubdir: true, encoding: 'binary' })
  for (const row of rows) index.put(String(row.uscc), Buffer.from(JSON.stringify(row)))
  await index.flushed
  const server = createServer((request, response) => {
    const bytes = index.get(request.url?.slice(request.url.lastIndexOf('/') + 1) ?? '')
    response.writeHead(bytes ? 200 : 404, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes?.length ?? 0,
    })
    response.end(bytes)
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    console.log(`listening ${typeof address === 'object' ? address?.port : ''}`)
  })
  process.once('SIGTERM', () => process.exit(0))
}

await main(process.argv.slice(2))
