import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** How a run of tests came out. */
export interface Outcome {
  passed: number
  failed: number
  skipped: number
  /** files in which a test failed */
  failedFiles: string[]
}

/** Where the runner asks for the outcome: written when the last test has ended. */
export const OUTCOME_FILE = 'ZHISHU_TEST_OUTCOME'

/** Whole lines only, so that two processes may write at once. */
const DOTS_PER_LINE = 50
const SHOWN_LINES = 40

/** The reporter of `npm test`: a dot for a test that holds, and in full whatever does not. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, failedFiles: [] }
  let dots = 0
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue
    const isSkipped = data.skip !== undefined || data.todo !== undefined
    if (type === 'test:fail' && !isSkipped) {
      outcome.failed += 1
      if (data.file !== undefined) outcome.failedFiles.push(relative(process.cwd(), data.file))
      yield describeFailure(data)
      continue
    }
    outcome[isSkipped ? 'skipped' : 'passed'] += 1
    dots += 1
    if (dots % DOTS_PER_LINE === 0) yield `${'.'.repeat(DOTS_PER_LINE)}\n`
  }
  if (dots % DOTS_PER_LINE > 0) yield `${'.'.repeat(dots % DOTS_PER_LINE)}\n`
  const file = process.env[OUTCOME_FILE]
  if (file !== undefined) writeFileSync(file, JSON.stringify(outcome))
}

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data']

function describeFailure({ name, file, line, details }: Failure): string {
  const place = file === undefined ? '' : ` (${relative(process.cwd(), file)}:${line})`
  const { cause } = details.error
  const said = cause instanceof Error ? inspect(cause, { depth: 4 }) : String(cause ?? details.error.message)
  const lines = said.split('\n').filter((it) => !/^\s+at .*\(?node:internal\//.test(it))
  return `✗ ${name}${place}\n${lines.slice(0, SHOWN_LINES).join('\n').replace(/^/gm, '    ')}\n`
}
