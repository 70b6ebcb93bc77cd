import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { onServer, passwordOf, type Site } from '../../../tests/house.ts'
import { tx } from '../../base/db/index.ts'
import { endClient, issueClientToken, registerClient, signIn, signOut } from './index.ts'

const login = 'ps.hr.officer'
/** A little more than the beat on which sessions are asked for. */
const soonMs = 2600

test('what one room announces, everybody signed in hears the moment it is committed', () =>
  onServer(async (site) => {
    const { response, leave } = await listen(site, await enter(site))
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = (await reader?.read())?.value ?? ''
    await pause(100)
    await tx(site.ctx, (ctx) => ctx.jobs.announce(ctx, 'catalog.version.served', { resource: 'res_x', n: 1 }))
    while (!heard.includes('data:')) heard += (await reader?.read())?.value ?? ''
    assert.match(heard, /data: \{"topic":"catalog.version.served"\}/)
    leave()
  }))

test('news ends within seconds for whoever signs out, is ended or left the session idle, and for nobody else', () =>
  onServer(async (site) => {
    const { secret } = await registerClient(site.ctx, { id: 'sys_hr', org: 'ps.hr', name: '人事系统' })
    const { token: system } = await issueClientToken(site.ctx, { client: 'sys_hr', secret })
    const [left, kept] = [await enter(site), await enter(site)]
    const streams = await Promise.all([left, kept, system].map((token) => listen(site, token)))
    const ended = streams.map(() => false)
    streams.forEach(({ response }, i) => {
      void response.text().then(() => {
        ended[i] = true
      })
    })
    await pause(soonMs)
    assert.deepEqual(ended, [false, false, false], 'all are signed in')
    await signOut(site.ctx, { authorization: `Bearer ${left}` })
    await pause(soonMs)
    assert.deepEqual(ended, [true, false, false], 'one signed out')
    await endClient(site.ctx, 'sys_hr')
    await pause(soonMs)
    assert.deepEqual(ended, [true, false, true], 'the system was ended')
    site.ctx.clock.advance({ minutes: 31 })
    await pause(soonMs)
    assert.deepEqual(ended, [true, true, true], 'listening is no use of a session')
  }))

test('an official holds no more streams than windows anybody works in, and a closed one makes room', () =>
  onServer(async (site) => {
    const token = await enter(site)
    const streams = await Promise.all(Array.from({ length: 24 }, () => listen(site, token)))
    assert.ok(streams.every(({ response }) => response.status === 200))
    const { response } = await listen(site, await enter(site))
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '60'])
    assert.match(JSON.stringify(await response.json()), /problems\/base\/tooManyStreams/)
    const other = await listen(site, await enter(site, 'ps.housing.officer'))
    assert.equal(other.response.status, 200)
    streams[0]?.leave()
    await pause(200)
    const again = await listen(site, token)
    assert.equal(again.response.status, 200)
    for (const { leave } of [...streams, other, again]) leave()
  }))

async function enter(site: Site, person = login): Promise<string> {
  return (await signIn(site.ctx, { login: person, password: passwordOf(person) })).token
}

async function listen(site: Site, token: string): Promise<{ response: Response; leave: () => void }> {
  const stop = new AbortController()
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${site.url}/api/events`, { headers, signal: stop.signal })
  return { response, leave: () => stop.abort() }
}
