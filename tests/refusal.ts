import assert from 'node:assert/strict'
import { Problem } from '../server/base/problem.ts'

/** For `assert.rejects`: the refusal by room and name, with those of its facts that matter. */
export function refusal(name: string, facts: Record<string, unknown> = {}): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof Problem)) throw error
    assert.equal(error.type, `/problems/${name}`)
    for (const [fact, value] of Object.entries(facts)) assert.deepEqual(error.facts[fact], value)
    return true
  }
}
