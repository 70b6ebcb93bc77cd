import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { plant, startServer } from '../../bench/server.ts'
import { register } from '../../city/resources.ts'
import { call, demand } from './call.ts'
import type { Scenario } from './scenario.ts'
import { signIn, type Town } from './town.ts'

const diskMegabytes = 48
const fileMegabytes = 16

/** The lake on a small disk that fills up: before an upload, during it, and while it is landed. */
export const diskFull: Scenario = {
  name: 'disk',
  says: 'a full disk: an upload is refused or fails cleanly, nothing half done, and it heals when there is room',
  async run({ town, scratch, say }) {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { skipped: 'mounting a tmpfs takes root on Linux' }
    const lake = join(scratch, 'lake')
    await mkdir(lake)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', lake], { stdio: 'pipe' })
    } catch (error) {
      return {
        skipped: `a tmpfs cannot be mounted here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`,
      }
    }
    try {
      return await fillUp(town, scratch, lake, say)
    } finally {
      execFileSync('umount', ['-l', lake])
    }
  },
}

async function fillUp(
  town: Town,
  directory: string,
  lake: string,
  say: (line: string) => void,
): Promise<string[]> {
  const broken: string[] = []
  await plant(directory)
  const server = await startServer(directory, { ZHISHU_DISK_RESERVE_BYTES: '1000000' })
  try {
    const token = await signIn(server.url, 'sz.market.officer')
    const { id } = await demand<{ id: string }>(server.url, 'POST', '/api/catalog/resources', {
      token,
      body: register,
    })
    const desk: Desk = { url: server.url, token, resource: id, lake, say, broken }
    const big = fileOf(town, fileMegabytes)
    await refuseBefore(desk, big)
    await refuseDuring(desk, big)
    await failLanding(desk, big)
    await heal(desk, big)
    if ((await call(server.url, 'GET', '/api/health'))?.status !== 200)
      broken.push('the server is not ready after it all')
    return broken
  } finally {
    await server.stop('SIGINT')
  }
}

interface Desk {
  readonly url: string
  readonly token: string
  readonly resource: string
  readonly lake: string
  readonly say: (line: string) => void
  readonly broken: string[]
}

async function refuseBefore(desk: Desk, big: string): Promise<void> {
  const ballast = await leaveFree(desk.lake, 4)
  const reply = await upload(desk, big)
  claimRefusal(desk, 'no room before the upload', reply)
  await rm(ballast)
}

/** Chunked: the size is not known before, so the disk fills under the upload. */
async function refuseDuring(desk: Desk, big: string): Promise<void> {
  const ballast = await leaveFree(desk.lake, 8)
  const reply = await fetch(uploadUrl(desk), {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'text/csv' },
    body: chunked(big),
    duplex: 'half',
  } as RequestInit).then(
    async (response) => ({ status: response.status, body: await response.json().catch(() => undefined) }),
    () => undefined,
  )
  claimRefusal(desk, 'no room during the upload', reply)
  await rm(ballast)
}

/** The file fits, its table does not. */
async function failLanding(desk: Desk, big: string): Promise<void> {
  const ballast = await leaveFree(desk.lake, fileMegabytes + 4)
  const reply = await upload(desk, big)
  const { id } = (reply?.body ?? {}) as { id?: string }
  if (reply?.status !== 202 || !id) {
    desk.broken.push(`an upload that fits is answered ${reply?.status}`)
    await rm(ballast)
    return
  }
  await wait(4_000)
  const { state, fault } = await delivery(desk, id)
  desk.say(`no room for landing: the delivery is ${state} ${JSON.stringify(fault?.type ?? '')}`)
  if (state === 'landed') desk.broken.push('a delivery landed on a disk without room')
  const count = (await versions(desk)).length
  if (count !== 0) desk.broken.push(`${count} versions of a delivery that could not be landed`)
  await rm(ballast)
  const begun = performance.now()
  for (;;) {
    const now = await delivery(desk, id)
    if (now.state === 'landed') {
      desk.say(
        `the delivery landed by itself ${((performance.now() - begun) / 1000).toFixed(1)} s after there was room again`,
      )
      return
    }
    if (now.state === 'failed' || performance.now() - begun > 150_000) {
      desk.say(`the acknowledged delivery is ${now.state}: ${now.fault?.en ?? ''}`)
      desk.broken.push(
        `an acknowledged delivery that met a full disk is ${now.state} when there is room again`,
      )
      return
    }
    await wait(500)
  }
}

