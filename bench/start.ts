import { join } from 'node:path'
import { startPostgres } from '../server/base/db/embedded.ts'
import { atMost, type Figure, median, type Question, timed } from './question.ts'
import { inDirectory, runNode, startServer } from './server.ts'

const warmRuns = 3

/** The first start of all, main job included, and a start that finds the city. */
export const start: Question = {
  name: 'start',
  asks: '`npm start -- --once` in a fresh directory, and a warm `npm start` until the port answers',
  run: () =>
    inDirectory(async (directory) => {
      const house = join(directory, 'var')
      const environment = { ZHISHU_DIRECTORY: house, ZHISHU_PORT: '0' }
      const cold = await timed(() => runNode(['tools/launch.mjs', 'start', '--once'], environment))
      const last = cold.result.at(-1)
      if (last !== 'main job: 9/9 steps ok') throw new Error(`the main job ended with: ${last}`)
      const warm: number[] = []
      for (let i = 0; i < warmRuns; i++) warm.push(await startWarm(house))
      return figures(cold.seconds, median(warm), await startBare(join(directory, 'bare')))
    }),
}

async function startWarm(house: string): Promise<number> {
  const server = await startServer(house, {}, ['tools/launch.mjs', 'start'])
  const end = await server.stop('SIGINT')
  if (end !== 0) throw new Error(`a warm start ended with ${end}`)
  return server.readyMs / 1000
}

function figures(cold: number, warm: number, bare: { fresh: number; again: number }): Figure[] {
  return [
    {
      what: 'cold: city, nine steps, exit',
      value: cold,
      unit: 's',
      bare: bare.fresh,
      budget: atMost(60),
      note: 'bare: initdb and start of PostgreSQL alone',
    },
    {
      what: 'warm: until the port answers',
      value: warm,
      unit: 's',
      bare: bare.again,
      budget: atMost(3),
      note: 'bare: start of PostgreSQL alone',
    },
  ]
}

async function startBare(directory: string): Promise<{ fresh: number; again: number }> {
  const fresh = await timed(() => startPostgres({ directory }))
  await fresh.result.stop()
  const again = await timed(() => startPostgres({ directory }))
  await again.result.stop()
  return { fresh: fresh.seconds, again: again.seconds }
}
