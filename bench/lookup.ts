import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { demoPassword } from '../city/settle.ts'
import { storyOf } from '../city/story.ts'
import { type Client, clientOf } from '../cli/client.ts'
import type { Load, LoadResult } from './load.ts'
import { atLeast, atMost, type Figure, median, type Question } from './question.ts'
import { inDirectory, plant, runNode, spawnNode, startServer } from './server.ts'

const firms = 6_000
const rounds = 3
const seconds = 5
const officer = 'ps.hr.officer'

type Row = Record<string, unknown>

/** One row by its key through an agreement: decided, recorded durably, then answered. */
export const lookup: Question = {
  name: 'lookup',
  asks: 'governed key look-up over HTTP through an agreement in force',
  run: () =>
    inDirectory(async (directory) => {
      await plant(directory)
      const server = await startServer(directory)
      try {
        const agreement = await agree(server.url, directory)
        const { client, token } = await signIn(server.url)
        const rows = await readRows(client, agreement)
        const paths = rows.map(({ uscc }) => `/api/data/${agreement}/rows/${uscc}`)
        const governed = new Map<number, LoadResult>()
        for (const connections of [32, 64])
          governed.set(
            connections,
            await load(server.url, { authorization: `Bearer ${token}` }, paths, connections),
          )
        const bare = await loadBare(directory, rows, paths)
        return [...governed].flatMap(([connections, result]) =>
          figures(connections, result, bare, rows.length),
        )
      } finally {
        await server.stop('SIGINT')
      }
    }),
}

function figures(connections: number, result: LoadResult, bare: LoadResult, keys: number): Figure[] {
  const other = Object.entries(result.statuses).filter(([status]) => status !== '200')
  if (other.length > 0) throw new Error(`answers other than 200: ${JSON.stringify(result.statuses)}`)
  return [
    {
      what: `requests per second, ${connections} connections`,
      value: result.perSecond,
      unit: '/s',
      bare: bare.perSecond,
      budget: atLeast(2_000),
      note: `${keys} keys, each read recorded durably; load process on the same cores`,
    },
    {
      what: `p99, ${connections} connections`,
      value: result.p99Ms,
      unit: 'ms',
      bare: bare.p99Ms,
      budget: atMost(25),
      note: `p50 ${result.p50Ms.toFixed(1)} ms, max ${result.maxMs.toFixed(0)} ms`,
    },
  ]
}

/** Steps 1 to 7 of the story: three resources collected, checked, published, applied for, agreed and delivered. */
async function agree(url: string, directory: string): Promise<string> {
  const { steps, close } = await storyOf({ url, directory, firms })
  try {
    for (const step of steps.slice(0, 7)) await step.run()
  } finally {
    await close()
  }
  const { client } = await signIn(url)
  const { items } = await client.get<{ items: { id: string }[] }>('/api/share/agreements')
  for (const { id } of items) {
    const { columns } = await client.get<{ columns: { name: string }[] }>(`/api/data/${id}`)
    if (columns.some(({ name }) => name === 'representative')) return id
  }
  throw new Error('no agreement on the register')
}

async function signIn(url: string): Promise<{ client: Client; token: string }> {
  const { token } = await clientOf(url).post<{ token: string }>('/api/parties/session', {
    login: officer,
    password: demoPassword(officer),
  })
  return { client: clientOf(url, token), token }
}

async function readRows(client: Client, agreement: string): Promise<Row[]> {
  const byKey = new Map<unknown, Row | undefined>()
  let cursor: string | undefined
  do {
    const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const page = await client.get<{ rows: Row[]; next?: string }>(
      `/api/data/${agreement}/rows?limit=500${next}`,
    )
    for (const row of page.rows) byKey.set(row.uscc, byKey.has(row.uscc) ? undefined : row)
    cursor = page.next
  } while (cursor)
  return [...byKey.values()].filter((row) => row !== undefined)
}

/** The median of a few runs by throughput. */
async function load(
  url: string,
  headers: Record<string, string>,
  paths: readonly string[],
  connections: number,
): Promise<LoadResult> {
  const { hostname: host, port } = new URL(url)
  const results: LoadResult[] = []
  for (let round = 0; round < rounds; round++) {
    const given: Load = { host, port: Number(port), headers, paths, connections, warmSeconds: 1, seconds }
    const lines = await runNode(['bench/load.ts', JSON.stringify(given)])
    results.push(JSON.parse(lines.at(-1) ?? '') as LoadResult)
  }
  const middle = median(results.map(({ perSecond }) => perSecond))
  return results.find(({ perSecond }) => perSecond === middle) as LoadResult
}

async function loadBare(
  directory: string,
  rows: readonly Row[],
  paths: readonly string[],
): Promise<LoadResult> {
  const file = join(directory, 'rows.json')
  await writeFile(file, JSON.stringify(rows))
  const { child, lines, ended } = spawnNode(['bench/bare-lookup.ts', file, join(directory, 'bare.mdb')])
  try {
    while (!lines.some((line) => line.startsWith('listening '))) {
      if (child.exitCode !== null) throw new Error(`the bare server ended:\n${lines.join('\n')}`)
      await wait(20)
    }
    const port = lines.find((line) => line.startsWith('listening '))?.slice(10)
    return await load(`http://127.0.0.1:${port}`, {}, paths, 64)
  } finally {
    child.kill()
    await ended
  }
}
