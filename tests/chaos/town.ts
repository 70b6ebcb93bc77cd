import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plant, startServer } from '../../bench/server.ts'
import { writeRegister } from '../../city/generate/registers.ts'
import { demoPassword } from '../../city/settle.ts'
import { storyOf } from '../../city/story.ts'
import { demand, demandAll } from './call.ts'

/** The demo city after the first seven steps of the story: three resources agreed and delivered. */
export interface Town {
  readonly directory: string
  /** session tokens by login; sessions outlive the server that gave them */
  readonly tokens: Readonly<Record<Login, string>>
  readonly register: string
  readonly tenants: string
  /** the agreement on the register, and keys it may ask for */
  readonly agreement: string
  readonly keys: readonly string[]
  /** deliveries to hand in, as CSV */
  readonly files: readonly string[]
}

const logins = [
  'sz.market.officer',
  'sz.market.head',
  'ps.hr.officer',
  'ps.hr.head',
  'ps.park.head',
  'sz.audit.auditor',
] as const
export type Login = (typeof logins)[number]

const firms = 900

/** Plants the city and walks the story up to delivery, through the public API of a real server. */
export async function foundTown(directory: string): Promise<Town> {
  await plant(directory)
  const server = await startServer(directory)
  try {
    const { steps, close } = await storyOf({ url: server.url, directory, firms })
    try {
      for (const step of steps.slice(0, 7)) await step.run()
    } finally {
      await close()
    }
    const tokens = Object.fromEntries(
      await Promise.all(logins.map(async (login) => [login, await signIn(server.url, login)] as const)),
    ) as Record<Login, string>
    return { directory, tokens, ...(await lookAround(server.url, tokens)), files: await makeFiles(directory) }
  } finally {
    await server.stop('SIGINT')
  }
}

export async function signIn(url: string, login: string): Promise<string> {
  const body = { login, password: demoPassword(login) }
  return (await demand<{ token: string }>(url, 'POST', '/api/parties/session', { body })).token
}

async function lookAround(url: string, tokens: Town['tokens']) {
  const token = tokens['ps.hr.officer']
  const agreements = await demandAll<{ id: string; resource: string; provider: string }>(
    url,
    '/api/share/agreements',
    token,
  )
  const of = (provider: string) => agreements.find((it) => it.provider === provider)
  const [market, park] = [of('sz.market'), of('ps.park')]
  if (!market || !park) throw new Error(`the story left no agreements: ${JSON.stringify(agreements)}`)
  const { rows } = await demand<{ rows: { uscc: string }[] }>(
    url,
    'GET',
    `/api/data/${market.id}/rows?limit=100`,
    {
      token,
    },
  )
  return {
    register: market.resource,
    tenants: park.resource,
    agreement: market.id,
    keys: rows.map(({ uscc }) => uscc),
  }
}

async function makeFiles(directory: string): Promise<string[]> {
  const files: string[] = []
  for (let seed = 1; seed <= 4; seed++) {
    const path = join(directory, `delivery-${seed}.csv`)
    await writeRegister(path, 150 + 100 * seed, 809)
    files.push(await readFile(path, 'utf8'))
  }
  return files
}
