import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { awaitReader } from './patience.ts'

const spanMs = 300

test('a reader who takes nothing of what lies ready is cut off, and one who waits for us is not', async () => {
  const ends: string[] = []
  const server = Fastify()
  server.addHook('onRequest', async (request, reply) => {
    awaitReader(reply, spanMs)
    reply.raw.once('close', () => ends.push(`${request.url} ${reply.raw.writableFinished}`))
  })
  server.get('/large', async (_request, reply) =>
    reply.send(Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(1 << 16)))),
  )
  server.get('/late', async () => {
    await pause(spanMs * 4)
    return 'at last'
  })
  const { port, hostname } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
  const ask = (path: string) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    return socket
  }
  const stuck = ask('/large').pause()
  const patient = ask('/late')
  let heard = ''
  patient.on('data', (piece) => {
    heard += piece
  })
  await once(patient, 'close')
  assert.match(heard, /at last$/)
  for (let tries = 0; tries < 40 && ends.length < 2; tries += 1) await pause(50)
  assert.deepEqual(ends.toSorted(), ['/large false', '/late true'])
  stuck.destroy()
  await server.close()
})
