import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from '../../city/generate/chance.ts'
import { call, type Reply } from './call.ts'
import type { Diary } from './diary.ts'
import type { Town } from './town.ts'

/** Everything a client needs; `stopped` ends its work, and so does a server that does not answer. */
export interface Work {
  readonly town: Town
  readonly diary: Diary
  readonly url: string
  readonly luck: Chance
  readonly stopped: () => boolean
}

/** All clients at once until the server is gone or `stopped`: they write down what was acknowledged and nothing else. */
export async function workAll(work: Work): Promise<void> {
  await Promise.all([
    deliver(work),
    submit(work),
    submit(work),
    decide(work),
    ...Array.from({ length: 6 }, () => read(work)),
    watch(work),
  ])
}

/** Uploads registers, each under a key of its own. */
async function deliver(work: Work): Promise<void> {
  const { town, diary, luck } = work
  for (;;) {
    const file = luck.below(town.files.length)
    const key = randomUUID()
    const reply = await ask(
      work,
      'POST',
      `/api/collect/deliveries?resource=${town.register}&mode=replace&name=register.csv`,
      {
        token: town.tokens['sz.market.officer'],
        body: town.files[file],
        headers: { 'content-type': 'text/csv', 'idempotency-key': key },
      },
    )
    if (!reply) return
    if (isAnswer(diary, 'delivery', reply, [202]))
      diary.deliveries.set((reply.body as { id: string }).id, { key, file })
    await wait(100 + luck.below(150))
  }
}

/** Drafts and files applications; a request without an answer is repeated under its key in the next round. */
async function submit(work: Work): Promise<void> {
  const { town, diary, luck } = work
  for (;;) {
    const key = randomUUID()
    const body = submissionOf(town, `混沌演练 ${key}`)
    diary.submissions.set(key, { body })
    const drafted = await ask(work, 'POST', '/api/share/submissions', {
      token: town.tokens['ps.hr.officer'],
      body,
      headers: { 'idempotency-key': key },
    })
    if (!drafted) return
    if (!isAnswer(diary, 'submission', drafted, [201])) continue
    const { id } = drafted.body as { id: string }
    diary.submissions.set(key, { body, id })
    diary.perhapsFiled.add(id)
    const approved = await ask(work, 'POST', `/api/share/submissions/${id}/approval`, {
      token: town.tokens['ps.hr.head'],
    })
    if (!approved) return
    if (isAnswer(diary, 'approval', approved, [200])) diary.filed.add(id)
    await wait(luck.below(40))
  }
}

/** Agrees to the lines before the park office. */
async function decide(work: Work): Promise<void> {
  const { town, diary, luck } = work
  const token = town.tokens['ps.park.head']
  for (;;) {
    const list = await ask(work, 'GET', '/api/share/lines?limit=50', { token })
    if (!list) return
    const isList = isAnswer(diary, 'list', list, [200])
    const { items } = (isList ? list.body : { items: [] }) as {
      items: { id: string; case: { state: string } | null }[]
    }
    const open = items.filter((it) => it.case?.state === 'received')
    for (const { id } of open) {
      const reply = await ask(work, 'POST', `/api/share/lines/${id}/decision`, {
        token,
        body: { decision: 'agree' },
      })
      if (!reply) return
      if (isAnswer(diary, 'decision', reply, [200])) diary.decided.add(id)
    }
    await wait(20 + luck.below(40))
  }
}

/** Reads single rows through the agreement; every answer names its line in the ledger. */
async function read(work: Work): Promise<void> {
  const { town, diary, luck } = work
  for (;;) {
    const path = `/api/data/${town.agreement}/rows/${luck.pick(town.keys)}`
    const reply = await ask(work, 'GET', path, { token: town.tokens['ps.hr.officer'] })
    if (!reply) return
    // Another delivery may have left the firm out: 404 is an answer, and no data went out.
    if (isAnswer(diary, 'read', reply, [200, 404]) && reply.status === 200)
      diary.receipts.add(reply.headers.get('zhishu-receipt') ?? 'an answer without its receipt')
    await wait(luck.below(8))
  }
}

/** Keeps checkpoints, as a witness would. */
async function watch(work: Work): Promise<void> {
  for (;;) {
    const reply = await ask(work, 'GET', '/ledger/checkpoint', {})
    if (!reply) return
    if (reply.status === 200) work.diary.checkpoints.push(String(reply.body))
    await wait(150)
  }
}

async function ask(work: Work, ...[method, path, given]: [string, string, Parameters<typeof call>[3]]) {
  if (work.stopped()) return undefined
  return call(work.url, method, path, given)
}

function isAnswer(diary: Diary, what: string, { status, body }: Reply, expected: readonly number[]): boolean {
  if (expected.includes(status)) return true
  diary.oddities.push(`${what}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
  return false
}

/** An application for the park's tenants, its purpose unmistakable. */
export function submissionOf({ tenants }: Town, purpose: string): object {
  return {
    purpose,
    basis: '《失业保险条例》及当年申报通知（演示用）',
    scenario: '受理企业申报时核验园区入驻情况',
    scope: '经办岗位 12 人，仅限辖区企业',
    period: { from: today(), until: `${Number(today().slice(0, 4)) + 1}-06-30` },
    lines: [{ resource: tenants, fields: ['uscc', 'name', 'park', 'staff', 'street'], modes: ['api'] }],
  }
}

/** Today in Asia/Shanghai. */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
}
