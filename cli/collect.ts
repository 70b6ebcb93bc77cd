import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Client, clientOptions, openClient } from './client.ts'
import { CommandFailed, progress, say, sayJson, usage } from './terminal.ts'

interface Delivery {
  id: string
  state: string
  version?: number | null
  records?: number | null
  rejected?: number | null
  failure?: { zh: string; en: string } | null
}

const mediaTypes: Record<string, string> = {
  csv: 'text/csv',
  txt: 'text/csv',
  tsv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** `collect FILE…`: hands files in, streamed, and waits until each has landed. */
export async function run(args: string[]): Promise<number> {
  const { positionals: files, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...clientOptions, resource: { type: 'string' }, mode: { type: 'string' } },
  })
  if (files.length === 0 || !values.resource)
    throw usage('用法 / usage: zhishu collect FILE… --resource RES [--mode replace|append]')
  const client = await openClient(values)
  const landed: Delivery[] = []
  for (const [i, file] of files.entries()) {
    const mode = values.mode ?? (i === 0 ? 'replace' : 'append')
    landed.push(await collectFile(client, { file, resource: values.resource, mode }))
  }
  if (values.json) sayJson(landed)
  else
    for (const it of landed)
      say(`✓ ${it.id}  ${it.state}  记录 / records ${it.records ?? '?'}  问题 / rejected ${it.rejected ?? 0}`)
  return 0
}

async function collectFile(
  client: Client,
  input: { file: string; resource: string; mode: string },
): Promise<Delivery> {
  const { size } = await stat(input.file).catch(() => {
    throw new CommandFailed(2, { title: `没有文件 ${input.file} / no such file` })
  })
  const type = mediaTypes[input.file.split('.').at(-1)?.toLowerCase() ?? '']
  if (!type) throw new CommandFailed(2, { title: `只收 CSV 与 XLSX / CSV and XLSX only: ${input.file}` })
  const bar = progress()
  let sent = 0
  const counted = createReadStream(input.file).on('data', (chunk) => {
    sent += chunk.length
    bar.show(`${basename(input.file)}  ${Math.floor((sent / Math.max(size, 1)) * 100)}%`)
  })
  const query = new URLSearchParams({
    resource: input.resource,
    mode: input.mode,
    name: basename(input.file),
  })
  const response = await client.fetch(`/api/collect/deliveries?${query}`, {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': String(size) },
    body: Readable.toWeb(counted) as unknown as ReadableStream,
    duplex: 'half',
  })
  const delivery = await waitUntilLanded(client, (await response.json()) as Delivery, (text) =>
    bar.show(text),
  )
  bar.done()
  return delivery
}

/** Follows one delivery until it has landed or failed. */
export async function waitUntilLanded(
  client: Client,
  { id }: { id: string },
  show: (text: string) => void,
): Promise<Delivery> {
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 1.5, 1000)) {
    const delivery = await client.get<Delivery>(`/api/collect/deliveries/${id}`)
    show(`${id}  ${delivery.state}  ${delivery.records ?? 0}`)
    if (delivery.state === 'failed') {
      throw new CommandFailed(1, {
        title: delivery.failure?.zh ?? '读取失败 / reading failed',
        ...(delivery.failure && { texts: delivery.failure }),
      })
    }
    if (delivery.state === 'landed') return delivery
    await sleep(pauseMs)
  }
}
