import { connect, type Socket } from 'node:net'

/** What a load process is asked to do, as JSON in its only argument. */
export interface Load {
  readonly host: string
  readonly port: number
  readonly headers: Record<string, string>
  readonly paths: readonly string[]
  readonly connections: number
  readonly warmSeconds: number
  readonly seconds: number
}

/** What it saw: requests answered in the measured time, latencies in ms, and answers by status. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly statuses: Record<string, number>
}

/**
 * A keep-alive client on raw sockets: node's own client costs as much as the server it should measure. One request
 * at a time on each connection, the next when the answer is whole; every answer must tell its length.
 */
async function drive(load: Load): Promise<LoadResult> {
  const begun = performance.now()
  const from = begun + load.warmSeconds * 1000
  const to = from + load.seconds * 1000
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  const account = (sentAt: number, status: string) => {
    const now = performance.now()
    if (now >= from && now < to) {
      latencies.push(now - sentAt)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    return now < to
  }
  await Promise.all(Array.from({ length: load.connections }, (_, i) => runConnection(load, i, account)))
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    perSecond: latencies.length / load.seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    statuses,
  }
}

function runConnection(
  { host, port, headers, paths, connections }: Load,
  first: number,
  account: (sentAt: number, status: string) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, host)
    const head = Object.entries({ host: `${host}:${port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    let next = first
    let sentAt = 0
    let held: Buffer = Buffer.alloc(0)
    const ask = () => {
      sentAt = performance.now()
      socket.write(`GET ${paths[next % paths.length]} HTTP/1.1\r\n${head.join('')}\r\n`)
      next += connections
    }
    socket.setNoDelay(true)
    socket.once('connect', ask)
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.on('data', (piece: Buffer) => {
      held = held.length === 0 ? piece : Buffer.concat([held, piece])
      const end = held.indexOf('\r\n\r\n')
      if (end < 0) return
      const text = held.toString('latin1', 0, end)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN)
      if (Number.isNaN(length)) return socket.destroy(new Error(`an answer without its length: ${text}`))
      if (held.length < end + 4 + length) return
      held = held.subarray(end + 4 + length)
      if (account(sentAt, text.slice(9, 12))) ask()
      else socket.destroy()
    })
  })
}

console.log(JSON.stringify(await drive(JSON.parse(process.argv[2] ?? '') as Load)))
