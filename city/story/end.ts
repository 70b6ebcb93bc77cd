import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { clientOf } from '../../cli/client.ts'
import { verifyBundle, verifyReceipt } from '../../server/ground/ledger/verify.ts'
import { hold, refused } from './people.ts'
import { heads, type Profile, type Scene, type StepResult } from './scene.ts'

/** 9. Suspended, then ended: every channel refuses within a second; the auditor proves the story offline. */
export async function endAndProve(scene: Scene): Promise<StepResult> {
  const client = await scene.as('ps.hr.officer')
  const provider = await scene.as(heads.register)
  const agreement = scene.agreements.register
  const { endpoint, bearerToken } = await client.post<Profile>(`/api/data/${agreement}/profile`)
  const recipient = clientOf(endpoint, bearerToken)
  const channels = [
    () => client.get(`/api/data/${agreement}/rows?limit=1`),
    () => client.fetch(`/api/data/${agreement}/rows?format=csv`),
    () => client.get(`/api/data/${agreement}/rows/${scene.key}`),
    () => client.post(`/api/data/${agreement}/batches`, { format: 'csv' }),
    () => recipient.get(`${new URL(endpoint).pathname}/shares/${agreement}/all-tables`),
  ]
  await provider.post(`/api/share/agreements/${agreement}/suspension`, {
    reason: '发现超范围使用，限期整改',
    rectifyBy: '2099-12-31',
  })
  const suspendedMs = await refusedWithin(channels, [401, 403, 410])
  await provider.post(`/api/share/agreements/${agreement}/end`, { reason: '逾期未整改，终止共享' })
  const endedMs = await refusedWithin(channels, [401, 403, 410])
  scene.proofs.push(['share.ended', agreement])
  const { size } = await audit(scene)
  return {
    rows: size,
    note: `暂停 ${suspendedMs} ms、终止 ${endedMs} ms 内各通道拒绝；审计离线核验 ${size} 条，改一字即被指出 / refused, proven offline`,
  }
}

async function refusedWithin(
  channels: readonly (() => Promise<unknown>)[],
  statuses: readonly number[],
): Promise<number> {
  const begun = performance.now()
  for (const call of channels) await refused('已暂停或终止的协议 / a stopped agreement', statuses, call)
  const tookMs = Math.round(performance.now() - begun)
  hold(tookMs < 1000, `一秒内拒绝 / refused within one second (${tookMs} ms)`)
  return tookMs
}

async function audit(scene: Scene): Promise<{ size: number }> {
  const auditor = await scene.as('sz.audit.auditor')
  await refused('审计员改动 / the auditor changes something', [403], () =>
    auditor.post(`/api/share/agreements/${scene.agreements.tenants}/end`, { reason: '审计员不能改动任何事' }),
  )
  const { keys } = await clientOf(scene.url).get<{ keys: { verifier: string }[] }>('/api/ledger/keys')
  const verifiers = keys.map(({ verifier }) => verifier)
  const path = join(scene.directory, 'ledger.ndjson')
  const response = await auditor.fetch('/api/ledger/bundle')
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(path))
  const verdict = await verifyBundle(createReadStream(path), verifiers)
  hold(verdict.ok, `账本核验 / the ledger verifies: ${verdict.faults.map(({ en }) => en).join('; ')}`)
  await holdForgeryNamed(path, verifiers)
  return verdict
}

/** A changed entry must be named, or the proof is worth nothing. */
async function holdForgeryNamed(path: string, keys: readonly string[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const forged = text.replace('"kind\\":\\"share.agreed\\"', '"kind\\":\\"share.decided\\"')
  hold(forged !== text, '账本中有协议条目 / the ledger holds the agreement')
  const forgedPath = `${path}.forged`
  await writeFile(forgedPath, forged)
  const verdict = await verifyBundle(createReadStream(forgedPath), keys)
  hold(
    !verdict.ok && verdict.faults.some(({ kind }) => kind === 'changed'),
    '改动被指出 / the change is named',
  )
}

/** The auditor takes one entry a step, its receipt, and proves offline that it stands where the receipt says. */
export async function verifyReceipts(scene: Scene): Promise<string[]> {
  const auditor = await scene.as('sz.audit.auditor')
  const { keys } = await clientOf(scene.url).get<{ keys: { verifier: string }[] }>('/api/ledger/keys')
  const shown: string[] = []
  for (const [kind, subject] of scene.proofs) {
    const query = new URLSearchParams({ kind, subject, limit: '1' })
    const { items } = await auditor.get<{ items: { id: string; entry: string }[] }>(
      `/api/ledger/entries?${query}`,
    )
    const receipt = await (await auditor.fetch(`/api/ledger/receipts/${items[0]?.id}`)).text()
    const verdict = verifyReceipt(
      receipt,
      items[0]?.entry ?? '',
      keys.map(({ verifier }) => verifier),
    )
    hold(verdict.ok, `凭据可核验 / the receipt of ${kind} verifies`)
    shown.push(verdict.ok ? `#${verdict.index} ✓ ${kind}` : '—')
  }
  return shown
}
