import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Client, clientOptions, openClient } from './client.ts'
import { CommandFailed, say, sayJson, table, usage } from './terminal.ts'

interface Line {
  id: string
  resource: string
  provider: string
  agreement: string | null
  case: {
    state: string
    clock: { dueOn: string | null; provisional: boolean; article: string } | null
  } | null
}

const help = `用法 / usage: zhishu share request FILE.json | approve SUBMISSION | show SUBMISSION | list [--provider]
  decide LINE… --agree | --refuse REASON --ground outsideScope|otherPurpose|notNecessary|lawForbids | --ask MISSING | --offer FILE.json
  accept LINE | decline LINE --reason …`

/** `share …`: apply, approve, decide, list; each verb is one call of the public API. */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [verb, ...names],
    values,
  } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...clientOptions,
      agree: { type: 'boolean' },
      refuse: { type: 'string' },
      ground: { type: 'string' },
      ask: { type: 'string', multiple: true },
      offer: { type: 'string' },
      reason: { type: 'string' },
      provider: { type: 'boolean' },
    },
  })
  const client = await openClient(values)
  const [first] = names
  const result = await act(client, verb, names, first, values)
  if (values.json) sayJson(result)
  else show(result)
  return 0
}

interface Choices {
  agree?: boolean | undefined
  refuse?: string | undefined
  ground?: string | undefined
  ask?: string[] | undefined
  offer?: string | undefined
  reason?: string | undefined
  provider?: boolean | undefined
}

async function act(
  client: Client,
  verb: string | undefined,
  names: string[],
  first: string | undefined,
  values: Choices,
): Promise<unknown> {
  if (verb === 'list') return client.get(values.provider ? '/api/share/lines' : '/api/share/submissions')
  if (!first) throw usage(help)
  if (verb === 'request') return client.post('/api/share/submissions', await readJson(first))
  if (verb === 'approve') return client.post(`/api/share/submissions/${first}/approval`)
  if (verb === 'show') return client.get(`/api/share/submissions/${first}`)
  if (verb === 'decide')
    return client.post('/api/share/decisions', { lines: names, decision: await readDecision(values) })
  if (verb === 'accept') return client.post(`/api/share/lines/${first}/acceptance`)
  if (verb === 'decline')
    return client.post(`/api/share/lines/${first}/declination`, { reason: values.reason ?? '' })
  throw usage(help)
}

async function readDecision({ agree, refuse, ground, ask, offer }: Choices): Promise<unknown> {
  if (agree) return { decision: 'agree' }
  if (refuse) return { decision: 'refuse', reason: refuse, ground: ground ?? '' }
  if (ask) return { decision: 'askSupplement', missing: ask }
  if (offer) return { decision: 'counter', ...((await readJson(offer)) as object) }
  throw usage(help)
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandFailed(2, { title: `没有文件 ${path} / no such file` })
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandFailed(2, { title: `${path} 不是 JSON / is not JSON` })
  }
}

function show(result: unknown): void {
  const { items, lines, id, state } = result as {
    items?: Record<string, unknown>[]
    lines?: Line[]
    id?: string
    state?: string
  }
  if (id) say(`${id}  ${state ?? ''}`)
  const rows = lines ?? (items as unknown as Line[] | undefined)?.filter((it) => it.resource !== undefined)
  if (rows?.length) {
    say(
      table(
        ['line', '资源', '提供方', '状态', '期限', '协议'],
        rows.map((it) => [
          it.id,
          it.resource,
          it.provider,
          it.case?.state ?? '—',
          it.case?.clock?.dueOn
            ? `${it.case.clock.dueOn}${it.case.clock.provisional ? '?' : ''} ${it.case.clock.article}`
            : '—',
          it.agreement ?? '—',
        ]),
      ),
    )
  } else if (items) {
    say(
      table(
        ['submission', '状态', '用途'],
        items.map((it) => [String(it.id), String(it.state), String(it.purpose)]),
      ),
    )
  }
}
