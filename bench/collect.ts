import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { writeRegister } from '../city/generate/registers.ts'
import { register } from '../city/resources.ts'
import { demoPassword } from '../city/settle.ts'
import { type Client, clientOf } from '../cli/client.ts'
import { waitUntilLanded } from '../cli/collect.ts'
import { atMost, type Figure, type Question, timed } from './question.ts'
import { inDirectory, peakMebibytes, plant, runNode, startServer } from './server.ts'

const wantedBytes = Number(process.env.ZHISHU_BENCH_CSV_BYTES ?? 1_000_000_000)
const officer = 'sz.market.officer'

/** A 1 GB CSV over HTTP into a real server process until it has landed, and what memory that took. */
export const collect: Question = {
  name: 'collect',
  asks: 'a 1 GB CSV is uploaded over HTTP and lands',
  run: () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'register.csv')
      await writeRegister(path, await rowsFor(directory))
      const { size } = await stat(path)
      await plant(directory)
      const server = await startServer(directory)
      try {
        const client = await signIn(server.url)
        const { id } = await client.client.post<{ id: string }>('/api/catalog/resources', register)
        const idle = peakMebibytes(server.pid)
        const upload = await timed(() => send(server.url, client.token, { resource: id, path, size }))
        const landing = await timed(() => waitUntilLanded(client.client, upload.result, () => undefined))
        const peak = peakMebibytes(server.pid)
        const bare = await copyBare(path, directory)
        return figures({
          size,
          idle,
          peak,
          uploadS: upload.seconds,
          landS: landing.seconds,
          bare,
          landing: landing.result,
        })
      } finally {
        await server.stop('SIGINT')
      }
    }),
}

interface Measured {
  size: number
  idle: number
  peak: number
  uploadS: number
  landS: number
  bare: Bare
  landing: { records?: number | null; rejected?: number | null }
}

function figures({ size, idle, peak, uploadS, landS, bare, landing }: Measured): Figure[] {
  const rows = `${((landing.records ?? 0) / 1e6).toFixed(2)} M records, ${landing.rejected} torn`
  const both = uploadS + landS
  return [
    {
      what: 'peak RSS of the server process (PostgreSQL apart)',
      value: peak,
      unit: 'MiB',
      bare: bare.peak,
      budget: atMost(1024),
      note: `${(size / 1e9).toFixed(2)} GB, ${rows}; idle ${idle.toFixed(0)} MiB`,
    },
    {
      what: 'upload until acknowledged (durable)',
      value: uploadS,
      unit: 's',
      note: `${(size / 1e6 / uploadS).toFixed(0)} MB/s`,
    },
    {
      what: 'from acknowledged to landed',
      value: landS,
      unit: 's',
      bare: bare.seconds,
      note: `${(size / 1e6 / landS).toFixed(0)} MB/s`,
    },
    {
      what: 'upload and landing together',
      value: both,
      unit: 's',
      bare: bare.seconds,
      note: `${(size / 1e6 / both).toFixed(0)} MB/s`,
    },
  ]
}

/** As many firms as make the wanted size, judged by a small register. */
async function rowsFor(directory: string): Promise<number> {
  const rows = 20_000
  const path = join(directory, 'sample.csv')
  await writeRegister(path, rows)
  return Math.ceil((wantedBytes / (await stat(path)).size) * rows)
}

async function signIn(url: string): Promise<{ client: Client; token: string }> {
  const { token } = await clientOf(url).post<{ token: string }>('/api/parties/session', {
    login: officer,
    password: demoPassword(officer),
  })
  return { client: clientOf(url, token), token }
}

/** Streamed with node:http: the sender shares two cores with the server and should cost little. */
async function send(
  url: string,
  token: string,
  { resource, path, size }: { resource: string; path: string; size: number },
): Promise<{ id: string }> {
  const target = new URL(`/api/collect/deliveries?resource=${resource}&mode=replace&name=register.csv`, url)
  const call = request(target, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'content-length': size },
  })
  const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
    call.once('error', reject)
    call.once('response', async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece as Buffer)
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') })
    })
  })
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), call)
  const { status, text } = await answer
  if (status !== 202) throw new Error(`the upload was answered with ${status}: ${text}`)
  return JSON.parse(text) as { id: string }
}

interface Bare {
  seconds: number
  peak: number
}

/** DuckDB alone, in a process of its own: read_csv all text, COPY to Parquet. */
async function copyBare(path: string, directory: string): Promise<Bare> {
  const lines = await runNode(['bench/bare-copy.ts', 'csv', path, join(directory, 'bare.parquet')])
  return JSON.parse(lines.at(-1) ?? '') as Bare
}
