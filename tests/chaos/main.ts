import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inDirectory } from '../../bench/server.ts'
import { diskFull } from './disk-full.ts'
import { interrupted } from './interrupted.ts'
import { postgresKilled } from './postgres-killed.ts'
import type { Scenario } from './scenario.ts'
import { serverKilled } from './server-killed.ts'
import { foundTown } from './town.ts'

const scenarios: readonly Scenario[] = [serverKilled, postgresKilled, diskFull, interrupted]

/** Breaks a real house on purpose and looks whether it kept its word: `main.ts [scenario…] [--seed N] [--rounds N]`. */
async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string' }, rounds: { type: 'string' } },
  })
  const unknown = positionals.find((name) => !scenarios.some((it) => it.name === name))
  if (unknown)
    throw new Error(`no scenario ${unknown}; there are ${scenarios.map(({ name }) => name).join(', ')}`)
  const chosen =
    positionals.length > 0 ? scenarios.filter(({ name }) => positionals.includes(name)) : scenarios
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const rounds = Number(values.rounds ?? 12)
  const count = { passed: 0, failed: 0, skipped: 0 }
  const say = (line: string) => console.log(line)
  say(`seed ${seed}, ${rounds} rounds (repeat with --seed ${seed})`)
  await inDirectory(async (directory) => {
    const town = await foundTown(join(directory, 'town'))
    for (const { name, says, run } of chosen) {
      const scratch = join(directory, name)
      await mkdir(scratch, { mode: 0o711 })
      say(`\n${name}: ${says}`)
      const result = await run({ town, scratch, seed, rounds, say: (line) => say(`  ${line}`) }).catch(
        (error) => [String((error as Error).stack ?? error)],
      )
      if ('skipped' in result) {
        count.skipped += 1
        say(`  SKIPPED: ${result.skipped}`)
      } else {
        count[result.length === 0 ? 'passed' : 'failed'] += 1
        for (const sentence of result.slice(0, 40)) say(`  ✗ ${sentence}`)
        say(result.length === 0 ? '  ✓ held' : `  ✗ ${result.length} things did not hold`)
      }
    }
  })
  say(
    `\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`,
  )
  return count.failed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
