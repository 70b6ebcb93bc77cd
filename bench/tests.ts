import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { atMost, type Figure, type Question, timed } from './question.ts'
import { runNode } from './server.ts'

const what = 'wall time of `npm test`'
const budget = atMost(300)

/** The whole suite with its checks: run with `--tests`, otherwise the last written figure is shown. */
export const tests: Question = {
  name: 'tests',
  asks: 'the test suite',
  run: async () => (process.argv.includes('--tests') ? [await runSuite()] : lastWritten()),
}

async function runSuite(): Promise<Figure> {
  const { seconds, result } = await timed(() => runNode(['tools/launch.mjs', 'test']))
  const closing = result.findLast((line) => /^\d+ passed, \d+ failed/.test(line))
  return { what, value: seconds, unit: 's', budget, note: closing ?? 'no closing line' }
}

async function lastWritten(): Promise<Figure[]> {
  const text = await readFile(join(import.meta.dirname, 'RESULTS.md'), 'utf8').catch(() => '')
  const found = [...text.matchAll(/^\| tests: wall time of `npm test` \| ([\d.,]+) s /gm)].at(-1)?.[1]
  if (found === undefined) return []
  return [
    {
      what,
      value: Number(found.replaceAll(',', '')),
      unit: 's',
      budget,
      note: 'not run now: the last written figure',
    },
  ]
}
