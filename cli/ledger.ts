import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { verifyBundle } from '../server/ground/ledger/verify.ts'
import { clientOptions, openClient } from './client.ts'
import { CommandFailed, say, sayJson, usage } from './terminal.ts'

const help = `用法 / usage: zhishu ledger verify BUNDLE --key KEY… [--known CHECKPOINT-FILE…]
  zhishu ledger fetch BUNDLE        （审计员 / as an auditor）
  zhishu ledger keys`

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
    sayJson(await client.get('/api/ledger/keys'))
    return 0
  }
  if (verb !== 'fetch' || !file) throw usage(help)
  const response = await client.fetch('/api/ledger/bundle')
  if (response.body)
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file, { mode: 0o600 }))
  say(`✓ ${file}`)
  return 0
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
