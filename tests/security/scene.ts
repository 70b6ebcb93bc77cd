import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Reply, Site } from '../house.ts'
import { provideRegister } from '../provide.ts'

/** One of each thing that belongs to somebody: what an outsider would like to see or move. */
export interface Belongings {
  readonly resource: string
  readonly submission: string
  readonly line: string
  readonly lineCase: string
  readonly agreement: string
  readonly correction: string
  readonly delivery: string
  readonly batch: string
  readonly source: string
  readonly entry: string
  readonly token: string
}

/** A register of the city's market bureau, applied for, agreed, read and complained about by the district's labour bureau. */
export async function settleBelongings(site: Site): Promise<Belongings> {
  const resource = await provideRegister(site)
  const { submission, line, lineCase } = await apply(site, resource)
  const agreed = await ask(site, 'sz.market.head', 'POST', `/api/share/lines/${line}/decision`, {
    decision: 'agree',
  })
  const agreement: string = agreed.body.agreement
  await untilRight(site, 'ps.hr.officer', `/api/data/${agreement}`, ({ status }) => status === 200)
  const correction = await ask(site, 'ps.hr.officer', 'POST', '/api/share/corrections', {
    agreement,
    key: '91440300000000000X',
    field: 'name',
    reason: '名称有误',
  })
  const deliveries = await ask(
    site,
    'sz.market.officer',
    'GET',
    `/api/collect/deliveries?resource=${resource}`,
  )
  const batch = await ask(site, 'ps.hr.officer', 'POST', `/api/data/${agreement}/batches`, { format: 'csv' })
  const batchPath = `/api/data/${agreement}/batches/${batch.body.id}`
  await untilRight(site, 'ps.hr.officer', batchPath, ({ body }) => body.state === 'ready')
  process.env.ZHISHU_SOURCE_HOSTS = '127.0.0.1'
  const source = await ask(site, 'sz.market.officer', 'POST', '/api/collect/sources', {
    resource,
    kind: 'postgres',
    host: '127.0.0.1',
    port: 1,
    database: 'register',
    user: 'reader',
    password: sourcePassword,
    query: { schema: 'public', table: 'firms' },
  })
  const rows = await ask(site, 'ps.hr.officer', 'GET', `/api/data/${agreement}/rows`)
  const profile = await ask(site, 'ps.hr.officer', 'POST', `/api/data/${agreement}/profile`)
  return {
    resource,
    submission,
    line,
    lineCase,
    agreement,
    correction: correction.body.id,
    delivery: deliveries.body.items[0].id,
    batch: batch.body.id,
    source: source.body.id,
    entry: rows.headers.get('zhishu-receipt') ?? '',
    token: profile.body.bearerToken,
  }
}

export const sourcePassword = 'open-sesame-of-the-source'

/** A filed submission for one resource, its line waiting for the provider's answer. */
export async function apply(
  site: Site,
  resource: string,
): Promise<{ submission: string; line: string; lineCase: string }> {
  const { id } = (await ask(site, 'ps.hr.officer', 'POST', '/api/share/submissions', application(resource)))
    .body
  const filed = await ask(site, 'ps.hr.head', 'POST', `/api/share/submissions/${id}/approval`)
  const [line] = filed.body.lines
  return { submission: id, line: line.id, lineCase: line.case.id }
}

/** What the labour bureau asks for, with all five statutory contents. */
export function application(resource: string): object {
  return {
    purpose: '稳岗返还资格核验',
    basis: '演示依据',
    scenario: '受理申报时核验',
    scope: '经办岗位',
    period: { from: '2025-09-29', until: '2026-09-28' },
    lines: [{ resource, fields: ['uscc', 'name', 'status'], modes: ['api', 'file', 'delta'] }],
  }
}

/** Asks until the answer is as wished: jobs do their work meanwhile. */
export async function untilRight(
  site: Site,
  as: string,
  path: string,
  isRight: (reply: Reply) => boolean,
): Promise<Reply> {
  for (const until = performance.now() + 20_000; ; await pause(50)) {
    const reply = await site.call('GET', path, { as })
    if (isRight(reply)) return reply
    assert.ok(performance.now() < until, `${path} → ${reply.status} ${JSON.stringify(reply.body)}`)
    await site.ctx.jobs.drain(site.ctx)
  }
}

/** Calls and insists on success. */
export async function ask(
  site: Site,
  as: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply> {
  const reply = await site.call(method, path, { as, ...(body !== undefined && { body }) })
  assert.ok(reply.status < 300, `${method} ${path} → ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply
}
