import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { type BegunReading, beginReading } from '../../../tests/slow-reader.ts'
import { refuse } from './refusals.ts'
import { type Pace, type Running, whilePermitted } from './running.ts'

const pace: Pace = { spanMs: 2000, bytes: 1 << 20 }

const largeAnswer = () => Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(1 << 16)))
/** Next to nothing, and long in coming. */
const lateAnswer = () => Readable.from(inTwoPieces())

async function* inTwoPieces(): AsyncGenerator<string> {
  yield 'first'
  await pause(2500)
  yield 'last'
}

test('a reader who takes next to nothing is left; one who keeps pace is not, nor one whom we keep waiting', () =>
  onAnswers(
    async () => undefined,
    async ({ begin, stops }) => {
      const [slow, steady, waiting] = [await begin('/large'), await begin('/large'), await begin('/late')]
      for (const { response } of [steady, waiting]) response.resume()
      await pause(4500)
      slow.response.resume()
      const ends = [await slow.broken, await steady.broken, await waiting.broken]
      assert.deepEqual(ends, [true, false, false])
      assert.deepEqual(stops, [undefined, undefined, 'slowReader'])
    },
  ))

test('an answer is broken off within a second though nobody takes a byte of it', () => {
  let stands = true
  const ask = async () => {
    if (!stands) throw refuse.signIn()
  }
  return onAnswers(ask, async ({ begin, stops }) => {
    const unread = await begin('/large')
    await pause(500)
    assert.deepEqual(stops, [])
    stands = false
    await pause(1000)
    assert.deepEqual(stops, ['signIn'])
    unread.response.resume()
    assert.equal(await unread.broken, true)
  })
})

interface Answers {
  readonly begin: (path: string) => Promise<BegunReading>
  /** how the answers ended, in this order: undefined where one went out whole */
  readonly stops: readonly (string | undefined)[]
}

async function onAnswers(ask: Running['ask'], scene: (answers: Answers) => Promise<void>): Promise<void> {
  const stops: (string | undefined)[] = []
  const running: Running = { ask, close: ({ stopped }) => void stops.push(stopped) }
  const server = Fastify()
  for (const [path, answer] of [
    ['/large', largeAnswer],
    ['/late', lateAnswer],
  ] as const) {
    server.get(path, async (_request, reply) => reply.send(whilePermitted(reply, answer(), running, pace)))
  }
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  try {
    await scene({ begin: (path) => beginReading(new URL(path, url), {}), stops })
  } finally {
    await server.close()
  }
}
