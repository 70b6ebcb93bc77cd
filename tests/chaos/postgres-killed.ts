import { setTimeout as wait } from 'node:timers/promises'
import { isAlive, postgresPid, startServer } from '../../bench/server.ts'
import { chance } from '../../city/generate/chance.ts'
import { call, type Reply } from './call.ts'
import { findBroken } from './claims.ts'
import { workAll } from './clients.ts'
import { openDiary, summary } from './diary.ts'
import type { Scenario } from './scenario.ts'
import type { Town } from './town.ts'

const healLimitMs = 15_000

/** kill -9 of PostgreSQL under a running server. */
export const postgresKilled: Scenario = {
  name: 'postgres',
  says: 'kill -9 of PostgreSQL: refusals as problem documents, nothing falsely acknowledged, sound after a restart',
  async run({ town, seed, say }) {
    const broken: string[] = []
    const diary = openDiary()
    let stopped = false
    const server = await startServer(town.directory)
    const work = workAll({ town, diary, url: server.url, luck: chance(seed), stopped: () => stopped })
    await wait(1_000)
    const pid = postgresPid(town.directory)
    if (!pid || !isAlive(pid)) throw new Error('PostgreSQL is not running')
    process.kill(pid, 'SIGKILL')
    await wait(500)
    const replies = await probe(town, server.url)
    stopped = true
    await work
    for (const [what, reply] of replies) {
      say(
        `${what} without PostgreSQL: ${reply ? `${reply.status} ${(reply.body as { type?: string })?.type}` : 'no answer'}`,
      )
      const isProblem = /^application\/problem\+json/.test(reply?.headers.get('content-type') ?? '')
      if (reply && !(isProblem && [500, 503].includes(reply.status)))
        broken.push(
          `${what} without PostgreSQL is answered ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`,
        )
    }
    say(await waitForHealing(server.url, server.ended))
    if (await isEnding(server.ended)) {
      broken.push('the server ends instead of refusing while PostgreSQL is gone')
      const said = server.lines.filter((line) => !line.startsWith('{') && !line.startsWith('Zhishu'))
      for (const line of said.slice(-14)) say(`server: ${line}`)
    }
    // Refusals while it was gone are what was asked for; acknowledgements are not.
    diary.oddities.length = 0
    const end = await Promise.race([server.stop('SIGTERM'), wait(20_000, 'still running')])
    say(`asked to stop, the server ended with ${end}; so far ${summary(diary)}`)
    if (end === 'still running') {
      broken.push('without PostgreSQL the server does not stop within 20 s of SIGTERM')
      await server.stop('SIGKILL')
    }
    const again = await startServer(town.directory)
    try {
      const found = await findBroken(town, diary, again.url)
      for (const note of found.notes) say(note)
      return [...broken, ...found.broken]
    } finally {
      await again.stop('SIGINT')
    }
  },
}

async function probe({ tokens, agreement, keys, tenants, register, files }: Town, url: string) {
  const ask = async (
    what: string,
    ...given: Parameters<typeof call>
  ): Promise<[string, Reply | undefined]> => [what, await call(...given)]
  return Promise.all([
    ask('health', url, 'GET', '/api/health'),
    ask('a read', url, 'GET', `/api/data/${agreement}/rows/${keys[0]}`, { token: tokens['ps.hr.officer'] }),
    ask('the catalogue', url, 'GET', `/api/catalog/resources/${tenants}`, { token: tokens['ps.hr.officer'] }),
    ask('a delivery', url, 'POST', `/api/collect/deliveries?resource=${register}`, {
      token: tokens['sz.market.officer'],
      body: files[0],
      headers: { 'content-type': 'text/csv' },
    }),
  ])
}

async function isEnding(ended: Promise<unknown>): Promise<boolean> {
  return (await Promise.race([ended.then(() => 'ended'), wait(100, 'alive')])) === 'ended'
}

/** Whether the house comes back by itself; both answers are allowed, and said. */
async function waitForHealing(url: string, ended: Promise<unknown>): Promise<string> {
  let end: unknown
  ended.then((it) => {
    end = it
  })
  const begun = performance.now()
  while (performance.now() - begun < healLimitMs) {
    if (end !== undefined) return `the server ended by itself with ${end}`
    const reply = await call(url, 'GET', '/api/health', { waitMs: 2_000 })
    if (reply?.status === 200)
      return `the server healed by itself after ${Math.round(performance.now() - begun)} ms`
    await wait(250)
  }
  return `the server kept refusing for ${healLimitMs / 1000} s: it does not start PostgreSQL again by itself`
}