async function heal(desk: Desk, big: string): Promise<void> {
  const before = (await versions(desk)).length
  const reply = await upload(desk, big.slice(0, big.lastIndexOf('\n', 2_000_000) + 1))
  const { id } = (reply?.body ?? {}) as { id?: string }
  const until = performance.now() + 30_000
  while (id && (await delivery(desk, id)).state !== 'landed' && performance.now() < until) await wait(200)
  const found = await versions(desk)
  if (found.length !== before + 1)
    desk.broken.push(
      `with room again an upload is answered ${reply?.status} and there are ${found.length} versions, not ${before + 1}`,
    )
  await untilSwept(desk)
}

/** The check of the landed version may still be at work: what is left when it is done was left for good. */
async function untilSwept({ lake, broken }: Desk): Promise<void> {
  const until = performance.now() + 30_000
  for (;;) {
    const left = (await readdir(join(lake, 'tmp'))).filter((name) => name.startsWith('scratch-'))
    if (left.length === 0) return
    if (performance.now() > until)
      return void broken.push(`scratch directories are left behind: ${left.join(', ')}`)
    await wait(300)
  }
}

function claimRefusal(
  { say, broken }: Desk,
  what: string,
  reply: { status: number; body: unknown } | undefined,
): void {
  const type = (reply?.body as { type?: string } | undefined)?.type
  say(`${what}: ${reply ? `${reply.status} ${type}` : 'the connection was cut'}`)
  if (reply?.status !== 507)
    broken.push(`${what}: answered ${reply?.status ?? 'nothing'} ${type ?? ''}, not 507`)
}

function upload(desk: Desk, body: string) {
  return call(desk.url, 'POST', uploadUrl(desk).href, {
    token: desk.token,
    body,
    headers: { 'content-type': 'text/csv' },
  })
}

function uploadUrl({ url, resource }: Desk): URL {
  return new URL(`/api/collect/deliveries?resource=${resource}&mode=replace&name=register.csv`, url)
}

function delivery({ url, token }: Desk, id: string) {
  return demand<{ state: string; fault: { type: string; en: string } | null }>(
    url,
    'GET',
    `/api/collect/deliveries/${id}`,
    {
      token,
    },
  )
}

async function versions({ url, token, resource }: Desk): Promise<unknown[]> {
  return (
    await demand<{ items: unknown[] }>(url, 'GET', `/api/catalog/resources/${resource}/versions`, { token })
  ).items
}

/** Fills the disk until so many megabytes are free; gives the file to remove. */
async function leaveFree(lake: string, megabytes: number): Promise<string> {
  const path = join(lake, 'ballast')
  await rm(path, { force: true })
  const { bavail, bsize } = await statfs(lake)
  await writeFile(path, Buffer.alloc(Math.max(0, bavail * bsize - megabytes * 1024 * 1024)))
  await stat(path)
  return path
}

function chunked(text: string): ReadableStream {
  const bytes = Buffer.from(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + 65_536))
      at += 65_536
    },
  })
}

/** A register of so many megabytes: the records of a delivery again and again. */
function fileOf({ files }: Town, megabytes: number): string {
  const [text = ''] = files
  const header = text.slice(0, text.indexOf('\n') + 1)
  const records = text.slice(header.length)
  return header + records.repeat(Math.ceil((megabytes * 1_000_000) / Buffer.byteLength(records)))
}
