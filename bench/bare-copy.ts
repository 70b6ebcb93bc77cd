import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { peakMebibytes } from './server.ts'

/**
 * The bare engine in a process of its own, with the memory and threads the house gives it:
 * `csv FILE TARGET` reads a CSV as text and writes Parquet, `parquet FILES TARGET COLUMNS ORDER` copies columns in order.
 * Its last line is JSON: seconds and peak MiB.
 */
async function main([
  kind = '',
  source = '',
  target = '',
  columns = '*',
  order = '',
]: string[]): Promise<void> {
  const spill = join(dirname(target), 'bare-spill')
  await mkdir(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '512MB',
    threads: '2',
    temp_directory: spill,
  })
  const connection = await instance.connect()
  const from =
    kind === 'csv'
      ? `read_csv(${quoted(source)}, all_varchar = true, header = true, ignore_errors = true)`
      : `read_parquet(${quoted(source)})`
  const sorted = order === '' ? '' : ` order by ${order}`
  const begun = performance.now()
  await connection.run(
    `copy (select ${columns} from ${from}${sorted}) to ${quoted(target)} (format parquet, compression zstd, row_group_size 122880)`,
  )
  const seconds = (performance.now() - begun) / 1000
  console.log(JSON.stringify({ seconds, peak: peakMebibytes(process.pid) }))
  connection.closeSync()
  instance.closeSync()
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

await main(process.argv.slice(2))
