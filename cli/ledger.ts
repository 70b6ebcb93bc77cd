import { hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { verifyBundle } from '../server/ground/ledger/verify.ts'
import { type Client, clientOptions, openClient } from './client.ts'
import { CommandFailed, say, sayJson, usage } from './terminal.ts'

const help = `用法 / usage: zhishu ledger verify BUNDLE --key KEY… [--known CHECKPOINT-FILE…]
  zhishu ledger fetch BUNDLE        （审计员 / as an auditor）
  zhishu ledger keys                （公钥及其指纹 / keys and their fingerprints）`

/** `ledger verify`: offline, with public keys only; a changed, dropped or reordered entry is named. */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [verb, file],
    values,
  } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...clientOptions,
      key: { type: 'string', multiple: true },
      known: { type: 'string', multiple: true },
    },
  })
  if (verb === 'verify' && file)
    return verify(file, values.key ?? [], values.known ?? [], values.json === true)
  const client = await openClient(values)
  if (verb === 'keys') {
    await showKeys(client, values.json === true)
    return 0
  }
  if (verb !== 'fetch' || !file) throw usage(help)
  const response = await client.fetch('/api/ledger/bundle')
  if (response.body)
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file, { mode: 0o600 }))
  say(`✓ ${file}`)
  return 0
}

interface LedgerKeys {
  readonly keys: readonly { readonly verifier: string; readonly since: number; readonly at: string }[]
}

/** SHA-256(name ‖ LF ‖ key) of `name+label+key`, worked out here; the label is its first eight digits, or it is no key. */
function fingerprintOf(verifier: string): string {
  const [, name = '', label = '', key = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifier) ?? []
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from(key, 'base64')]))
  if (!digest.startsWith(label) || label === '')
    throw new CommandFailed(1, { title: `公钥与其标记不符 / the label is not that of the key: ${verifier}` })
  return digest
}

/** Each key with its fingerprint, to be compared with what the log's keeper told by another way. */
async function showKeys(client: Client, json: boolean): Promise<void> {
  const found = await client.get<LedgerKeys>('/api/ledger/keys')
  const keys = found.keys.map((key) => ({ ...key, fingerprint: fingerprintOf(key.verifier) }))
  if (json) return sayJson({ ...found, keys })
  for (const { verifier, since, at, fingerprint } of keys) {
    say(verifier)
    say(`  指纹 / fingerprint  SHA-256 ${fingerprint.match(/.{4}/g)?.join(' ')}`)
    say(`  自第 ${since} 条起 / from entry ${since} · ${at}`)
  }
}

async function verify(file: string, keys: string[], known: string[], json: boolean): Promise<number> {
  if (keys.length === 0) {
    throw new CommandFailed(2, {
      title:
        '需要公钥：--key，须由审计方另行取得，不可取自证据包 / a key is needed, obtained apart from the bundle',
    })
  }
  const notes = await Promise.all(known.map((path) => readFile(path, 'utf8')))
  const verdict = await verifyBundle(createReadStream(file), keys, notes).catch((error: Error) => {
    throw new CommandFailed(1, { title: error.message })
  })
  if (json) sayJson(verdict)
  else {
    say(`${verdict.ok ? '✓ 账本完好 / the ledger is sound' : '✗ 账本被改动 / the ledger was touched'}`)
    say(
      `  ${verdict.origin} · ${verdict.size} 条 / entries · ${verdict.checkpoints} 个检查点 / checkpoints · 根 / root ${verdict.root}`,
    )
    for (const { index, id, recorded } of verdict.erased) {
      say(
        `  – ${index} ${id} 正文已删除${recorded ? '' : '，无删除记录'} / body erased${recorded ? '' : ', and no entry says so'}`,
      )
    }
    for (const { kind, zh, en } of verdict.faults) say(`  ✗ [${kind}] ${zh} / ${en}`)
  }
  return verdict.ok ? 0 : 1
}
