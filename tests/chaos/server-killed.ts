import { setTimeout as wait } from 'node:timers/promises'
import { startServer } from '../../bench/server.ts'
import { chance } from '../../city/generate/chance.ts'
import { findBroken } from './claims.ts'
import { workAll } from './clients.ts'
import { openDiary, summary } from './diary.ts'
import type { Scenario } from './scenario.ts'

const longestMs = 900

/** kill -9 of the server while clients work, again and again on one directory. */
export const serverKilled: Scenario = {
  name: 'server',
  says: 'kill -9 of the server at any moment loses nothing that was acknowledged',
  async run({ town, seed, rounds, say }) {
    const luck = chance(seed)
    const diary = openDiary()
    const restarts: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const server = await startServer(town.directory)
      restarts.push(server.readyMs)
      let stopped = false
      const afterMs = luck.below(longestMs)
      const work = workAll({
        town,
        diary,
        url: server.url,
        luck: chance(seed + round),
        stopped: () => stopped,
      })
      await wait(afterMs)
      await server.stop('SIGKILL')
      stopped = true
      await work
      say(`round ${round}: killed after ${afterMs} ms; so far ${summary(diary)}`)
    }
    const server = await startServer(town.directory)
    restarts.push(server.readyMs)
    try {
      const { broken, notes } = await findBroken(town, diary, server.url)
      for (const note of notes) say(note)
      say(`restarts took at most ${Math.round(Math.max(...restarts))} ms`)
      return broken
    } finally {
      await server.stop('SIGINT')
    }
  },
}
