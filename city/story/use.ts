import { clientOf } from '../../cli/client.ts'
import { hold, until } from './people.ts'
import { checkedVersion } from './provide.ts'
import { heads, type Profile, type Scene, type StepResult } from './scene.ts'
import { delivered } from './share.ts'

type Row = Record<string, unknown>

/** 7. The same data by API, CSV, batch file and Delta Sharing, each with the agreed fields, rows and masks and no more. */
export async function deliver(scene: Scene): Promise<StepResult> {
  await delivered(scene)
  const client = await scene.as('ps.hr.officer')
  const agreement = scene.agreements.register
  const { rows: items } = await client.get<{ rows: Row[] }>(`/api/data/${agreement}/rows?limit=500`)
  holdAgreed(items)
  scene.key = String(items[0]?.uscc)
  scene.proofs.push(['serve.read', agreement])
  const one = await client.get<Row>(`/api/data/${agreement}/rows/${scene.key}`)
  hold(JSON.stringify(one).includes(scene.key), '按键查询 / key look-up')
  const csv = await (await client.fetch(`/api/data/${agreement}/rows?format=csv`)).text()
  const lines = csv.trim().split('\n').length - 1
  const batch = await batchOf(scene, agreement)
  const shared = await readDeltaSharing(scene, agreement)
  hold(
    lines === batch && batch === shared,
    `各通道行数一致 / channels agree: CSV ${lines}, batch ${batch}, Delta Sharing ${shared}`,
  )
  return {
    rows: shared,
    note: `API、CSV、批量文件、Delta Sharing 各 ${shared} 行，仅坪山、七项、两项脱敏 / same rows on every channel`,
  }
}

/** 注销 in the code table of an enterprise's state. */
const deregistered = '4'

/** 8. The applicant reports a wrong value, the provider corrects it in a new version, the old one stays readable. */
export async function correct(scene: Scene): Promise<StepResult> {
  const client = await scene.as('ps.hr.officer')
  const agreement = scene.agreements.register
  const read = (query = '') =>
    client.get<{ rows: Row[] }>(
      `/api/data/${agreement}/rows?filter=${encodeURIComponent(JSON.stringify({ field: 'uscc', op: 'eq', value: scene.key }))}${query}`,
    )
  const before = (await read()).rows[0]?.status
  // What is served is the code of the state; a person writes its word. The other one, whatever stands there.
  const corrected = before === deregistered ? '存续' : '注销'
  const report = await client.post<{ id: string; case: { clock: { dueOn: string } } }>(
    '/api/share/corrections',
    {
      agreement,
      key: scene.key,
      field: 'status',
      seen: String(before),
      proposed: corrected,
      reason: '该企业登记状态与实地核查不符',
    },
  )
  const provider = await scene.as(heads.register)
  const { version } = await provider.post<{ version: number }>(`/api/share/corrections/${report.id}/answer`, {
    decision: 'correct',
    value: corrected,
  })
  await until('更正生效 / the correction', async () =>
    (await read()).rows[0]?.status !== before ? true : undefined,
  )
  const old = (await read('&version=1')).rows[0]?.status
  hold(old === before, `旧版本仍可读 / version 1 still reads ${before}`)
  await until('反馈结果 / the result', async () => {
    const { case: item } = await client.get<{ case: { state: string } }>(
      `/api/share/corrections/${report.id}`,
    )
    return item.state === 'corrected' || undefined
  })
  scene.proofs.push(['share.corrected', report.id])
  await checkedVersion(scene, 'register', version)
  return {
    rows: 1,
    note: `第 ${version} 版已更正（限 ${report.case.clock.dueOn}），第 1 版仍可读 / corrected in version ${version}`,
  }
}

function holdAgreed(items: readonly Row[]): void {
  hold(items.length > 0, '有数据 / rows arrive')
  const agreed = ['uscc', 'name', 'representative', 'status', 'industry', 'division', 'mobile'].sort().join()
  hold(
    items.every((row) => Object.keys(row).sort().join() === agreed),
    '只有协议约定的信息项 / agreed items only',
  )
  hold(
    items.every(({ division }) => division === '440310'),
    '只有本区的行 / agreed rows only',
  )
  hold(
    items.every(({ mobile }) => mobile === null || /^\d{3}\*{4}\d{4}$/.test(String(mobile))),
    '电话已脱敏 / telephone masked',
  )
}

async function batchOf(scene: Scene, agreement: string): Promise<number> {
  const client = await scene.as('ps.hr.officer')
  const { id } = await client.post<{ id: string }>(`/api/data/${agreement}/batches`, { format: 'csv' })
  await until('批量文件 / the batch', async () => {
    const { state } = await client.get<{ state: string }>(`/api/data/${agreement}/batches/${id}`)
    return state === 'ready' || undefined
  })
  const text = await (await client.fetch(`/api/data/${agreement}/batches/${id}/file`)).text()
  return text.trim().split('\n').length - 1
}

async function readDeltaSharing(scene: Scene, agreement: string): Promise<number> {
  const client = await scene.as('ps.hr.officer')
  const profile = await client.post<Profile>(`/api/data/${agreement}/profile`)
  const recipient = clientOf(profile.endpoint, profile.bearerToken)
  const at = (path: string) => `${new URL(profile.endpoint).pathname}${path}`
  const { items } = await recipient.get<{ items: { name: string; schema: string; share: string }[] }>(
    at(`/shares/${agreement}/all-tables`),
  )
  const table = items[0]
  hold(table !== undefined, 'Delta Sharing 列表 / listing')
  const response = await recipient.fetch(
    at(`/shares/${table?.share}/schemas/${table?.schema}/tables/${table?.name}/query`),
    { method: 'POST', body: '{}' },
  )
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file?: { url: string; stats?: string } })
  const files = lines.flatMap(({ file }) => file ?? [])
  for (const { url } of files) {
    const head = Buffer.from(await (await fetch(url)).arrayBuffer())
      .subarray(0, 4)
      .toString()
    hold(head === 'PAR1', 'Delta Sharing 文件可取 / the file can be fetched')
  }
  return files.reduce((sum, { stats }) => sum + Number(JSON.parse(stats ?? '{}').numRecords ?? 0), 0)
}
