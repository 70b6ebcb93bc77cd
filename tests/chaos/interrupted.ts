import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive, postgresPid, spawnNode } from '../../bench/server.ts'
import { chance } from '../../city/generate/chance.ts'
import type { Scenario } from './scenario.ts'

const stopLimitMs = 10_000
const tries = 4

/** Ctrl-C while the story runs, with the launcher in front as an operator starts it, and without. */
export const interrupted: Scenario = {
  name: 'interrupt',
  says: 'Ctrl-C during the story stops everything within 10 s, and no PostgreSQL is left',
  async run({ scratch, seed, say }) {
    const luck = chance(seed)
    const broken: string[] = []
    for (let i = 1; i <= tries; i++) {
      const directory = join(scratch, `var-${i}`)
      const { child, lines, ended } = spawnNode(
        i % 2 === 0 ? ['tools/launch.mjs', 'start'] : ['cli/main.ts', 'start'],
        {
          ZHISHU_DIRECTORY: directory,
          ZHISHU_PORT: '0',
        },
      )
      if (!(await hasBegun(lines, ended))) {
        broken.push(`try ${i}: the story did not begin: ${lines.slice(-3).join(' | ')}`)
        child.kill('SIGKILL')
        continue
      }
      await wait(luck.below(4_000))
      const pids = ['postgres', 'tax-system'].flatMap((name) => pidOf(directory, name) ?? [])
      const begun = performance.now()
      child.kill('SIGINT')
      const end = await Promise.race([ended, wait(stopLimitMs * 2, 'still running')])
      const tookMs = Math.round(performance.now() - begun)
      const orphans = pids.filter(isAlive)
      say(
        `try ${i}: ended with ${end} after ${tookMs} ms, ${pids.length} PostgreSQL before, ${orphans.length} after; last line: ${lines.at(-1)}`,
      )
      if (tookMs > stopLimitMs) broken.push(`try ${i}: stopping took ${tookMs} ms`)
      if (orphans.length > 0) broken.push(`try ${i}: PostgreSQL still runs: ${orphans.join(', ')}`)
      if (end === 'still running') child.kill('SIGKILL')
      for (const pid of orphans) process.kill(pid, 'SIGQUIT')
    }
    return broken
  },
}

async function hasBegun(lines: readonly string[], ended: Promise<unknown>): Promise<boolean> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  ended.then(over, over)
  const until = performance.now() + 120_000
  while (!isOver && performance.now() < until) {
    if (lines.some((line) => line.includes('/9'))) return true
    await wait(20)
  }
  return false
}

function pidOf(directory: string, name: string): number | undefined {
  if (name === 'postgres') return postgresPid(directory)
  const path = join(directory, name, 'data', 'postmaster.pid')
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n', 1)[0]) : undefined
}
